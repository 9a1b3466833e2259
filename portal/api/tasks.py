from celery import shared_task

from portal.api import idempotency


@shared_task
def forget_old_keys() -> None:
    idempotency.forget_old()
