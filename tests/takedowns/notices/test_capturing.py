"""What is kept of a listing, against the sandbox marketplace's real server."""

import pytest

from portal import audit, sealing
from takedowns.connectors.base import Unavailable
from takedowns.events import Event
from takedowns.listings.models import Listing
from takedowns.notices import capturing
from tests.factories import ItemFactory, ListingFactory, MarketplaceFactory
from tests.fakes.marketplace import FAKE_GUITAR, running_marketplace


@pytest.fixture(scope="module")
def lantern(tmp_path_factory):
    with running_marketplace(tmp_path_factory.mktemp("lantern")) as market:
        yield market


@pytest.fixture
def marketplace(lantern):
    return MarketplaceFactory(
        base_url=lantern.url,
        secret=sealing.seal(lantern.secret),
        listing_url=lantern.url + "/listing/{id}",
    )


@pytest.fixture
def item(notice, marketplace):
    listing = ListingFactory(
        marketplace=marketplace, native_id=FAKE_GUITAR, seller=None
    )
    return ItemFactory(notice=notice, listing=listing, capture=None)


class TestCapture:
    def test_keeps_title_price_seller_and_picture(self, item):
        capturing.capture(item)

        item.refresh_from_db()
        assert "Tremolane" in item.capture.title
        assert (str(item.capture.price), item.capture.currency) == ("399.00", "CNY")
        assert item.capture.picture.width == 640
        assert len(item.capture.page_sha256) == 64

    def test_learns_who_sells_and_seals_their_address(self, item):
        capturing.capture(item)

        seller = Listing.objects.get(pk=item.listing_id).seller
        assert seller.external_id == "starqin"
        assert "@" not in seller.email
        assert sealing.unseal(seller.email) == "starqin@seller.example"

    def test_says_so_in_the_log_of_the_case(self, item):
        capturing.capture(item)

        assert audit.entries_of(item).get().event == Event.LISTING_CAPTURED

    def test_come_again_keeps_the_first_one(self, item):
        capturing.capture(item)
        capturing.capture(item)

        assert item.listing.captures.count() == 1

    def test_leaves_an_item_whose_listing_is_not_there(self, item, lantern):
        item.listing.native_id = "400100999999"
        capturing.capture(item)

        item.refresh_from_db()
        assert item.capture is None

    def test_is_tried_again_while_the_marketplace_fails(self, item, lantern):
        lantern.control("behaviour", kind="fail", place="api", times=1)

        with pytest.raises(Unavailable):
            capturing.capture(item)

        capturing.capture(item)
        item.refresh_from_db()
        assert item.capture is not None
