import pytest

from portal import sealing, states
from portal.models import Letter
from takedowns.enforcement import actions
from takedowns.notices import actions as notices
from takedowns.notices.reasons import Reason
from takedowns.notices.states import CLAIM_ITEM, SET_MEASURE
from takedowns.notices.validation import Declarations
from tests.factories import (
    CaptureFactory,
    ItemFactory,
    ListingFactory,
    MarketplaceFactory,
    NoticeFactory,
    SellerFactory,
)
from tests.fakes.marketplace import running_marketplace

SWORN = Declarations(good_faith=True, accuracy=True, authority=True)
REASONS = {
    "code": Reason.TM_COUNTERFEIT,
    "policy_clause": "3.1",
    "policy_version": "2026-11",
    "facts": "The label is printed; the owner's is woven.",
}


@pytest.fixture(scope="session")
def lantern_process(tmp_path_factory):
    with running_marketplace(tmp_path_factory.mktemp("lantern")) as market:
        yield market


@pytest.fixture
def lantern(lantern_process):
    """The sandbox marketplace, behaving; each test sells something of its own there."""
    yield lantern_process
    lantern_process.control("reset")
    lantern_process.control("resume")


@pytest.fixture
def marketplace(lantern):
    return MarketplaceFactory(
        name="Lantern Market",
        base_url=lantern.url,
        secret=sealing.seal(lantern.secret),
        listing_url=lantern.url + "/listing/{id}",
    )


@pytest.fixture
def seller(marketplace):
    return SellerFactory(
        marketplace=marketplace,
        external_id="aurelle-paris",
        email=sealing.seal("seller@shop.example"),
        language="en-gb",
    )


@pytest.fixture
def sell(lantern, seller):
    """Puts something up for sale, and gives the listing as we know it."""

    def put_up(title="Aurelle bag, new"):
        sold = lantern.control("listings", title=title, seller="aurelle-paris")
        listing = ListingFactory(
            marketplace=seller.marketplace, seller=seller, native_id=sold["listing_id"]
        )
        CaptureFactory(listing=listing, title=title)
        return listing

    return put_up


@pytest.fixture
def upheld(mark, marketplace, submitter, sell):
    """An item at the point where review.decide calls `impose`."""
    notice = NoticeFactory(mark=mark, marketplace=marketplace)
    listing = sell()
    item = ItemFactory(notice=notice, listing=listing, capture=listing.captures.get())
    notices.submit(notice, declared=SWORN, signed_name="Anne Aurelle", by=submitter)
    states.make(CLAIM_ITEM, item)
    states.make(SET_MEASURE, item)
    item.refresh_from_db()
    return item


@pytest.fixture
def letter(upheld, reviewer):
    """To the seller, after the measure was imposed."""
    actions.impose(upheld, **REASONS, by=reviewer)
    return Letter.objects.get(key__startswith="statement-")


@pytest.fixture
def order(upheld, reviewer):
    """Queued, as `impose` leaves it."""
    return actions.impose(upheld, **REASONS, by=reviewer).order
