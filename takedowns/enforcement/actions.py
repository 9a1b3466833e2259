"""What follows when an item is upheld: a measure, its reasons, and an order."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone, translation

from alliance.access import SYSTEM, Permission, require
from portal import audit, mail, sealing, states
from portal.actor import Actor
from portal.mail.models import Letter
from takedowns.enforcement import posting, rules, statement
from takedowns.enforcement.models import Measure, Order, StatementOfReasons
from takedowns.enforcement.states import RETRY
from takedowns.events import Event
from takedowns.notices.models import Item

# Whoever holds the private link; we know no more of them than that.
SELLER = Actor(name="seller", role="seller")


@transaction.atomic
def impose(
    item: Item,
    *,
    code: str,
    policy_clause: str,
    policy_version: str,
    facts: str,
    by: Actor,
) -> Measure:
    """Set the measure with its reasons, order it, and write to the seller.

    Raises statement.Incomplete, before anything is kept, when the reasons have a gap.
    """
    require(Permission.NOTICE_DECIDE, by=by, organisation_id=item.notice.sender_id)
    reasons = reasons_of(item, code, policy_clause, policy_version, facts)
    token = secrets.token_urlsafe(32)
    stated = _state(item, reasons, token)
    measure = Measure.objects.create(
        item=item,
        statement=stated,
        territories=rules.territories(reasons.jurisdiction),
    )
    audit.record(Event.MEASURE_SET, measure, by=by, puid=stated.puid, code=code)
    _order(measure, by=by)
    _write_to_seller(stated, token)
    return measure


@transaction.atomic
def retry(order: Order, *, by: Actor) -> None:
    """Try again what was refused or given up, with the same key."""
    sender_id = order.item.notice.sender_id
    require(Permission.ORDER_RETRY, by=by, organisation_id=sender_id)
    states.make(RETRY, order, queued_at=timezone.now())
    audit.record(Event.ORDER_RETRIED, order, by=by)
    posting.send(order)


@transaction.atomic
def note_opened(stated: StatementOfReasons) -> None:
    """The seller has read it: noted the first time."""
    unopened = StatementOfReasons.objects.filter(pk=stated.pk, opened_at=None)
    if unopened.update(opened_at=timezone.now()):
        audit.record(Event.STATEMENT_OPENED, stated, by=SELLER)


def note_sent_statements() -> None:
    """A statement counts as sent once its letter has left, not once it is written."""
    left = Letter.objects.filter(sent_at__isnull=False, key__startswith="statement-")
    keys = Concat(Value("statement-"), "puid", output_field=CharField())
    unnoted = StatementOfReasons.objects.filter(sent_at=None).annotate(letter_key=keys)
    for stated in unnoted.filter(letter_key__in=left.values("key")):
        _note_sent(stated)


@transaction.atomic
def write_late(stated: StatementOfReasons) -> None:
    """The seller was not known when the measure was set, and is now: write the letter.

    The first token was told to nobody; the letter gets a new one. DSA Art. 17(2) asks
    for a statement wherever the contact is known.
    """
    locked = StatementOfReasons.objects.select_for_update(of=("self",)).get(
        pk=stated.pk
    )
    if Letter.objects.filter(key=f"statement-{locked.puid}").exists():
        return
    token = secrets.token_urlsafe(32)
    locked.token_sha256 = sha256(token.encode()).hexdigest()
    locked.save(update_fields=["token_sha256"])
    _write_to_seller(locked, token)


@transaction.atomic
def _note_sent(stated: StatementOfReasons) -> None:
    unnoted = StatementOfReasons.objects.filter(pk=stated.pk, sent_at=None)
    if unnoted.update(sent_at=timezone.now()):
        audit.record(Event.STATEMENT_SENT, stated, by=SYSTEM)


def reasons_of(
    item: Item, code: str, policy_clause: str, policy_version: str, facts: str
) -> statement.Reasons:
    """What a statement about this item is made from; also for a preview of it."""
    listing, capture, mark = item.listing, item.capture, item.notice.mark
    if mark is None:
        raise statement.Incomplete(f"{item.notice} names no mark")
    return statement.Reasons(
        puid=f"{item.notice.reference}-{item.pk}",
        reason=code,
        facts=facts,
        policy_clause=policy_clause,
        policy_version=policy_version,
        mark_name=mark.name,
        jurisdiction=mark.jurisdiction,
        listing_title=capture.title if capture else listing.native_id,
        listing_url=listing.url,
        listed_on=(capture.captured_at if capture else timezone.now()).date(),
        decided_on=timezone.now().date(),
    )


def _state(item: Item, reasons: statement.Reasons, token: str) -> StatementOfReasons:
    seller = item.listing.seller
    language = seller.language if seller else settings.LANGUAGE_CODE
    with translation.override(language):
        payload = statement.payload(reasons)
    return StatementOfReasons.objects.create(
        item=item,
        puid=reasons.puid,
        payload=payload,
        text=statement.plain_text(reasons, payload, language=language),
        language=language,
        token_sha256=sha256(token.encode()).hexdigest(),
    )


def _order(measure: Measure, *, by: Actor) -> Order:
    order = Order.objects.create(measure=measure)
    audit.record(Event.ORDER_QUEUED, order, by=by)
    posting.send(order)
    return order


def _write_to_seller(stated: StatementOfReasons, token: str) -> None:
    """The one place where the seller's address is opened, and the token is told."""
    item = stated.item
    seller = item.listing.seller
    if seller is None or not seller.email:
        return  # not known yet: `reconciling.write_late_letters` asks again
    mail.send(
        "takedowns/enforcement/letters/statement.txt",
        {
            "title": item.capture.title if item.capture else item.listing.native_id,
            "seller_name": seller.name,
            "text": stated.text,
            "link": settings.PUBLIC_URL + reverse("statement", args=[token]),
            "reference": stated.puid,
        },
        to=sealing.unseal(seller.email),
        key=f"statement-{stated.puid}",
        case=stated.case,
        language=stated.language,
    )
