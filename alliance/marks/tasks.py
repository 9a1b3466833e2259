from celery import shared_task
from django.utils import timezone

from alliance.access import SYSTEM
from alliance.marks import actions
from alliance.marks.models import Mark
from portal.states import WrongState


@shared_task
def lapse_ended() -> None:
    """Every hour: whatever ended before today lapses. Twice is once."""
    for mark in Mark.objects.ended(timezone.now().date()).iterator():
        try:
            actions.lapse(mark, by=SYSTEM)
        except WrongState:
            continue  # renewed or lapsed meanwhile
