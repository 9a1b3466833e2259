from collections.abc import Iterable
from datetime import datetime

from portal import sealing
from takedowns.listings.addresses import Normalised
from takedowns.listings.models import Listing, Marketplace, Seller


def register(
    marketplace: Marketplace, found: Iterable[Normalised]
) -> dict[str, Listing]:
    """The listings by their native ids; those not known before are written down.

    In the order of their ids, so that two who name the same listings never wait for
    each other.
    """
    wanted = sorted(set(found), key=lambda one: one.native_id)
    Listing.objects.bulk_create(
        [
            Listing(marketplace=marketplace, native_id=one.native_id, url=one.url)
            for one in wanted
        ],
        ignore_conflicts=True,
    )
    listings = Listing.objects.filter(
        marketplace=marketplace, native_id__in=[one.native_id for one in wanted]
    )
    return {listing.native_id: listing for listing in listings}


def know_seller(
    listing: Listing, *, external_id: str, name: str, email: str
) -> Seller | None:
    """The seller as the marketplace names them now. The address is kept sealed.

    Whom it gives no id is nobody we know: all of these would be one, and the letters of
    each would go to the last.
    """
    if not external_id:
        return None
    told = {"name": name.replace("\x00", "")[:200]}
    if email:
        told["email"] = sealing.seal(email)
    seller, _is_new = Seller.objects.update_or_create(
        marketplace_id=listing.marketplace_id,
        external_id=external_id[:120],
        defaults=told,
    )
    Listing.objects.filter(pk=listing.pk).update(seller=seller)
    return seller


def note_seen(listing: Listing, seen: Listing.Seen, *, at: datetime) -> None:
    Listing.objects.filter(pk=listing.pk).update(seen=seen, seen_at=at)
