"""The connectors, against the sandbox marketplace's real server."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from takedowns.connectors import fetching
from takedowns.connectors.base import (
    Action,
    Ground,
    Outcome,
    Presence,
    Refused,
    Unavailable,
)
from takedowns.connectors.http import HttpConnector
from tests.fakes.marketplace import GENUINE_GUITAR


@pytest.fixture
def connector(marketplace):
    return marketplace.connector


@pytest.fixture
def order(marketplace, fake, key):
    """To take a fresh fake down."""
    return marketplace.request(key, fake)


@pytest.fixture
def look(connector, marketplace, fake):
    return lambda: connector.look(listing_id=fake, listing_url=marketplace.page(fake))


class TestTakeDown:
    def test_takes_the_listing_down_and_says_so(
        self, connector, order, marketplace, look
    ):
        receipt = connector.take_down(order)

        assert receipt.outcome == Outcome.DONE
        assert receipt.reference.startswith("LM-")
        assert receipt.acknowledged_at is not None
        assert look().state == Presence.GONE
        assert marketplace.get(f"/listing/{order.listing_id}").status_code == 410

    def test_sent_again_has_no_second_effect(self, connector, order, marketplace):
        receipts = {connector.take_down(order) for _ in range(3)}

        assert len(receipts) == 1
        assert len(marketplace.log("down", listing_id=order.listing_id)) == 1
        outcomes = [row["outcome"] for row in marketplace.log("order", key=order.key)]
        assert outcomes == ["done", "repeated", "repeated"]

    def test_fifty_at_once_have_one_effect(self, connector, order, marketplace):
        with ThreadPoolExecutor(50) as crowd:
            receipts = set(crowd.map(connector.take_down, [order] * 50))

        assert len(receipts) == 1
        assert len(marketplace.log("down", listing_id=order.listing_id)) == 1
        heard = marketplace.log("order", key=order.key)
        assert [row["is_repeat"] for row in heard].count(False) == 1
        assert len(heard) == 50

    def test_the_same_key_with_another_order_is_refused(
        self, connector, order, marketplace
    ):
        connector.take_down(order)

        with pytest.raises(Refused) as refusal:
            connector.take_down(replace(order, listing_id=GENUINE_GUITAR))

        assert refusal.value.code == "key_reused"
        assert marketplace.get(f"/listing/{GENUINE_GUITAR}").status_code == 200

    def test_a_listing_that_is_gone_already_is_no_refusal(self, connector, order):
        connector.take_down(order)

        receipt = connector.take_down(replace(order, key=f"{order.key}-2"))

        assert receipt.outcome == Outcome.ALREADY

    def test_an_unknown_listing_is_refused(self, connector, order):
        with pytest.raises(Refused) as refusal:
            connector.take_down(replace(order, listing_id="999"))

        assert refusal.value.code == "listing_unknown"

    def test_restore_puts_it_up_again(self, connector, order, look, marketplace):
        connector.take_down(order)

        receipt = connector.restore(replace(order, key=f"{order.key}-up"))

        assert receipt.outcome == Outcome.DONE
        assert look().state == Presence.LIVE
        assert len(marketplace.log("up", listing_id=order.listing_id)) == 1

    def test_the_action_is_the_method_s_whatever_the_request_says(
        self, connector, order, look
    ):
        connector.take_down(replace(order, action=Action.RESTORE))

        assert look().state == Presence.GONE

    def test_an_order_accepted_for_later_can_be_asked_after(
        self, connector, order, marketplace, look
    ):
        marketplace.control("pause")

        assert connector.take_down(order).outcome == Outcome.ACCEPTED
        assert connector.receipt(order.key).outcome == Outcome.ACCEPTED
        assert look().state == Presence.LIVE

        assert marketplace.control("resume")["count"] == 1
        assert connector.receipt(order.key).outcome == Outcome.DONE
        assert look().state == Presence.GONE
        assert len(marketplace.log("down", listing_id=order.listing_id)) == 1

    def test_an_order_never_sent_has_no_receipt(self, connector, key):
        with pytest.raises(Refused) as refusal:
            connector.receipt(key)

        assert refusal.value.code == "order_unknown"


class TestTrouble:
    @pytest.mark.parametrize("status", [500, 502, 503, 504, 429, 408, 425, 401])
    def test_is_unavailable_and_heals(
        self, connector, order, marketplace, status, look
    ):
        marketplace.control(
            "behaviour", kind="fail", status=status, listing=order.listing_id, times=2
        )

        for _ in range(2):
            with pytest.raises(Unavailable, match=str(status)):
                connector.take_down(order)
        connector.take_down(order)

        assert look().state == Presence.GONE
        assert len(marketplace.log("down", listing_id=order.listing_id)) == 1

    @pytest.mark.parametrize("form", ["broken_json", "html", "list", "giant", "cut"])
    def test_nonsense_is_unavailable_and_a_repeat_finds_the_receipt(
        self, connector, order, marketplace, form
    ):
        marketplace.control(
            "behaviour", kind="nonsense", form=form, listing=order.listing_id, times=1
        )

        with pytest.raises(Unavailable):
            connector.take_down(order)

        assert connector.take_down(order).outcome == Outcome.DONE
        assert len(marketplace.log("down", listing_id=order.listing_id)) == 1

    @pytest.mark.parametrize("form", ["broken_json", "html", "list", "giant", "cut"])
    @pytest.mark.parametrize("place", ["pages", "api"])
    def test_nonsense_elsewhere_raises_nothing_but_unavailable(
        self, connector, fake, marketplace, place, form, look
    ):
        marketplace.control("behaviour", kind="nonsense", form=form, place=place)

        if place == "api":
            with pytest.raises(Unavailable):
                connector.capture(fake)
            return
        try:
            assert look().state == Presence.UNKNOWN
        except Unavailable:
            assert form in {"giant", "cut"}

    def test_slowness_is_unavailable_and_a_repeat_finds_the_receipt(
        self, connector, order, marketplace, monkeypatch
    ):
        monkeypatch.setattr(fetching, "SECONDS", 0.5)
        marketplace.control(
            "behaviour", kind="slow", seconds=1.0, listing=order.listing_id, times=1
        )

        with pytest.raises(Unavailable, match="longer than"):
            connector.take_down(order)
        monkeypatch.setattr(fetching, "SECONDS", 5.0)
        marketplace.control("behaviour", kind="slow", seconds=1.0, times=1)
        connector.take_down(order)

        assert len(marketplace.log("down", listing_id=order.listing_id)) == 1

    @pytest.mark.parametrize(
        ("status", "code"), [(422, "seller_is_authorised"), (400, "odd")]
    )
    def test_a_refusal_has_its_code_and_its_words(
        self, connector, order, marketplace, status, code, look
    ):
        marketplace.control(
            "behaviour",
            kind="refuse",
            status=status,
            code=code,
            listing=order.listing_id,
        )

        with pytest.raises(Refused, match="told to refuse") as refusal:
            connector.take_down(order)

        assert refusal.value.code == code
        assert look().state == Presence.LIVE

    def test_a_wrong_secret_is_unavailable_since_the_order_is_not_at_fault(
        self, marketplace, order, look
    ):
        account = replace(marketplace.account, secret="whsec_" + "A" * 43)

        with pytest.raises(Unavailable, match="401"):
            HttpConnector(account).take_down(order)

        assert look().state == Presence.LIVE

    def test_a_wrong_base_address_says_nothing_about_the_listing(
        self, marketplace, order
    ):
        account = replace(marketplace.account, base_url=f"{marketplace.url}/shop")

        with pytest.raises(Unavailable):
            HttpConnector(account).take_down(order)

    def test_this_machine_is_closed_to_any_other_account(self, marketplace, order):
        account = replace(marketplace.account, allow_loopback=False)

        with pytest.raises(Unavailable):
            HttpConnector(account).take_down(order)


class TestLook:
    """Our own eyes: a marketplace may say what it likes."""

    def test_sees_a_live_listing_with_its_price_and_seller(
        self, connector, marketplace
    ):
        sighting = connector.look(
            listing_id=GENUINE_GUITAR, listing_url=marketplace.page(GENUINE_GUITAR)
        )

        assert sighting.state == Presence.LIVE
        assert (sighting.price, sighting.currency) == (Decimal("1290.00"), "EUR")
        assert sighting.seller_id == "tremolane-house"
        assert sighting.picture_url.endswith(f"/pictures/{GENUINE_GUITAR}/0.jpg")

    def test_sees_through_a_receipt_without_a_removal(
        self, connector, order, marketplace, look
    ):
        marketplace.control("behaviour", kind="lie", listing=order.listing_id)

        assert connector.take_down(order).outcome == Outcome.DONE
        assert look().state == Presence.LIVE
        assert marketplace.log("down", listing_id=order.listing_id) == []

    def test_sees_a_lie_made_good_when_the_order_is_sent_again(
        self, connector, order, marketplace, look
    ):
        marketplace.control("behaviour", kind="lie", listing=order.listing_id, times=1)
        lie = connector.take_down(order)
        assert look().state == Presence.LIVE

        assert connector.take_down(order) == lie
        connector.take_down(order)

        assert look().state == Presence.GONE
        assert len(marketplace.log("down", listing_id=order.listing_id)) == 1

    def test_a_late_repeat_does_not_undo_a_restoration(
        self, connector, order, marketplace, look
    ):
        connector.take_down(order)
        connector.restore(replace(order, key=f"{order.key}-up"))

        connector.take_down(order)

        assert look().state == Presence.LIVE

    @pytest.mark.parametrize(
        ("form", "ground"),
        [
            ("not_found_page", Ground.SAYS_NOT_THERE),
            ("home_page", Ground.LEADS_ELSEWHERE),
            ("status_only", Ground.SHOWN_THOUGH_GONE),
        ],
    )
    def test_sees_through_a_page_that_only_pretends(
        self, fake, marketplace, look, form, ground
    ):
        marketplace.control("behaviour", kind="lie", form=form, listing=fake)

        assert (look().state, look().detail) == (Presence.UNKNOWN, ground)

    @pytest.mark.parametrize("status", [500, 503, 429])
    def test_a_page_that_fails_is_no_answer(self, fake, marketplace, look, status):
        marketplace.control(
            "behaviour", kind="fail", place="pages", status=status, listing=fake
        )

        with pytest.raises(Unavailable):
            look()

    @pytest.mark.parametrize(
        "url",
        ["http://169.254.169.254/", "file:///etc/passwd", "http://[::1]:5432/", ""],
    )
    def test_goes_nowhere_private(self, connector, url):
        sighting = connector.look(listing_id="7", listing_url=url)

        assert (sighting.state, sighting.detail) == (
            Presence.UNKNOWN,
            Ground.FORBIDDEN_ADDRESS,
        )


class TestCapture:
    def test_of_another_listing_is_not_taken(self, connector, fake, monkeypatch):
        """It would be judged, and come down, for what another shows."""
        answer = fetching.Answer(200, {}, b'{"id": "another"}', "https://shop.example")
        monkeypatch.setattr(HttpConnector, "_get", lambda *_: answer)

        with pytest.raises(Unavailable):
            connector.capture(fake)

    def test_keeps_what_the_listing_says_and_its_picture(self, connector, marketplace):
        capture = connector.capture("400100000010")

        assert capture.title == "Tremolane Sera 吉他 一比一 高品质"
        assert (capture.price, capture.currency) == (Decimal("458.00"), "CNY")
        assert (capture.seller_id, capture.seller_name) == ("starqin", "星琴乐器批发")
        assert capture.seller_email == "starqin@seller.example"
        assert capture.category == "guitars"
        assert capture.url == marketplace.page("400100000010")
        assert capture.picture.media_type == "image/jpeg"
        assert len(capture.body_sha256) == 64

    def test_of_a_removed_listing_is_refused(self, connector, order):
        connector.take_down(order)

        with pytest.raises(Refused) as refusal:
            connector.capture(order.listing_id)

        assert refusal.value.code == "listing_gone"

    @pytest.mark.parametrize("listing_id", ["999", "../orders", "a/b?c#d", "é", " "])
    def test_of_no_listing_is_refused(self, connector, listing_id):
        with pytest.raises((Refused, Unavailable)):
            connector.capture(listing_id)

    def test_a_picture_that_cannot_be_had_stops_nothing(self, connector, marketplace):
        added = marketplace.control("listings", seller="anna-k", title="No picture")

        assert connector.capture(added["listing_id"]).picture is None


class TestFeed:
    def test_is_read_to_its_end_and_goes_on_from_there(self, connector, marketplace):
        first = connector.feed()
        seen = list(first.listings)
        cursor, page = first.cursor, first
        while page.listings:
            page = connector.feed(cursor)
            cursor = page.cursor
            seen += page.listings

        again = marketplace.control("relist", listing=GENUINE_GUITAR)["listing_id"]
        newest = connector.feed(cursor)

        assert len({each.listing_id for each in seen}) == len(seen) >= 25
        assert [each.listing_id for each in newest.listings] == [again]


def test_a_marketplace_may_say_when_to_come_back(connector, order, monkeypatch):
    """The sandbox names no time, so the header is read from an answer made here."""
    answer = fetching.Answer(503, {"retry-after": "90"}, b"", "")
    monkeypatch.setattr(fetching.Fetcher, "post", lambda *_, **__: answer)

    with pytest.raises(Unavailable) as error:
        connector.take_down(order)

    assert error.value.retry_after == timedelta(seconds=90)
