"""Is the portal alive, and is it ready? For load balancers and whoever is on call."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.health.models import Heartbeat
from portal.outbox.models import Message

log = logging.getLogger(__name__)
OLDEST_MESSAGE = timedelta(seconds=60)
OLDEST_HEARTBEAT = timedelta(seconds=60)


@require_safe
@login_not_required
def live(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@login_not_required
def ready(_request: HttpRequest) -> JsonResponse:
    """503 without the database; "degraded" without Redis or workers: filing still works."""
    found = {name: _ask(question) for name, question in QUESTIONS.items()}
    state = "ready" if all(found.values()) else "degraded"
    if not found["database"]:
        state = "unavailable"
    status = 503 if state == "unavailable" else 200
    told = {"state": state, "checks": found, "seconds": _ages()}
    return JsonResponse(told, status=status)


def _ask(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except Exception as error:  # noqa: BLE001 - a check that fails in any way has failed
        log.warning("A check of readiness failed: %r", error)
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _redis() -> bool:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1
    )
    return bool(client.ping())


def _outbox() -> bool:
    return not Message.objects.overdue_by(OLDEST_MESSAGE).exists()


def _workers() -> bool:
    """Somebody is alive on every queue: letters that wait are not told by orders."""
    beats = Heartbeat.objects.filter(beaten_at__gt=timezone.now() - OLDEST_HEARTBEAT)
    return _queues() <= set(beats.values_list("queue", flat=True))


def _queues() -> set[str]:
    return {"effects", *settings.OUTBOX_QUEUES.values()}


def _ages() -> dict[str, Any]:
    """How old things are, in seconds: what an alarm is set on. None where unknown."""
    now = timezone.now()
    try:
        due = Message.objects.due().aggregate(since=Min("available_at"))["since"]
        beats = dict(Heartbeat.objects.values_list("queue", "beaten_at"))
    except DatabaseError:
        return {}
    heartbeats = {queue: _age(beats.get(queue), now) for queue in sorted(_queues())}
    return {"outbox": _age(due, now) or 0, "heartbeats": heartbeats}


def _age(at: datetime | None, now: datetime) -> int | None:
    return round((now - at).total_seconds()) if at else None


QUESTIONS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "redis": _redis,
    "outbox": _outbox,
    "workers": _workers,
}
