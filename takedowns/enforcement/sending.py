"""Ask the marketplace, and write down what it says.

The call stands outside any transaction, with the same key and the same bytes at every
attempt: if we die after the marketplace acted and before we wrote it down, the next
attempt gets the first one's receipt.
"""

import logging

from django.db import transaction
from django.utils import timezone, translation

from alliance.access import SYSTEM
from portal import audit, states
from takedowns.connectors.base import (
    Action,
    Outcome,
    Receipt,
    Refused,
    TakedownRequest,
    Unavailable,
)
from takedowns.enforcement import watching
from takedowns.enforcement.models import Attempt, Order
from takedowns.enforcement.states import REFUSE, SEND, State
from takedowns.events import Event
from takedowns.notices import capturing
from takedowns.notices.accounts import connector_of

log = logging.getLogger(__name__)


def send(order: Order) -> None:
    """Order the listing down. Raises Unavailable where it must be tried again later."""
    if order.state not in {State.QUEUED, State.CONTRADICTED}:
        return  # the outbox delivers at least once: this one came again
    _capture_first(order)
    market = connector_of(order.item.listing.marketplace)
    try:
        receipt = market.take_down(request_of(order))
    except Refused as refusal:
        _refused(order, refusal)
    except Unavailable as absence:
        order.note(Attempt.Kind.SEND, "unavailable", absence.sentence)
        raise
    else:
        _received(order, receipt)


def _capture_first(order: Order) -> None:
    """What is down can no longer be captured, nor its seller learnt.

    Whatever a seller writes into a listing, it does not keep the listing up.
    """
    try:
        capturing.capture(order.item)
    except Unavailable:
        return
    except Exception:
        log.exception("%s goes without a capture", order)


def request_of(order: Order) -> TakedownRequest:
    """Made of kept rows alone: a key that comes with other bytes is refused."""
    item, stated = order.item, order.measure.statement
    with translation.override(stated.language):
        reason = item.notice.get_reason_display()
    return TakedownRequest(
        key=str(order.key),
        marketplace_url=item.listing.marketplace.base_url,
        listing_id=item.listing.native_id,
        listing_url=item.listing.url,
        action=Action.REMOVE,
        reason_code=item.notice.reason,
        reason=reason,
        statement=stated.text,
        mark_name=item.mark.name if item.mark else "",
        reference=stated.puid,
    )


@transaction.atomic
def _received(order: Order, receipt: Receipt) -> None:
    """Accepted, or done: either way we go and look for ourselves."""
    if not _is_still(order, State.QUEUED):
        order.note(Attempt.Kind.SEND, "repeated", receipt.reference)
        return
    now = timezone.now()
    order.note(Attempt.Kind.SEND, receipt.outcome.value)
    states.make(SEND, order, sent_at=now, reference=receipt.reference)
    audit.record(Event.ORDER_SENT, order, by=SYSTEM, reference=receipt.reference)
    if receipt.outcome != Outcome.ACCEPTED:
        watching.acknowledge(order, receipt)
    watching.begin(order)


@transaction.atomic
def _refused(order: Order, refusal: Refused) -> None:
    order.note(Attempt.Kind.SEND, "refused", f"{refusal.code}: {refusal.sentence}")
    if not _is_still(order, State.QUEUED):
        return
    states.make(REFUSE, order)
    audit.record(
        Event.ORDER_REFUSED,
        order,
        by=SYSTEM,
        code=refusal.code,
        sentence=refusal.sentence,
    )


def _is_still(order: Order, state: State) -> bool:
    """Read again under a lock: another worker may have had the same answer."""
    locked = (
        Order.objects.select_for_update(of=("self",)).only("state").get(pk=order.pk)
    )
    return locked.state == state
