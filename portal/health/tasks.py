from celery import shared_task
from django.utils import timezone

from portal.health.models import Heartbeat


@shared_task
def beat(*, queue: str) -> None:
    Heartbeat.objects.update_or_create(
        queue=queue, defaults={"beaten_at": timezone.now()}
    )
