"""One factory for each table. Traits name situations; tests name only what matters."""

from tests.factories.alliance import (
    BrandFactory,
    MandateFactory,
    MarkFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.takedowns import (
    CaptureFactory,
    ItemFactory,
    ListingFactory,
    MarketplaceFactory,
    NoticeFactory,
    SellerFactory,
)

__all__ = [
    "BrandFactory",
    "CaptureFactory",
    "ItemFactory",
    "ListingFactory",
    "MandateFactory",
    "MarkFactory",
    "MarketplaceFactory",
    "MembershipFactory",
    "NoticeFactory",
    "OrganisationFactory",
    "SellerFactory",
    "UserFactory",
]
