from celery import shared_task

from takedowns.notices import actions
from takedowns.notices.models import Item


@shared_task
def capture_item(*, item_id: int) -> None:
    actions.capture(Item.objects.select_related("listing").get(pk=item_id))
