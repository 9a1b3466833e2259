"""Look for ourselves, at growing intervals, until the listing stays gone.

Each look has a number: whichever worker settles it first moves the order on, and the
same look come again finds another number there and does nothing.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from alliance.access import SYSTEM
from portal import audit, states
from takedowns.connectors.base import (
    Connector,
    Outcome,
    Presence,
    Receipt,
    Refused,
    Sighting,
    Unavailable,
)
from takedowns.enforcement import posting, relisting, rules
from takedowns.enforcement.models import Attempt, Order
from takedowns.enforcement.states import (
    ACKNOWLEDGE,
    CONTRADICT,
    GIVE_UP,
    RELIST,
    VERIFY,
    State,
)
from takedowns.events import Event
from takedowns.listings import actions as listings
from takedowns.listings.models import Listing
from takedowns.notices.accounts import connector_of
from takedowns.notices.models import Notice

# A marketplace that accepted an order and never acts on it is out of reach as well.
PATIENCE = timedelta(hours=72)

SEEN = {
    Presence.LIVE: Listing.Seen.LIVE,
    Presence.GONE: Listing.Seen.GONE,
    Presence.UNKNOWN: Listing.Seen.UNCLEAR,
}


def begin(order: Order) -> None:
    """Called inside the transaction that wrote the order down as sent."""
    _schedule(order, number=0)


def look(order: Order, *, number: int) -> None:
    """Look once. Raises Unavailable where the marketplace cannot be reached now."""
    if order.next_look_at is None or order.look_count != number:
        return  # the outbox delivers at least once: this look was settled before
    listing = order.item.listing
    market = connector_of(listing.marketplace)
    try:
        seen = market.look(listing_id=listing.native_id, listing_url=listing.url)
    except Unavailable as absence:
        order.note(Attempt.Kind.LOOK, "unavailable", absence.sentence)
        raise
    _settle(order, number, seen, _receipt(market, order))


def _receipt(market: Connector, order: Order) -> Receipt | None:
    """What became of an order that was accepted; our own eyes count for more."""
    if order.state != State.SENT:
        return None
    try:
        return market.receipt(str(order.key))
    except (Refused, Unavailable):
        return None


@transaction.atomic
def _settle(order: Order, number: int, seen: Sighting, told: Receipt | None) -> None:
    locked = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if locked.look_count != number:
        return
    order.state = locked.state
    order.note(Attempt.Kind.LOOK, seen.state.value, seen.detail.value)
    listing = order.item.listing
    listings.note_seen(listing, SEEN[seen.state], at=seen.seen_at)
    if told and told.outcome != Outcome.ACCEPTED and order.state == State.SENT:
        acknowledge(order, told)
    _conclude(order, seen)
    _schedule(order, number=number + 1)


def acknowledge(order: Order, receipt: Receipt) -> None:
    states.make(ACKNOWLEDGE, order, acknowledged_at=timezone.now())
    outcome = receipt.outcome.value
    audit.record(Event.ORDER_ACKNOWLEDGED, order, by=SYSTEM, outcome=outcome)


@transaction.atomic
def give_up(order: Order) -> None:
    """Not reached for 72 hours: staff decide what now."""
    states.make(GIVE_UP, order)
    audit.record(Event.ORDER_GIVEN_UP, order, by=SYSTEM, last_word=order.last_word)


def _conclude(order: Order, seen: Sighting) -> None:
    """What this look means, in the light of what was known before it."""
    if seen.state == Presence.GONE:
        if order.state in VERIFY.sources:
            _verify(order, seen)
    elif order.state == State.VERIFIED_DOWN:
        if seen.state == Presence.LIVE:
            _relist(order, seen)
    elif order.state == State.SENT:
        if order.sent_at and timezone.now() > order.sent_at + PATIENCE:
            give_up(order)
    elif order.state == State.ACKNOWLEDGED:
        if _looks_since_told(order) >= rules.LOOKS_BEFORE_CONTRADICTION:
            _contradict(order, seen)
    elif order.state == State.CONTRADICTED:
        posting.send_again(order)


def _verify(order: Order, seen: Sighting) -> None:
    states.make(VERIFY, order, verified_at=timezone.now())
    audit.record(
        Event.ORDER_VERIFIED_DOWN,
        order,
        by=SYSTEM,
        url=seen.url,
        http_status=seen.http_status,
        ground=seen.detail.value,
    )


def _relist(order: Order, seen: Sighting) -> None:
    """It is there again: the case is reopened with an item of its own.

    The notice first, and then its log: whoever decides takes them in this order, too.
    """
    Notice.objects.select_for_update(of=("self",)).get(pk=order.item.notice_id)
    states.make(RELIST, order)
    audit.record(Event.ORDER_RELISTED, order, by=SYSTEM, url=seen.url)
    relisting.reopen(order.item, order.item.listing)


def _contradict(order: Order, seen: Sighting) -> None:
    states.make(CONTRADICT, order)
    audit.record(
        Event.ORDER_CONTRADICTED,
        order,
        by=SYSTEM,
        seen=seen.state.value,
        ground=seen.detail.value,
    )
    # A marketplace that lost the order acts now; none acts twice on the same key.
    posting.send_again(order)


def _looks_since_told(order: Order) -> int:
    looks = order.attempts.filter(
        kind=Attempt.Kind.LOOK, made_at__gte=order.acknowledged_at
    )
    return looks.exclude(outcome="unavailable").count()


def _schedule(order: Order, *, number: int) -> None:
    """The next look, as long as there is something to watch for."""
    order.look_count = number
    order.next_look_at = _next_look_at(order)
    order.save(update_fields=["look_count", "next_look_at"])
    if order.next_look_at:
        posting.look(order)


def _next_look_at(order: Order) -> datetime | None:
    if order.state in {State.RELISTED, State.GIVEN_UP}:
        return None
    at = timezone.now() + rules.next_look_in(order.look_count)
    began_at = order.sent_at or at
    return at if at < began_at + rules.WATCHED_FOR else None
