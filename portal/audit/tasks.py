from celery import shared_task

from portal.audit import verify


@shared_task
def seal_days() -> None:
    verify.seal_days()
