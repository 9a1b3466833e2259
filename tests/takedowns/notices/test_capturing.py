import pytest

from portal import sealing
from portal.models import Entry, Message
from takedowns.connectors import signing
from takedowns.connectors.base import Unavailable
from takedowns.events import Event
from takedowns.listings.models import Listing
from takedowns.notices import capturing, timeline
from tests.factories import (
    ItemFactory,
    ListingFactory,
    MarketplaceFactory,
)
from tests.fakes.marketplace import FAKE_GUITAR, running_marketplace


@pytest.fixture(scope="module")
def lantern(tmp_path_factory):
    with running_marketplace(tmp_path_factory.mktemp("lantern")) as market:
        yield market


@pytest.fixture
def reported(lantern, notice, settings):
    settings.SANDBOX_URL = lantern.url
    notice.marketplace = MarketplaceFactory(
        base_url=lantern.url,
        secret=sealing.seal(lantern.secret),
        listing_url=lantern.url + "/listing/{id}",
    )
    notice.save()
    listing = ListingFactory(
        marketplace=notice.marketplace, native_id=FAKE_GUITAR, seller=None
    )
    return ItemFactory(notice=notice, listing=listing, capture=None)


def test_keeps_what_the_marketplace_shows(reported):
    capturing.capture(reported)

    reported.refresh_from_db()
    capture = reported.capture
    assert capture.title
    assert capture.price
    assert capture.picture.thumbnail
    assert capture.listing.seen == Listing.Seen.LIVE
    assert capture.seller_name == capture.listing.seller.name
    assert Entry.objects.get().event == Event.LISTING_CAPTURED


def test_keeps_the_first_when_asked_again(reported):
    capturing.capture(reported)
    reported.refresh_from_db()
    first = reported.capture

    capturing.capture(reported)

    reported.refresh_from_db()
    assert reported.capture == first
    assert first.listing.captures.count() == 1


def test_of_a_listing_that_is_not_there_is_noted(reported):
    Listing.objects.update(native_id="000000000000")
    reported.listing.refresh_from_db()

    capturing.capture(reported)

    assert reported.capture is None
    assert Entry.objects.get().detail["refused"]


def test_of_a_listing_that_is_not_there_is_told_as_that(reported, submitter):
    Listing.objects.update(native_id="000000000000")
    reported.listing.refresh_from_db()

    capturing.capture(reported)

    line, *_before = timeline.lines_of(reported.notice, viewer=submitter)
    assert str(line.what) == "Listing could not be captured"


def test_of_a_marketplace_that_is_away_is_tried_again(sent, worker):
    sent.marketplace.secret = sealing.seal(signing.new_secret())
    sent.marketplace.base_url = "http://127.0.0.1:9"
    sent.marketplace.save()
    sent.items.update(capture=None)

    with pytest.raises(Unavailable):
        capturing.capture(sent.items.get())
    worker.deliver()

    message = Message.objects.get(task="takedowns.notices.tasks.capture_item")
    assert message.done_at is None
    assert message.attempts == 1


@pytest.mark.parametrize(
    ("asked", "kept"),
    [("999999999999.999", None), ("1e400", None), ("NaN", None), ("49.999", "50.00")],
)
def test_keeps_a_price_if_it_is_one(reported, lantern, asked, kept):
    sold = lantern.control(
        "listings", title="Guitar", seller="aurelle-paris", price=asked
    )
    Listing.objects.update(native_id=sold["listing_id"])
    reported.listing.refresh_from_db()

    capturing.capture(reported)

    reported.refresh_from_db()
    price = reported.capture.price
    assert (price and str(price)) == kept
