from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal import audit
from portal.models import Message
from takedowns.connectors.base import FeedPage, ListingCapture
from takedowns.connectors.http import HttpConnector
from takedowns.enforcement import relisting, sending, tasks, watching
from takedowns.enforcement.states import State as OrderState
from takedowns.models import Notice, Order
from takedowns.notices import actions as notices
from takedowns.notices.states import ItemState, State
from tests.factories import MarketplaceFactory


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

    def test_takes_an_id_of_any_length_calmly(self, down, marketplace, monkeypatch):
        seen = ListingCapture(
            listing_id="9" * 200,
            url="",
            title=down.capture.title,
            description="",
            category="",
            price=None,
            currency=None,
            seller_id=down.listing.seller.external_id,
            seller_name="",
            seller_email=None,
            picture_urls=(),
            picture=None,
            body_sha256="",
            captured_at=timezone.now(),
        )
        feed = FeedPage("another cursor", (seen,))
        monkeypatch.setattr(HttpConnector, "feed", lambda *_: feed)

        relisting.read_feed(marketplace)

        assert not down.relistings.exists()


def test_one_marketplace_s_nonsense_is_not_in_the_others_way(down, lantern):
    MarketplaceFactory(pk=-1, secret="not sealed")  # read first
    lantern.control("relist", listing=down.listing.native_id)

    tasks.read_feeds()

    assert down.relistings.exists()


class TestReopen:
    def test_leaves_a_withdrawn_notice_closed(self, down, lantern, submitter):
        """What was decided stays; what came back nobody asks us to judge any more."""
        notices.withdraw(down.notice, reason="We settled.", by=submitter)
        lantern.control("switch", listing=down.listing.native_id)
        order = reread(down.measure.order)

        watching.look(order, number=order.look_count)

        assert reread(order).state == OrderState.RELISTED
        assert not down.relistings.exists()


@pytest.mark.django_db(transaction=True)
def test_a_return_and_a_decision_in_one_notice_do_not_lock_each_other_out(
    down, lantern, reviewer, monkeypatch
):
    """Both write to the notice, and to its log: always in this order."""
    lantern.control("switch", listing=down.listing.native_id)
    order, reopen = reread(down.measure.order), relisting.reopen
    is_deciding = Event()

    def decide():
        try:
            with transaction.atomic():
                Notice.objects.select_for_update(of=("self",)).get(pk=down.notice_id)
                is_deciding.set()
                audit.record("thing.done", down, by=reviewer)
        finally:
            connection.close()

    decider = Thread(target=decide)

    def reopen_meanwhile(*asked):
        decider.start()
        is_deciding.wait(timeout=1)
        reopen(*asked)

    monkeypatch.setattr(relisting, "reopen", reopen_meanwhile)

    watching.look(order, number=order.look_count)

    decider.join()
    assert is_deciding.is_set()
    assert reread(order).state == OrderState.RELISTED
