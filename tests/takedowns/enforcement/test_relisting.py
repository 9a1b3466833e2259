import pytest

from portal.models import Message
from takedowns.enforcement import relisting, sending, watching
from takedowns.models import Order
from takedowns.notices.states import ItemState, State


def reread(order):
    return Order.objects.with_listing().get(pk=order.pk)


@pytest.fixture
def down(order, marketplace):
    """Seen gone by our own check; the feed was read once before."""
    relisting.read_feed(marketplace)
    sending.send(reread(order))
    watching.look(reread(order), number=0)
    return reread(order).item


class TestReadFeed:
    def test_finds_what_came_back_under_a_new_id(self, down, lantern, marketplace):
        again = lantern.control("relist", listing=down.listing.native_id)

        relisting.read_feed(marketplace)

        child = down.relistings.get()
        assert child.listing.native_id == again["listing_id"]
        assert child.state == ItemState.QUEUED
        assert child.generation == 1

    def test_asks_for_a_capture_of_it(self, down, lantern, marketplace):
        lantern.control("relist", listing=down.listing.native_id)

        relisting.read_feed(marketplace)

        asked = Message.objects.filter(task__endswith=".capture_item")
        ids = [told["item_id"] for told in asked.values_list("arguments", flat=True)]
        assert ids.count(down.relistings.get().pk) == 1

    def test_twice_opens_one_child(self, down, lantern, marketplace):
        lantern.control("relist", listing=down.listing.native_id)
        cursor = marketplace.feed_cursor

        relisting.read_feed(marketplace)
        marketplace.feed_cursor = cursor
        relisting.read_feed(marketplace)

        assert down.relistings.count() == 1

    def test_leaves_other_sellers_alone(self, down, lantern, marketplace):
        lantern.control("listings", title=down.capture.title, seller="audio-sky")

        relisting.read_feed(marketplace)

        assert not down.relistings.exists()

    def test_leaves_the_seller_s_other_goods_alone(self, down, lantern, marketplace):
        lantern.control("listings", title="A lamp", seller="aurelle-paris")

        relisting.read_feed(marketplace)

        assert not down.relistings.exists()

    def test_begins_with_what_is_new(self, order, marketplace):
        relisting.read_feed(marketplace)

        assert marketplace.feed_cursor
        assert not order.item.relistings.exists()

    def test_leaves_the_notice_open_for_review(self, down, lantern, marketplace):
        lantern.control("relist", listing=down.listing.native_id)
        relisting.read_feed(marketplace)

        down.notice.refresh_from_db()
        assert down.notice.state == State.SUBMITTED
