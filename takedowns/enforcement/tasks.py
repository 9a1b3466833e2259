import logging

from celery import shared_task

from takedowns.connectors.base import Refused, Unavailable
from takedowns.enforcement import actions, reconciling, relisting, sending, watching
from takedowns.enforcement.models import Order
from takedowns.listings.models import Marketplace

log = logging.getLogger(__name__)


@shared_task
def send_order(*, order_id: int) -> None:
    sending.send(Order.objects.with_listing().get(pk=order_id))


@shared_task
def look_at_listing(*, order_id: int, number: int) -> None:
    watching.look(Order.objects.with_listing().get(pk=order_id), number=number)


@shared_task
def note_sent_statements() -> None:
    actions.note_sent_statements()


@shared_task
def reconcile() -> None:
    """Bring orders and their outbox messages together again."""
    reconciling.give_up_unreached()
    reconciling.post_lost_orders()
    reconciling.post_lost_looks()
    reconciling.write_late_letters()


@shared_task
def read_feeds() -> None:
    """What is newly on sale, everywhere. Who cannot tell us now is asked next time."""
    for marketplace in Marketplace.objects.open().order_by("pk"):
        try:
            relisting.read_feed(marketplace)
        except (Refused, Unavailable):
            continue
        except Exception:  # one that tells us nonsense is not in the others' way
            log.exception("The feed of %s was not read", marketplace)
