from celery import shared_task

from takedowns.notices import capturing
from takedowns.notices.models import Item


@shared_task
def capture_item(*, item_id: int) -> None:
    item = Item.objects.select_related("listing__marketplace").get(pk=item_id)
    capturing.capture(item)
