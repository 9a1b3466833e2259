from collections.abc import Iterable

from takedowns.listings.addresses import Normalised
from takedowns.listings.models import Listing, Marketplace


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
