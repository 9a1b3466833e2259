"""The messages that move an order: each has a key that says which one it is."""

from portal import outbox
from takedowns.enforcement.models import Order

SEND = "takedowns.enforcement.tasks.send_order"
LOOK = "takedowns.enforcement.tasks.look_at_listing"


def send(order: Order) -> None:
    outbox.post(SEND, key=f"order-{_round(order)}", order_id=order.pk)


def send_again(order: Order) -> None:
    """Once after each look that contradicts what we were told."""
    key = f"order-{_round(order)}-after-{order.look_count}"
    outbox.post(SEND, key=key, order_id=order.pk)


def look(order: Order) -> None:
    outbox.post(
        LOOK,
        key=f"look-{_round(order)}-{order.look_count}",
        at=order.next_look_at,
        order_id=order.pk,
        number=order.look_count,
    )


def _round(order: Order) -> str:
    """An order that is tried again by staff starts a new round of messages."""
    return f"{order.key}-{order.queued_at.timestamp():.6f}"
