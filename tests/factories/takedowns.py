from hashlib import sha256

import factory

from takedowns.models import (
    Capture,
    Item,
    Listing,
    Marketplace,
    Notice,
    Seller,
)
from takedowns.notices.reasons import Reason
from tests.factories.alliance import MarkFactory, UserFactory


class MarketplaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Marketplace

    name = factory.Sequence(lambda n: f"Market {n}")
    slug = factory.Sequence(lambda n: f"market-{n}")
    connector = "sandbox"
    base_url = factory.Sequence(lambda n: f"http://market-{n}.example")
    jurisdiction = "EU"
    hosts = factory.LazyAttribute(lambda m: [f"{m.slug}.example"])
    listing_patterns = [r"^/item/(?P<id>[A-Za-z0-9-]{1,40})$"]
    listing_url = factory.LazyAttribute(
        lambda m: f"http://{m.slug}.example/item/{{id}}"
    )


class SellerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Seller

    marketplace = factory.SubFactory(MarketplaceFactory)
    external_id = factory.Sequence(lambda n: f"seller-{n}")
    name = factory.Sequence(lambda n: f"Shop {n}")


class ListingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Listing

    marketplace = factory.SubFactory(MarketplaceFactory)
    native_id = factory.Sequence(lambda n: f"L{n}")
    url = factory.LazyAttribute(
        lambda row: row.marketplace.listing_url.replace("{id}", row.native_id)
    )
    seller = factory.SubFactory(
        SellerFactory, marketplace=factory.SelfAttribute("..marketplace")
    )


class CaptureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Capture

    listing = factory.SubFactory(ListingFactory)
    title = factory.Sequence(lambda n: f"Listing {n}")
    price = "49.90"
    currency = "EUR"
    page_sha256 = sha256(b"page").hexdigest()


class NoticeFactory(factory.django.DjangoModelFactory):
    """A draft with everything filled in: ready to be sent."""

    class Meta:
        model = Notice

    sender = factory.SelfAttribute("mark.organisation")
    mark = factory.SubFactory(MarkFactory)
    marketplace = factory.SubFactory(MarketplaceFactory)
    reason = Reason.TM_COUNTERFEIT
    explanation = "Not made by us: the label is printed, ours is woven."
    created_by = factory.SubFactory(UserFactory)


class ItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Item

    notice = factory.SubFactory(NoticeFactory)
    listing = factory.SubFactory(
        ListingFactory, marketplace=factory.SelfAttribute("..notice.marketplace")
    )
    capture = factory.SubFactory(
        CaptureFactory, listing=factory.SelfAttribute("..listing")
    )
    row = factory.Sequence(lambda n: n + 1)
