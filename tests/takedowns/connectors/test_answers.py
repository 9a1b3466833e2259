import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from takedowns.connectors import answers
from takedowns.connectors.base import Outcome, Refused, Unavailable
from takedowns.connectors.fetching import Answer


def answer(told, status=200, **headers):
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, headers, body, "https://shop.example")


class TestReceipt:
    @pytest.mark.parametrize(
        ("status", "said", "outcome"),
        [
            (200, {}, Outcome.DONE),
            (201, {}, Outcome.DONE),
            (202, {}, Outcome.ACCEPTED),
            (202, {"outcome": "done"}, Outcome.DONE),
            (200, {"outcome": "already"}, Outcome.ALREADY),
        ],
    )
    def test_says_what_became_of_the_order(self, status, said, outcome):
        receipt = answers.receipt(answer({"reference": "R", **said}, status))

        assert (receipt.reference, receipt.outcome) == ("R", outcome)

    def test_has_a_reference_that_an_order_can_keep(self):
        """Else the order would fail after the marketplace has done it, again and again."""
        assert answers.receipt(answer({"reference": "R" * 200})).reference == "R" * 100

    def test_a_moment_is_kept_in_utc(self):
        told = {"reference": "R", "acknowledged_at": "2026-11-23T20:00:00+08:00"}

        at = answers.receipt(answer(told)).acknowledged_at

        assert at == datetime(2026, 11, 23, 12, tzinfo=UTC)

    @pytest.mark.parametrize("moment", ["yesterday", "9999-99-99", 7, None, ["x"], ""])
    def test_a_moment_of_no_sense_is_none(self, moment):
        told = {"reference": "R", "acknowledged_at": moment}

        assert answers.receipt(answer(told)).acknowledged_at is None

    @pytest.mark.parametrize(
        "nonsense",
        [
            b"",
            b"{",
            b"null",
            b"[]",
            b'"done"',
            b"[" * 100_000,
            b"\xff\xfe",
            b'{"reference": ""}',
            b'{"reference": null}',
            b'{"reference": {"a": 1}}',
            b'{"reference": "R", "outcome": "perhaps"}',
            b'{"reference": "R", "outcome": ["done"]}',
            b'{"reference": "R", "outcome": {"done": 1}}',
            b'{"outcome": "done"}',
        ],
    )
    def test_nonsense_is_unavailable(self, nonsense):
        with pytest.raises(Unavailable):
            answers.receipt(answer(nonsense))

    @pytest.mark.parametrize(
        "status", [100, 204, 301, 302, 307, 401, 403, 429, 500, 599]
    )
    def test_other_statuses_mean_later(self, status):
        with pytest.raises(Unavailable, match=str(status)):
            answers.receipt(answer({"reference": "R", "code": "x"}, status))

    @pytest.mark.parametrize("status", [404, 405])
    def test_a_missing_door_is_no_refusal(self, status):
        with pytest.raises(Unavailable, match="door"):
            answers.receipt(answer({}, status), is_removal=True)

    @pytest.mark.parametrize("code", ["", None, "No Spaces", "<b>", "x" * 61, 7])
    def test_a_refusal_without_a_proper_code_has_the_status_for_one(self, code):
        with pytest.raises(Refused) as refusal:
            answers.receipt(answer({"code": code, "detail": "No."}, 422))

        assert refusal.value.code == ("7" if code == 7 else "http_422")

    def test_a_refusal_s_words_are_made_harmless(self):
        told = {"code": "no", "detail": "No\x00\x1b[31m \u202eway" + "y" * 900}

        with pytest.raises(Refused) as refusal:
            answers.receipt(answer(told, 422))

        assert refusal.value.sentence.startswith("No[31m wayy")
        assert len(refusal.value.sentence) == 500

    def test_gone_is_good_news_for_a_removal_alone(self):
        gone = answer({"code": "listing_gone"}, 410)

        assert answers.receipt(gone, is_removal=True).outcome == Outcome.ALREADY
        with pytest.raises(Refused):
            answers.receipt(gone)


class TestRetryAfter:
    @pytest.mark.parametrize(
        ("said", "wait"),
        [
            ("120", timedelta(minutes=2)),
            ("0", timedelta(0)),
            ("99999999999999", timedelta(days=1)),
            ("Mon, 23 Nov 2026 12:00:30 GMT", timedelta(seconds=30)),
            ("Mon, 23 Nov 2020 12:00:30 GMT", timedelta(0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", timedelta(days=1)),
            ("soon", None),
            ("-5", None),
            ("1.5", None),
            ("", None),
        ],
    )
    @time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False)
    def test_is_seconds_or_a_date_and_at_most_a_day(self, said, wait):
        with pytest.raises(Unavailable) as error:
            answers.receipt(answer(b"", 503, retry_after=said))

        assert error.value.retry_after == wait


class TestListing:
    @pytest.mark.parametrize(
        "row",
        [
            {"id": "7"},
            {"id": 7, "seller": "x", "pictures": "x", "price": {}, "title": None},
            {"id": "7", "seller": [], "pictures": [1, None, {}, ""], "price": "-3"},
        ],
    )
    def test_what_is_missing_or_odd_is_left_empty(self, row):
        capture = answers.capture(answer(row))

        assert (capture.listing_id, capture.title, capture.price) == ("7", "", None)

    @pytest.mark.parametrize("row", [{}, {"id": ""}, {"id": True}, {"id": ["7"]}, []])
    def test_without_its_id_it_is_none(self, row):
        with pytest.raises(Unavailable):
            answers.capture(answer(row))

    @pytest.mark.parametrize("listings", [None, "x", [1], [{"id": "7"}, {}]])
    def test_a_feed_of_no_sense_is_unavailable(self, listings):
        with pytest.raises(Unavailable):
            answers.feed(answer({"cursor": "1", "listings": listings}))

    def told(self, **said):
        return answers.listing({"id": "1", **said}, "digest")

    def test_says_everything_on_one_line_that_stands_in_a_letter(self):
        found = self.told(
            title="Bag\nBcc: all@shop.example",
            category="bags\u2028old",
            seller={"id": "7", "name": "Star\r\nQin"},
        )

        assert found.title == "Bag Bcc: all@shop.example"
        assert (found.category, found.seller_name) == ("bags old", "Star Qin")

    @pytest.mark.parametrize(
        "address",
        [
            "a@b.example\nBcc: c@d.example",
            "a",
            "é" * 240 + "@b.example",
            {},
            7,
            "@",
            None,
        ],
    )
    def test_keeps_no_address_that_no_letter_reaches(self, address):
        assert self.told(seller={"id": "7", "email": address}).seller_email is None
