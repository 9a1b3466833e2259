from datetime import datetime

from django.utils import timezone

from portal import clock
from takedowns.deadlines.models import Deadline
from takedowns.deadlines.rules import WORKING_DAYS


def start(kind: Deadline.Kind, *, notice_id: int, place: str, at: datetime) -> Deadline:
    """Start a clock. The working days are those of the place ("CN", "EU", …)."""
    return Deadline.objects.create(
        notice_id=notice_id, kind=kind, started_at=at, due_at=due(kind, place, at)
    )


def meet(kind: Deadline.Kind, *, notice_id: int) -> None:
    running = Deadline.objects.running().filter(kind=kind, notice_id=notice_id)
    running.update(met_at=timezone.now())


def due(kind: Deadline.Kind, place: str, at: datetime) -> datetime:
    return clock.end_of_working_day(at, place=place, days=WORKING_DAYS[kind])
