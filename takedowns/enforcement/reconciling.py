"""Rows drive everything: an order without its message is found here, and moves on."""

from datetime import timedelta

from django.utils import timezone

from portal import outbox
from portal.outbox.models import Message
from takedowns.enforcement import watching
from takedowns.enforcement.models import Order
from takedowns.enforcement.posting import LOOK, SEND
from takedowns.enforcement.states import State

SLACK = timedelta(minutes=1)  # younger ones are still on their way


def give_up_unreached() -> None:
    """The outbox lost its patience: the order's state says so, too."""
    for message in Message.objects.filter(task=SEND, given_up_at__isnull=False):
        waiting = Order.objects.with_listing().filter(
            pk=message.arguments["order_id"],
            state=State.QUEUED,
            queued_at__lte=message.posted_at,
        )
        for order in waiting:
            watching.give_up(order)


def post_lost_orders() -> None:
    waiting = Order.objects.filter(
        state=State.QUEUED, queued_at__lt=timezone.now() - SLACK
    )
    for order in waiting.exclude(pk__in=_told_of(SEND)):
        outbox.post(SEND, order_id=order.pk)


def post_lost_looks() -> None:
    overdue = Order.objects.filter(next_look_at__lt=timezone.now() - SLACK)
    for order in overdue.exclude(pk__in=_told_of(LOOK)):
        outbox.post(LOOK, order_id=order.pk, number=order.look_count)


def _told_of(task: str) -> set[int]:
    """The orders that an unfinished message of this task speaks of."""
    arguments = Message.objects.unfinished().filter(task=task).values_list("arguments")
    return {told["order_id"] for (told,) in arguments}
