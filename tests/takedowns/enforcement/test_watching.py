from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.models import Entry, Message
from takedowns.connectors.base import Unavailable
from takedowns.enforcement import rules, sending, watching
from takedowns.enforcement.states import State
from takedowns.models import Listing, Order
from takedowns.notices.states import ItemState


def reread(order):
    return Order.objects.with_listing().get(pk=order.pk)


def look_at(order):
    """The look that is due next, as its task does it."""
    order = reread(order)
    watching.look(order, number=order.look_count)
    return reread(order)


@pytest.fixture
def acknowledged(order):
    sending.send(reread(order))
    return reread(order)


@pytest.fixture
def lied_to(order, lantern):
    """The marketplace said done, and did nothing."""
    lantern.control("behaviour", kind="lie", form="receipt", times=1)
    sending.send(reread(order))
    return reread(order)


class TestLook:
    def test_verifies_what_it_sees_gone(self, acknowledged):
        seen = look_at(acknowledged)

        assert seen.state == State.VERIFIED_DOWN
        assert seen.item.listing.seen == Listing.Seen.GONE

    def test_does_not_believe_what_it_was_told(self, lied_to):
        assert lied_to.state == State.ACKNOWLEDGED

        seen = look_at(lied_to)

        assert seen.state == State.ACKNOWLEDGED
        assert seen.item.listing.seen == Listing.Seen.LIVE

    @pytest.mark.parametrize("form", ["not_found_page", "home_page", "status_only"])
    def test_is_not_deceived_by_a_page(self, form, lied_to, lantern):
        listing_id = lied_to.item.listing.native_id
        lantern.control("behaviour", kind="lie", form=form, listing=listing_id)

        assert look_at(lied_to).state == State.ACKNOWLEDGED

    def test_come_twice_counts_once(self, acknowledged):
        number = acknowledged.look_count
        watching.look(reread(acknowledged), number=number)
        watching.look(reread(acknowledged), number=number)

        assert reread(acknowledged).look_count == number + 1
        verified = Entry.objects.filter(event="order.verified_down")
        assert verified.count() == 1

    def test_by_two_workers_at_once_counts_once(self, acknowledged):
        number = acknowledged.look_count
        one, other = reread(acknowledged), reread(acknowledged)
        watching.look(one, number=number)
        watching.look(other, number=number)

        assert reread(acknowledged).look_count == number + 1
        assert Entry.objects.filter(event="order.verified_down").count() == 1

    def test_is_tried_again_while_the_page_fails(self, acknowledged, lantern):
        lantern.control("behaviour", kind="fail", place="pages")

        with pytest.raises(Unavailable):
            look_at(acknowledged)

        assert reread(acknowledged).look_count == acknowledged.look_count
        assert reread(acknowledged).last_word

    def test_hears_that_an_accepted_order_was_carried_out(self, order, lantern):
        lantern.control("pause")
        sending.send(reread(order))
        assert look_at(order).state == State.SENT

        lantern.control("resume")
        assert look_at(order).state == State.VERIFIED_DOWN
        assert reread(order).acknowledged_at

    def test_gives_up_an_order_that_is_never_carried_out(self, order, lantern):
        lantern.control("pause")
        sending.send(reread(order))

        with time_machine.travel(timezone.now() + timedelta(hours=73)):
            assert look_at(order).state == State.GIVEN_UP


class TestContradiction:
    def test_is_said_after_some_looks(self, lied_to):
        for _look in range(rules.LOOKS_BEFORE_CONTRADICTION):
            assert reread(lied_to).state == State.ACKNOWLEDGED
            look_at(lied_to)

        assert reread(lied_to).state == State.CONTRADICTED
        told = Entry.objects.get(event="order.contradicted")
        assert told.detail["seen"] == "live"

    def test_sends_the_order_again_with_the_same_key(self, lied_to, lantern, worker):
        for _look in range(rules.LOOKS_BEFORE_CONTRADICTION):
            look_at(lied_to)
        worker.deliver()

        key = str(lied_to.key)
        repeats = lantern.log("order", key=key, is_repeat=True)
        assert "done" in {row["outcome"] for row in repeats}  # the lie is made good
        assert len(lantern.log("down", key=key)) == 1

    def test_ends_when_the_listing_is_seen_gone(self, lied_to, lantern):
        for _look in range(rules.LOOKS_BEFORE_CONTRADICTION):
            look_at(lied_to)
        lantern.control("switch", listing=lied_to.item.listing.native_id)

        assert look_at(lied_to).state == State.VERIFIED_DOWN


class TestWatching:
    def test_grows_apart(self, acknowledged):
        waits = []
        for _look in range(4):
            due_at = reread(acknowledged).next_look_at
            with time_machine.travel(due_at, tick=False):
                waits.append(look_at(acknowledged).next_look_at - due_at)

        assert waits == list(rules.LOOKS[1:5])

    def test_ends_after_ninety_days(self, acknowledged):
        while (due_at := reread(acknowledged).next_look_at) is not None:
            with time_machine.travel(due_at, tick=False):
                look_at(acknowledged)
            last_look_at = due_at

        watched_for = last_look_at - acknowledged.sent_at
        assert timedelta(days=83) < watched_for < rules.WATCHED_FOR

    def test_is_shortened_for_the_demo(self, settings):
        settings.LOOK_WAITS = [1.0, 2.0]

        waits = [rules.next_look_in(count).total_seconds() for count in range(4)]
        assert waits == [1, 2, 2, 2]

    def test_notices_that_a_listing_came_back(self, acknowledged, lantern):
        look_at(acknowledged)
        lantern.control("switch", listing=acknowledged.item.listing.native_id)

        order = look_at(acknowledged)

        assert order.state == State.RELISTED
        assert order.next_look_at is None
        child = order.item.relistings.get()
        assert child.listing == order.item.listing
        assert child.state == ItemState.QUEUED
        assert child.generation == 1

    def test_notices_it_once(self, acknowledged, lantern):
        look_at(acknowledged)
        lantern.control("switch", listing=acknowledged.item.listing.native_id)
        one, other = reread(acknowledged), reread(acknowledged)
        watching.look(one, number=one.look_count)
        watching.look(other, number=one.look_count)

        assert one.item.relistings.count() == 1

    def test_goes_by_itself_from_the_queue_to_verified_down(
        self, order, worker, settings
    ):
        settings.LOOK_WAITS = [0.0, 60.0]
        worker.deliver()

        assert reread(order).state == State.VERIFIED_DOWN
        assert Message.objects.due().count() == 0
