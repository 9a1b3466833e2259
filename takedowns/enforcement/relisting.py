"""What was taken down and is sold again reopens its case: under its own id or a new one."""

from hashlib import sha256
from time import monotonic

from django.db import transaction

from alliance.access import SYSTEM
from portal.states import WrongState
from takedowns.connectors.base import Connector, ListingCapture, Refused
from takedowns.enforcement.states import State
from takedowns.listings.addresses import LONGEST_ID
from takedowns.listings.models import Listing, Marketplace
from takedowns.notices import actions as notices
from takedowns.notices.accounts import connector_of
from takedowns.notices.models import Item, ItemQuerySet

PAGES_A_TURN = 50
TURN = 20  # seconds for one marketplace: the others' are read after it
CAME_DOWN = (State.VERIFIED_DOWN, State.RELISTED)


def reopen(item: Item, listing: Listing) -> None:
    """A linked child of the item waits for review.

    Not where somebody has reported it before, or its sender withdrew the notice.
    """
    capture = listing.captures.latest_first().first()
    try:
        with transaction.atomic():
            notices.relist(item, listing=listing, capture=capture, by=SYSTEM)
    except WrongState:
        return


def read_feed(marketplace: Marketplace) -> None:
    """Look through what is newly on sale for what we took down from the same seller.

    The first reading only finds where the feed ends: what stood there beside a listing
    before it came down has not come back. Raises Unavailable.
    """
    market = connector_of(marketplace)
    compares = bool(marketplace.feed_cursor)
    ends = monotonic() + TURN
    for _page in range(PAGES_A_TURN):
        page = market.feed(marketplace.feed_cursor)
        if page.cursor == marketplace.feed_cursor:
            return
        if compares:
            for found in page.listings:
                if monotonic() > ends:
                    return  # the same page again, next time
                _compare(market, marketplace, found)
        marketplace.feed_cursor = page.cursor
        marketplace.save(update_fields=["feed_cursor"])
        if monotonic() > ends:
            return


def _compare(
    market: Connector, marketplace: Marketplace, found: ListingCapture
) -> None:
    """Same seller, and the same title or the very same picture."""
    if not found.seller_id or len(found.listing_id) > LONGEST_ID:
        return  # nobody's, or none that an address could name
    came_down = (
        Item.objects.filter(
            listing__marketplace=marketplace,
            listing__seller__external_id=found.seller_id,
            measure__order__state__in=CAME_DOWN,
        )
        .exclude(listing__native_id=found.listing_id)
        .order_by("-pk")
    )
    item = came_down.filter(capture__title__iexact=found.title.strip()).first()
    item = item or _with_its_picture(market, came_down, found)
    if item is not None:
        _reopen_once(item, marketplace, found)


def _with_its_picture(
    market: Connector, came_down: ItemQuerySet, found: ListingCapture
) -> Item | None:
    pictured = came_down.exclude(capture__picture=None)
    if not found.picture_urls or not pictured.exists():
        return None
    try:
        picture = market.capture(found.listing_id).picture
    except Refused:
        return None
    digest = sha256(picture.content).hexdigest() if picture else ""
    return pictured.filter(capture__picture__sha256=digest).first()


def _reopen_once(item: Item, marketplace: Marketplace, found: ListingCapture) -> None:
    listing, _is_new = Listing.objects.get_or_create(
        marketplace=marketplace,
        native_id=found.listing_id,
        defaults={"url": marketplace.listing_url.replace("{id}", found.listing_id)},
    )
    if not Item.objects.filter(listing=listing, mark=item.mark).exists():
        reopen(item, listing)
