"""What the workers do, done here and now: the story is told before they are started."""

from portal.celery import app
from portal.outbox.delivery import deliver_next
from portal.outbox.models import Message


def deliver() -> None:
    """Deliver what is due in the outbox, and whatever comes of it."""
    app.loader.import_default_modules()
    while any(deliver_next(queue) for queue in _queues()):
        pass


def _queues() -> list[str]:
    due = Message.objects.due().order_by()
    return list(due.values_list("queue", flat=True).distinct())
