"""Take a message, run its task, write down how it went. Several may run side by side."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.celery import app
from portal.outbox.models import Message

log = logging.getLogger(__name__)

# How long to wait after the first, second, ... failure; the last one repeats.
WAITS = [timedelta(seconds=s) for s in (5, 15, 60, 300, 900, 1800, 3600, 7200)]
PATIENCE = timedelta(hours=72)


def deliver_next(queue: str) -> bool:
    """Deliver one due message; false when none is due."""
    message = _claim(queue)
    if message is None:
        return False
    try:
        app.tasks[message.task](**message.arguments)
    except Exception as error:  # noqa: BLE001 - no task may kill its worker
        _postpone(message, error)
    else:
        Message.objects.filter(pk=message.pk).update(
            done_at=timezone.now(), last_error=""
        )
    return True


@transaction.atomic
def _claim(queue: str) -> Message | None:
    """Lease the message that waits longest, counting the attempt before it is made."""
    due = Message.objects.due().filter(queue=queue).order_by("available_at", "id")
    message = due.select_for_update(skip_locked=True, of=("self",)).first()
    if message is None:
        return None
    message.attempts += 1
    message.available_at = timezone.now() + timedelta(seconds=settings.OUTBOX_LEASE)
    message.save(update_fields=["attempts", "available_at"])
    return message


def _postpone(message: Message, error: Exception) -> None:
    """Try again later, as long as patience lasts. An error may say itself how late."""
    log.warning("%s failed: %r", message, error)
    now = timezone.now()
    wait = (
        getattr(error, "retry_after", None)
        or WAITS[min(message.attempts, len(WAITS)) - 1]
    )
    gives_up = now + wait > message.posted_at + PATIENCE
    Message.objects.filter(pk=message.pk, done_at=None).update(
        available_at=now + wait,
        given_up_at=now if gives_up else None,
        last_error=repr(error)[:500],
    )
