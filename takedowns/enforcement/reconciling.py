"""Rows drive everything: an order without its message is found here, and moves on."""

from datetime import timedelta

from django.utils import timezone

from portal import outbox
from portal.outbox.models import Message
from takedowns.enforcement import actions, watching
from takedowns.enforcement.models import Order, StatementOfReasons
from takedowns.enforcement.posting import LOOK, SEND
from takedowns.enforcement.states import State

PATIENCE = timedelta(hours=72)
SLACK = timedelta(minutes=1)  # younger ones are still on their way


def give_up_unreached() -> None:
    """The outbox lost its patience: the order's state says so, too."""
    given_up = Message.objects.filter(task=SEND, given_up_at__isnull=False)
    posted_at = {
        arguments["order_id"]: at
        for arguments, at in given_up.order_by("posted_at").values_list(
            "arguments", "posted_at"
        )
    }
    waiting = Order.objects.with_listing().filter(pk__in=posted_at, state=State.QUEUED)
    for order in waiting:
        # One that staff tried again has a newer message, with a patience of its own.
        if order.queued_at <= posted_at[order.pk]:
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


def write_late_letters() -> None:
    """A listing decided before it was captured: its seller is known only now."""
    unsent = StatementOfReasons.objects.filter(
        sent_at=None, made_at__gt=timezone.now() - PATIENCE
    )
    for stated in unsent.exclude(item__listing__seller=None).exclude(
        item__listing__seller__email=""
    ):
        actions.write_late(stated)


def _told_of(task: str) -> set[int]:
    """The orders that an unfinished message of this task speaks of."""
    arguments = Message.objects.unfinished().filter(task=task).values_list("arguments")
    return {told["order_id"] for (told,) in arguments}
