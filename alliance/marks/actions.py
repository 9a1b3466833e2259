"""The life of a mark: registered, checked, renewed, lapsed, revoked."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.access import NotPermitted, Permission, require
from alliance.events import Event
from alliance.marks import letters
from alliance.marks.details import Details, check
from alliance.marks.distinctiveness import hint
from alliance.marks.models import Mark, MarkDocument
from alliance.marks.rules import ReturnCode
from alliance.marks.states import LAPSE, MEND, RENEW, RETURN, REVOKE, VERIFY
from alliance.members.models import Membership
from alliance.organisations.models import Brand
from portal import audit, states
from portal.actor import Actor
from portal.files.models import StoredFile

Document = MarkDocument.Kind


def register_by_hand(
    details: Details,
    *,
    brand: Brand | None,
    documents: Mapping[Document, StoredFile],
    by: Actor,
) -> Mark:
    """Enter a registered trademark for staff to check against its certificate.

    Without a brand, one is named after the mark. Raises ValidationError under the
    field's name; `certificate` for a missing one.
    """
    organisation_id = owner_of(brand, by=by)
    require(Permission.MARK_REGISTER, by=by, organisation_id=organisation_id)
    check(details, today=timezone.localdate())
    if Document.CERTIFICATE not in documents:
        raise ValidationError({"certificate": _("Choose the certificate.")})
    try:
        with transaction.atomic():
            mark = Mark.objects.create(
                organisation_id=organisation_id,
                brand=brand or brand_named(details.name, organisation_id, by=by),
                kind=Mark.Kind.TRADEMARK,
                distinctiveness=hint(details.name),
                registered_by_id=by.user_id,
                **details.columns(),
            )
            _attach(mark, documents)
            audit.record(Event.MARK_REGISTERED, mark, by=by, name=mark.name)
    except IntegrityError as error:
        raise _already_entered() from error
    return mark


def mend(
    mark: Mark,
    details: Details,
    *,
    documents: Mapping[Document, StoredFile],
    by: Actor,
) -> None:
    """Send a returned mark in again, corrected. New documents stand beside the old."""
    require(Permission.MARK_REGISTER, by=by, organisation_id=mark.organisation_id)
    check(details, today=timezone.localdate())
    try:
        with transaction.atomic():
            states.make(
                MEND, mark, distinctiveness=hint(details.name), **details.columns()
            )
            _attach(mark, documents)
            audit.record(Event.MARK_MENDED, mark, by=by)
    except IntegrityError as error:
        raise _already_entered() from error


@transaction.atomic
def verify(mark: Mark, *, by: Actor) -> None:
    """The certificate shows what was entered: the mark is good for notices."""
    require(Permission.MARK_VERIFY, by=by, organisation_id=mark.organisation_id)
    _require_no_stake(mark, by=by)
    now = timezone.now()
    states.make(
        VERIFY,
        mark,
        checked_by_id=by.user_id,
        checked_at=now,
        return_code="",
        return_note="",
    )
    letters.tell(mark, "verified", key=now.isoformat())
    audit.record(Event.MARK_VERIFIED, mark, by=by)


@transaction.atomic
def return_(mark: Mark, *, code: str, note: str, by: Actor) -> None:
    """Send it back with one reason of the closed list, and what to mend."""
    require(Permission.MARK_VERIFY, by=by, organisation_id=mark.organisation_id)
    _require_no_stake(mark, by=by)
    if code not in ReturnCode.values:
        raise ValidationError({"code": _("Choose why it is returned.")})
    now = timezone.now()
    states.make(
        RETURN,
        mark,
        checked_by_id=by.user_id,
        checked_at=now,
        return_code=code,
        return_note=note.strip(),
    )
    letters.tell(
        mark, "returned", key=now.isoformat(), **letters.reason_of(code, note.strip())
    )
    audit.record(Event.MARK_RETURNED, mark, by=by, code=code, note=note.strip())


@transaction.atomic
def renew(mark: Mark, *, expires_on: date, by: Actor) -> None:
    """Staff have read the renewal: the mark holds until the new day."""
    require(Permission.MARK_VERIFY, by=by, organisation_id=mark.organisation_id)
    _require_no_stake(mark, by=by)
    if not mark.documents.filter(kind=Document.RENEWAL).exists():
        raise ValidationError(_("No renewal was sent in for this mark."))
    if expires_on < timezone.localdate():
        raise ValidationError({"expires_on": _("Enter a day that lies ahead.")})
    states.make(
        RENEW,
        mark,
        expires_on=expires_on,
        checked_by_id=by.user_id,
        checked_at=timezone.now(),
    )
    mark.refresh_from_db(fields=["ends_on"])
    letters.tell(mark, "renewed", key=expires_on.isoformat())
    audit.record(Event.MARK_RENEWED, mark, by=by, expires_on=expires_on)


@transaction.atomic
def lapse(mark: Mark, *, by: Actor) -> None:
    """Its last day has passed: drafts stand still, and no new notice is taken.

    Never called from a door: the clock's task asks for it.
    """
    states.make(LAPSE, mark)
    letters.tell(mark, "lapsed", key=str(mark.ends_on))
    audit.record(Event.MARK_LAPSED, mark, by=by, ended_on=mark.ends_on)


@transaction.atomic
def revoke(mark: Mark, *, code: str, sentence: str, by: Actor) -> None:
    """Its authority has taken it back. Never called from a door: the lists ask for it."""
    states.make(REVOKE, mark, return_code=code, return_note=sentence)
    letters.tell(mark, "revoked", key=code, sentence=sentence)
    audit.record(Event.MARK_REVOKED, mark, by=by, code=code)


@transaction.atomic
def judge(mark: Mark, distinctiveness: str, *, by: Actor) -> None:
    """Say better than the hint what speaks against recognising it by its word."""
    require(Permission.MARK_VERIFY, by=by, organisation_id=mark.organisation_id)
    if distinctiveness not in Mark.Distinctiveness.values:
        raise ValidationError({"distinctiveness": _("Choose one of the list.")})
    if mark.distinctiveness == distinctiveness:
        return
    mark.distinctiveness = distinctiveness
    mark.save(update_fields=["distinctiveness"])
    audit.record(Event.MARK_JUDGED, mark, by=by, distinctiveness=distinctiveness)


def owner_of(brand: Brand | None, *, by: Actor) -> int:
    """Whose the mark will be: the brand's owner, or who enters it. 0 is nobody's."""
    return brand.organisation_id if brand else by.organisation_id or 0


def brand_named(name: str, organisation_id: int, *, by: Actor) -> Brand:
    """The organisation's brand of that name, made if it is new."""
    brand, is_new = Brand.objects.get_or_create(
        organisation_id=organisation_id, name=name.strip()[:120]
    )
    if is_new:
        audit.record(Event.BRAND_ADDED, brand, by=by, name=brand.name)
    return brand


def _require_no_stake(mark: Mark, *, by: Actor) -> None:
    """Who works for the alliance and for a house does not check that house's marks."""
    own = Membership.objects.standing().filter(user_id=by.user_id or 0)
    if own.filter(organisation_id=mark.organisation_id).exists():
        raise NotPermitted(f"{by.name} belongs to {mark.organisation}")


def _attach(mark: Mark, documents: Mapping[Document, StoredFile]) -> None:
    MarkDocument.objects.bulk_create(
        MarkDocument(mark=mark, kind=kind, file=file)
        for kind, file in documents.items()
    )


def _already_entered() -> ValidationError:
    return ValidationError(
        {
            "registration_number": ValidationError(
                _(
                    "Your organisation has entered this registration already. Look "
                    "for its number among your marks."
                ),
                code="already_entered",
            )
        }
    )
