from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.models import Entry, Message
from portal.outbox.delivery import PATIENCE
from takedowns.connectors.base import Unavailable
from takedowns.enforcement import actions, reconciling, sending
from takedowns.enforcement.states import State
from takedowns.models import Item, Order
from takedowns.notices import capturing


def reread(order):
    return Order.objects.with_listing().get(pk=order.pk)


def send_to(order):
    """As the task does it."""
    sending.send(reread(order))


def downs(lantern, order):
    """How often the marketplace really took the listing down."""
    return lantern.log("down", listing_id=order.item.listing.native_id)


class TestSend:
    def test_takes_the_listing_down(self, order, lantern):
        send_to(order)

        order = reread(order)
        assert order.state == State.ACKNOWLEDGED
        assert order.reference.startswith("LM-")
        assert len(downs(lantern, order)) == 1

    def test_is_not_kept_from_it_by_what_a_listing_says(
        self, order, lantern, monkeypatch
    ):
        def stumble(_item):
            raise ValueError("a price that no column holds")

        monkeypatch.setattr(capturing, "capture", stumble)

        send_to(order)

        assert len(downs(lantern, reread(order))) == 1

    def test_is_written_down(self, order):
        send_to(order)

        events = Entry.objects.of_case(order.case).values_list("event", flat=True)
        assert list(events)[-2:] == ["order.sent", "order.acknowledged"]

    def test_captures_what_was_decided_before_it_was_captured(self, order, lantern):
        Item.objects.filter(pk=order.item.pk).update(capture=None)

        send_to(order)

        item = Item.objects.get(pk=order.item.pk)
        assert item.capture.title == "Aurelle bag, new"
        assert len(downs(lantern, order)) == 1

    def test_asks_once_even_if_delivered_twice(self, order, lantern):
        send_to(order)
        send_to(order)

        assert len(lantern.log("order", key=str(order.key))) == 1

    def test_of_a_worker_that_died_before_it_wrote_gets_the_same_receipt(
        self, order, lantern
    ):
        listing = order.item.listing
        died = lantern.connector.take_down(sending.request_of(reread(order)))

        send_to(order)

        assert reread(order).reference == died.reference
        assert len(downs(lantern, order)) == 1
        assert lantern.get(f"/listing/{listing.native_id}").status_code == 410

    def test_by_two_workers_at_once_is_written_down_once(self, order, lantern):
        one, other = reread(order), reread(order)
        sending.send(one)
        sending.send(other)

        sent = Entry.objects.of_case(order.case).filter(event="order.sent")
        assert sent.count() == 1
        assert len(downs(lantern, order)) == 1

    def test_keeps_a_refusal(self, order, lantern):
        lantern.control("behaviour", kind="refuse", code="not_the_owner")

        send_to(order)

        order = reread(order)
        assert order.state == State.REFUSED
        assert order.last_word.startswith("not_the_owner")

    def test_succeeds_after_a_refusal_was_cleared_up(self, order, lantern, senior):
        lantern.control("behaviour", kind="refuse", code="held", times=1)
        send_to(order)
        actions.retry(reread(order), by=senior)

        send_to(order)

        assert reread(order).state == State.ACKNOWLEDGED

    @pytest.mark.parametrize(
        "behaviour",
        [
            {"kind": "fail", "status": 503},
            {"kind": "fail", "status": 429},
            {"kind": "nonsense", "form": "broken_json"},
            {"kind": "nonsense", "form": "html"},
            {"kind": "nonsense", "form": "cut"},
        ],
    )
    def test_is_tried_again_when_nothing_sensible_comes_back(
        self, behaviour, order, lantern, worker
    ):
        lantern.control("behaviour", **behaviour, times=1)

        with pytest.raises(Unavailable):
            send_to(order)
        assert reread(order).state == State.QUEUED
        assert reread(order).attempts.get().outcome == "unavailable"

        send_to(order)
        assert reread(order).state == State.ACKNOWLEDGED
        assert len(downs(lantern, order)) == 1

    def test_does_not_take_acceptance_for_the_deed(self, order, lantern):
        lantern.control("pause")

        send_to(order)

        assert reread(order).state == State.SENT
        assert not downs(lantern, order)

    def test_sends_the_same_bytes_after_everything_around_it_changed(self, order):
        before = sending.request_of(reread(order))
        listing = order.item.listing
        listing.captures.update(title="Renamed")
        listing.seller.name = "Renamed"
        listing.seller.save()

        with time_machine.travel(timezone.now() + timedelta(days=2)):
            assert sending.request_of(reread(order)) == before


class TestGivingUp:
    def test_follows_the_message_after_72_hours(self, order, lantern, worker):
        lantern.control("behaviour", kind="fail")
        with time_machine.travel(timezone.now() + PATIENCE, tick=False):
            worker.deliver()
            reconciling.give_up_unreached()

        assert reread(order).state == State.GIVEN_UP

    def test_does_not_hit_an_order_that_staff_try_again(
        self, order, lantern, worker, senior
    ):
        lantern.control("behaviour", kind="fail")
        later = timezone.now() + PATIENCE
        with time_machine.travel(later, tick=False):
            worker.deliver()
            reconciling.give_up_unreached()
        with time_machine.travel(later + timedelta(minutes=1), tick=False):
            actions.retry(reread(order), by=senior)
            reconciling.give_up_unreached()

        assert reread(order).state == State.QUEUED


class TestReconcile:
    def test_posts_an_order_whose_message_vanished(self, order, lantern, worker):
        Message.objects.filter(task__endswith=".send_order").delete()
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            reconciling.post_lost_orders()
            reconciling.post_lost_orders()
            assert Message.objects.filter(task__endswith=".send_order").count() == 1
            worker.deliver()

        assert reread(order).state in {State.ACKNOWLEDGED, State.VERIFIED_DOWN}

    def test_leaves_an_order_alone_that_is_on_its_way(self, order):
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            reconciling.post_lost_orders()

        assert Message.objects.filter(task__endswith=".send_order").count() == 1

    def test_posts_a_look_whose_message_vanished(self, order, lantern, worker):
        send_to(order)
        Message.objects.filter(task__endswith=".look_at_listing").delete()
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            reconciling.post_lost_looks()
            worker.deliver()

        assert reread(order).state == State.VERIFIED_DOWN
