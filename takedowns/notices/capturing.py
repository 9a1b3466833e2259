"""How a listing looks when it is reported: fetched once, kept beside the item as evidence."""

from django.core.exceptions import ValidationError
from django.db import transaction

from alliance.access import SYSTEM
from portal import audit, sealing
from portal.files.actions import store_bytes
from portal.files.models import StoredFile
from takedowns.connectors.base import ListingCapture, Picture, Refused
from takedowns.events import Event
from takedowns.listings.models import Capture, Listing, Seller
from takedowns.notices.accounts import connector_of
from takedowns.notices.models import Item


def capture(item: Item) -> None:
    """Fetch the listing as its marketplace shows it. Comes again: the first one stays.

    Raises Unavailable where it must be tried again later. A listing that the marketplace
    does not have keeps its item without a capture: the reviewer sees that, and why.
    """
    if item.capture_id:
        return
    listing = item.listing
    try:
        seen = connector_of(listing.marketplace).capture(listing.native_id)
    except Refused:
        return
    picture = _stored(seen.picture)
    _keep(item, seen, picture)


@transaction.atomic
def _keep(item: Item, seen: ListingCapture, picture: StoredFile | None) -> None:
    locked = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if locked.capture_id:
        return  # another worker was faster
    listing = item.listing
    Listing.objects.filter(pk=listing.pk).update(
        seller=_seller(listing, seen), seen=Listing.Seen.LIVE, seen_at=seen.captured_at
    )
    captured = Capture.objects.create(
        listing=listing,
        captured_at=seen.captured_at,
        title=seen.title[:500],
        description=seen.description,
        category=seen.category[:200],
        price=seen.price,
        currency=(seen.currency or "")[:3],
        seller_name=seen.seller_name[:200],
        picture=picture,
        page_sha256=seen.body_sha256,
    )
    Item.objects.filter(pk=item.pk).update(capture=captured)
    audit.record(
        Event.LISTING_CAPTURED,
        item,
        by=SYSTEM,
        page_sha256=seen.body_sha256,
        picture_sha256=picture.sha256 if picture else "",
    )


def _seller(listing: Listing, seen: ListingCapture) -> Seller | None:
    if not 0 < len(seen.seller_id) <= 120:
        return listing.seller
    seller, _is_new = Seller.objects.update_or_create(
        marketplace=listing.marketplace,
        external_id=seen.seller_id,
        defaults={
            "name": seen.seller_name[:200] or seen.seller_id,
            # Sealed: it is opened for the letter with the reasons, and for nothing else.
            "email": sealing.seal(seen.seller_email or ""),
        },
    )
    return seller


def _stored(picture: Picture | None) -> StoredFile | None:
    """The listing's picture, if it is one: what a shop shows may be anything."""
    if picture is None:
        return None
    try:
        return store_bytes(
            picture.content,
            name="listing",
            accept={StoredFile.Kind.PICTURE},
            by=SYSTEM,
        )
    except ValidationError:
        return None
