from celery import shared_task

from alliance.notifications import actions
from portal.audit.models import Entry


@shared_task
def tell_people(*, entry_id: int) -> None:
    actions.tell(Entry.objects.get(pk=entry_id))
