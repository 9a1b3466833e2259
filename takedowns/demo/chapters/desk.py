"""What was decided, and what the marketplace made of it."""

from django.db.models import QuerySet

from takedowns.demo import cases, lantern
from takedowns.demo.cases import UPHELD, VERDICTS
from takedowns.demo.cast import JON
from takedowns.demo.effects import deliver
from takedowns.demo.people import acting
from takedowns.enforcement import watching
from takedowns.enforcement.models import Order
from takedowns.enforcement.states import State
from takedowns.notices.models import Item
from takedowns.review import actions

NUMBERS = {lantern.listing_id(number): number for number in VERDICTS}


def tell() -> None:
    _decide_all()
    _send_orders()
    _come_back()


def _decide_all() -> None:
    """One by one, in the order of the queue: nobody picks the easy ones."""
    ours = Item.objects.open().filter(
        listing__native_id__in=NUMBERS, relisted_from=None
    )
    while ours.exists():
        item = actions.claim_next(by=acting(JON))
        if item is None or item.listing.native_id not in NUMBERS:
            return  # somebody else tries the desk already
        verdict = VERDICTS[NUMBERS[item.listing.native_id]]
        actions.decide(
            item,
            outcome=verdict.outcome,
            code=verdict.code,
            facts=verdict.facts,
            by=acting(JON),
        )


def _send_orders() -> None:
    """The workers would look again after five seconds; the story does not wait."""
    if _orders(cases.REFUSED_BY_MARKET).filter(state=State.QUEUED).exists():
        lantern.refuse_once(cases.REFUSED_BY_MARKET, code="needs_proof_of_purchase")
    deliver()
    for number, verdict in VERDICTS.items():
        if verdict.outcome == UPHELD:
            _look(number, unless=State.VERIFIED_DOWN)
    deliver()


def _come_back() -> None:
    """A seller puts one up again; the next look sees it, and its case is open anew."""
    if _orders(cases.BACK_AGAIN).filter(state=State.VERIFIED_DOWN).exists():
        lantern.put_up_again(cases.BACK_AGAIN)
        _look(cases.BACK_AGAIN, unless=State.RELISTED)


def _look(number: int, *, unless: State) -> None:
    waiting = _orders(number).exclude(next_look_at=None).exclude(state=unless)
    for order in waiting:
        watching.look(order, number=order.look_count)


def _orders(number: int) -> QuerySet[Order]:
    return Order.objects.with_listing().filter(
        measure__item__listing__native_id=lantern.listing_id(number)
    )
