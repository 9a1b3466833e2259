from datetime import datetime
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.access import NotPermitted, Permission, require
from alliance.agents.models import Mandate
from alliance.marks.models import Mark
from alliance.members.models import User
from portal import audit, mail, outbox, states
from portal.actor import Actor
from portal.states import WrongState
from takedowns.deadlines import actions as deadlines
from takedowns.deadlines.models import Deadline
from takedowns.events import Event
from takedowns.evidence import actions as evidence_room
from takedowns.evidence.models import Evidence
from takedowns.listings import actions as listings_room
from takedowns.listings import lines
from takedowns.listings.lines import Line
from takedowns.listings.models import Capture, Listing, Marketplace
from takedowns.notices import queries, validation
from takedowns.notices.content import content_sha256
from takedowns.notices.filing import queue
from takedowns.notices.models import Item, Notice
from takedowns.notices.reasons import HARM_OF, Harm, Lane, Reason
from takedowns.notices.states import (
    CLOSE,
    DISCARD,
    REOPEN,
    SUBMIT,
    WITHDRAW,
    WITHDRAW_ITEM,
    ItemState,
    State,
)
from takedowns.notices.validation import Declarations, NotWhole


class Parts(TypedDict, total=False):
    """What may be filled into a draft, one by one."""

    mark: Mark | None
    marketplace: Marketplace | None
    reason: str
    explanation: str


class Frozen(WrongState):
    """The draft stands still: its mark may not be used now."""


@transaction.atomic
def draft(
    *,
    by: Actor,
    channel: Notice.Channel = Notice.Channel.WEB,
    language: str = "en-gb",
    **parts: Unpack[Parts],
) -> Notice:
    """Begin a notice in the name of the actor's organisation."""
    sender_id = by.organisation_id or 0
    require(Permission.NOTICE_DRAFT, by=by, organisation_id=sender_id)
    notice = Notice.objects.create(
        sender_id=sender_id,
        created_by_id=by.user_id or 0,
        channel=channel,
        language=language,
        **parts,
    )
    audit.record(Event.NOTICE_DRAFTED, notice, by=by)
    return notice


@transaction.atomic
def edit(notice: Notice, *, by: Actor, **parts: Unpack[Parts]) -> None:
    """Fill in or change parts. Another marketplace lets go of the listings named."""
    _hold_draft(notice, by=by, may_be_frozen="mark" in parts)
    if "marketplace" in parts and parts["marketplace"] != notice.marketplace:
        notice.items.all().delete()
    _keep(notice, **parts)
    audit.record(Event.NOTICE_EDITED, notice, by=by, parts=sorted(parts))


@transaction.atomic
def name_listings(notice: Notice, pasted: str, *, by: Actor) -> list[Line]:
    """Name the listings, one address a line, in place of those named before.

    Every line is answered; those that are good become items. The text is kept as typed.
    Raises NotWhole when the marketplace is not chosen yet or there are too many lines.
    """
    _hold_draft(notice, by=by)
    if notice.marketplace is None:
        raise NotWhole([validation.MISSING["marketplace"]])
    if (number := lines.count(pasted)) > lines.MOST:
        raise NotWhole([validation.too_many(number)])
    answered = queries.answers(
        pasted, marketplace=notice.marketplace, mark=notice.mark, actor=by
    )
    _name(notice, notice.marketplace, [line for line in answered if line.is_good])
    _keep(notice, pasted=pasted)
    audit.record(Event.NOTICE_EDITED, notice, by=by, parts=["listings"])
    return answered


@transaction.atomic
def add_evidence(
    notice: Notice,
    *,
    kind: Evidence.Kind,
    file: "File[bytes]",
    description: str,
    by: Actor,
) -> Evidence:
    _hold_draft(notice, by=by)
    evidence = evidence_room.attach(
        notice_id=notice.pk, kind=kind, file=file, description=description, by=by
    )
    _keep(notice)
    audit.record(Event.EVIDENCE_ADDED, evidence, by=by, sha256=evidence.file.sha256)
    return evidence


@transaction.atomic
def remove_evidence(notice: Notice, evidence: Evidence, *, by: Actor) -> None:
    _hold_draft(notice, by=by)
    audit.record(Event.EVIDENCE_REMOVED, evidence, by=by)
    evidence.delete()
    _keep(notice)


@transaction.atomic
def declare(
    notice: Notice, *, declared: Declarations, signed_name: str, by: Actor
) -> None:
    """Keep declarations and name with the draft. Only `submit` makes them count."""
    _hold_draft(notice, by=by)
    _sign(notice, declared, signed_name)
    notice.save(
        update_fields=[
            "declares_good_faith",
            "declares_accuracy",
            "declares_authority",
            "signed_name",
        ]
    )
    audit.record(Event.NOTICE_EDITED, notice, by=by, parts=["declarations"])


@transaction.atomic
def discard(notice: Notice, *, by: Actor) -> None:
    require(Permission.NOTICE_DRAFT, by=by, organisation_id=notice.sender_id)
    states.make(DISCARD, notice)
    audit.record(Event.NOTICE_DISCARDED, notice, by=by)


@transaction.atomic
def submit(
    notice: Notice, *, declared: Declarations, signed_name: str, by: Actor
) -> None:
    """Sign the notice and send it to review; its clock starts.

    Raises NotWhole (what is missing, where, how to mend it), AlreadyOpen (a listing is
    in another open notice for this mark), WrongState (it was sent or discarded before).
    """
    require(Permission.NOTICE_SUBMIT, by=by, organisation_id=notice.sender_id)
    _hold(notice)
    if notice.state != State.DRAFT:
        raise WrongState(f"{notice} cannot be submitted")
    now = timezone.now()
    mandate = validation.check(
        notice, declared=declared, signed_name=signed_name, on=now.date()
    )
    _sign(notice, declared, signed_name)
    states.make(
        SUBMIT,
        notice,
        mandate=mandate,
        submitted_at=now,
        submitted_by_id=by.user_id,
        declares_good_faith=True,
        declares_accuracy=True,
        declares_authority=True,
        signed_name=notice.signed_name,
        content_sha256=content_sha256(notice),
    )
    deadline = _start_clock(notice, at=now)
    _file_items(notice, due_at=deadline.due_at, by=by)
    _acknowledge(notice, deadline.due_at, by=by)
    audit.record(
        Event.NOTICE_SUBMITTED,
        notice,
        by=by,
        content_sha256=notice.content_sha256,
        mandate_id=mandate and mandate.pk,
        due_at=deadline.due_at,
    )


@transaction.atomic
def withdraw(notice: Notice, *, reason: str, by: Actor) -> None:
    """Take it back: its sender may, and the owner of the mark. What was decided stays."""
    require(Permission.NOTICE_WITHDRAW, by=by, organisation_id=_side_of(notice, by=by))
    _require_mandate(notice, Mandate.Act.WITHDRAW, by=by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why you withdraw the notice.")})
    _hold(notice)
    states.make(WITHDRAW, notice)
    open_items = list(notice.items.open().order_by("row"))
    states.make_all(WITHDRAW_ITEM, notice.items.all())
    deadlines.meet(Deadline.Kind.DECIDE, notice_id=notice.pk)
    for item in open_items:
        audit.record(Event.ITEM_WITHDRAWN, item, by=by)
    audit.record(Event.NOTICE_WITHDRAWN, notice, by=by, reason=reason.strip())


@transaction.atomic
def relist(item: Item, *, listing: Listing, capture: Capture | None, by: Actor) -> Item:
    """A listing that was down came back, here or under a new id: a child of its item.

    It waits in the queue one class of harm higher, and its notice is open again. Nobody
    asks for this at a door: enforcement saw it. Raises AlreadyOpen if somebody has
    reported it meanwhile, and WrongState if its sender has withdrawn the notice.
    """
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=item.notice_id)
    if notice.state == State.WITHDRAWN:
        raise WrongState(f"{notice} was withdrawn")
    if notice.state == State.DECIDED:
        _reopen(notice, by=by)
    deadline = notice.deadlines.running().get(kind=Deadline.Kind.DECIDE)
    last_row = notice.items.order_by("-row").values_list("row", flat=True)[0]
    child = Item.objects.create(
        notice=notice,
        listing=listing,
        capture=capture,
        row=last_row + 1,
        given_address=listing.url,
        relisted_from=item,
        generation=item.generation + 1,
    )
    queue(
        notice,
        [child],
        harm=Harm(max(item.harm - 1, Harm.HEALTH)),
        lane=Lane(item.lane),
        due_at=deadline.due_at,
        by=by,
    )
    if capture is None:
        _have_captured(child)
    audit.record(Event.ITEM_RELISTED, child, by=by, relisted_from=item.pk)
    child.refresh_from_db()
    return child


def close_if_all_decided(notice: Notice, *, by: Actor) -> None:
    """The last decision closes the notice, whoever of two comes last.

    Called inside the transaction of a decision. The lock on the notice makes the second
    wait until it can see what the first decided.
    """
    locked = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if locked.items.exclude(state__in=DECIDED_ITEMS).exists():
        return
    states.make(CLOSE, locked, decided_at=timezone.now())
    deadlines.meet(Deadline.Kind.DECIDE, notice_id=locked.pk)
    audit.record(Event.NOTICE_DECIDED, locked, by=by)


DECIDED_ITEMS = (ItemState.MEASURE_SET, ItemState.REJECTED, ItemState.WITHDRAWN)


# --- what the verbs are made of --------------------------------------------------


def _hold(notice: Notice) -> None:
    """Lock the row and read it anew: nobody else changes it until we are done."""
    notice.refresh_from_db(
        from_queryset=Notice.objects.select_for_update(of=("self",)).select_related(
            "mark", "marketplace"
        )
    )


def _hold_draft(notice: Notice, *, by: Actor, may_be_frozen: bool = False) -> None:
    require(Permission.NOTICE_DRAFT, by=by, organisation_id=notice.sender_id)
    _hold(notice)
    if notice.state != State.DRAFT:
        raise WrongState(f"{notice} cannot be edited")
    if notice.mark and not notice.mark.is_usable and not may_be_frozen:
        raise Frozen(f"{notice} is frozen with its mark")


def _keep(notice: Notice, **changes: object) -> None:
    changes["edited_at"] = timezone.now()
    for field, value in changes.items():
        setattr(notice, field, value)
    notice.save(update_fields=list(changes))


def _name(notice: Notice, marketplace: Marketplace, good: list[Line]) -> None:
    known = listings_room.register(
        marketplace, [line.found for line in good if line.found]
    )
    notice.items.all().delete()
    Item.objects.bulk_create(
        Item(
            notice=notice,
            listing=known[line.found.native_id],
            row=line.row,
            given_address=line.given,
        )
        for line in good
        if line.found
    )


def _sign(notice: Notice, declared: Declarations, signed_name: str) -> None:
    notice.declares_good_faith = declared.good_faith
    notice.declares_accuracy = declared.accuracy
    notice.declares_authority = declared.authority
    notice.signed_name = signed_name.strip()


def _start_clock(notice: Notice, *, at: datetime) -> Deadline:
    place = notice.marketplace.jurisdiction if notice.marketplace else ""
    return deadlines.start(
        Deadline.Kind.DECIDE, notice_id=notice.pk, place=place, at=at
    )


def _file_items(notice: Notice, *, due_at: datetime, by: Actor) -> None:
    items = list(notice.items.select_related("listing").order_by("row"))
    harm = HARM_OF[Reason(notice.reason)]
    queue(notice, items, harm=harm, lane=Lane.STANDARD, due_at=due_at, by=by)
    for item in items:
        _have_captured(item)


def _have_captured(item: Item) -> None:
    outbox.post(
        "takedowns.notices.tasks.capture_item",
        key=f"capture-item-{item.pk}",
        item_id=item.pk,
    )


def _acknowledge(notice: Notice, due_at: datetime, *, by: Actor) -> None:
    """The receipt: DSA Art. 16(4), without undue delay."""
    sender = User.objects.get(pk=by.user_id or 0)
    mail.send(
        "takedowns/notices/letters/receipt.txt",
        {"notice": notice, "due_at": due_at, "item_count": notice.items.count()},
        to=sender.email,
        key=f"receipt-{notice.pk}",
        case=notice.case,
        language=notice.language,
    )


def _reopen(notice: Notice, *, by: Actor) -> None:
    states.make(REOPEN, notice, decided_at=None)
    _start_clock(notice, at=timezone.now())
    audit.record(Event.NOTICE_REOPENED, notice, by=by)


def _require_mandate(notice: Notice, act: Mandate.Act, *, by: Actor) -> None:
    """An agent needs the owner's mandate on the day it acts, not only when it filed."""
    if validation.is_own(notice) or notice.sender_id != by.organisation_id:
        return
    if not validation.mandate_of(notice, act, on=timezone.now().date()):
        raise NotPermitted(f"{by.name} has no mandate to {act} with {notice.mark}")


def _side_of(notice: Notice, *, by: Actor) -> int:
    """The organisation for which the actor may speak here: the sender, or the owner."""
    owner = notice.mark.organisation_id if notice.mark else notice.sender_id
    return owner if by.organisation_id == owner else notice.sender_id
