"""What was taken down and is sold again reopens its case: under its own id or a new one."""

from django.db import transaction

from alliance.access import SYSTEM
from takedowns.listings.models import Listing
from takedowns.notices import actions as notices
from takedowns.notices.filing import AlreadyOpen
from takedowns.notices.models import Item


def reopen(item: Item, listing: Listing) -> None:
    """A linked child of the item waits for review, unless somebody reported it before."""
    capture = listing.captures.latest_first().first()
    try:
        with transaction.atomic():
            notices.relist(item, listing=listing, capture=capture, by=SYSTEM)
    except AlreadyOpen:
        return
