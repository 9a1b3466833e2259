from celery import shared_task

from takedowns.review import actions


@shared_task
def release_expired() -> None:
    actions.release_expired()
