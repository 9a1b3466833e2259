"""How a listing looked when it was reported: asked of its marketplace, and kept."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from alliance.access import SYSTEM
from portal import audit
from portal.files.actions import store_bytes
from portal.files.models import StoredFile
from takedowns.connectors.base import ListingCapture, Picture, Refused
from takedowns.events import Event
from takedowns.listings import actions as listings
from takedowns.listings.models import Capture, Listing
from takedowns.notices.accounts import connector_of
from takedowns.notices.models import Item

GONE = {"listing_gone", "listing_unknown"}
LARGEST_PRICE = Decimal(10**12)  # what our column holds


def capture(item: Item) -> None:
    """Ask the marketplace, outside any transaction, and keep what it says beside the item.

    Raises Unavailable when it cannot be reached: the outbox asks again. The item can be
    reviewed meanwhile. What the marketplace does not show stays without a capture.
    """
    if item.capture_id:
        return  # the outbox delivers at least once: this one came again
    try:
        taken = connector_of(item.listing.marketplace).capture(item.listing.native_id)
    except Refused as refusal:
        _note_refusal(item, refusal)
        return
    _keep(item, taken, _stored(taken.picture))


@transaction.atomic
def _keep(item: Item, taken: ListingCapture, picture: StoredFile | None) -> None:
    listing = item.listing
    listings.know_seller(
        listing,
        external_id=taken.seller_id,
        name=taken.seller_name,
        email=taken.seller_email or "",
    )
    capture = Capture.objects.create(
        listing=listing,
        captured_at=taken.captured_at,
        title=_plain(taken.title, 500),
        description=_plain(taken.description, 20_000),
        category=_plain(taken.category, 200),
        price=_price(taken.price),
        currency=_plain(taken.currency or "", 3),
        seller_name=_plain(taken.seller_name, 200),
        picture=picture,
        page_sha256=taken.body_sha256,
    )
    listings.note_seen(listing, Listing.Seen.LIVE, at=taken.captured_at)
    if Item.objects.filter(pk=item.pk, capture=None).update(capture=capture):
        audit.record(
            Event.LISTING_CAPTURED,
            item,
            by=SYSTEM,
            page_sha256=capture.page_sha256,
            picture_sha256=picture.sha256 if picture else "",
        )


@transaction.atomic
def _note_refusal(item: Item, refusal: Refused) -> None:
    if refusal.code in GONE:
        listings.note_seen(item.listing, Listing.Seen.GONE, at=timezone.now())
    audit.record(Event.LISTING_CAPTURED, item, by=SYSTEM, refused=str(refusal))


def _stored(picture: Picture | None) -> StoredFile | None:
    """The picture if it is one; what a marketplace sends is not to be trusted."""
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


def _plain(text: str, longest: int) -> str:
    return text.replace("\x00", "")[:longest]


def _price(price: Decimal | None) -> Decimal | None:
    if price is None or not price.is_finite() or abs(price) >= LARGEST_PRICE:
        return None
    rounded = round(price, 2)  # which may make it one digit longer
    return rounded if abs(rounded) < LARGEST_PRICE else None
