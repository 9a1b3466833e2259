import pytest

from takedowns.listings.lines import Verdict
from takedowns.notices import actions, queries
from tests.factories import (
    ItemFactory,
    ListingFactory,
    MarketplaceFactory,
    NoticeFactory,
)
from tests.takedowns.notices.conftest import SWORN


@pytest.fixture
def market():
    return MarketplaceFactory(name="Sandbox", hosts=["sandbox.example"])


@pytest.fixture
def answer(market, mark, submitter):
    def of(*texts):
        return queries.answers(
            "\n".join(texts), marketplace=market, mark=mark, actor=submitter
        )

    return of


def report(listing, mark, by):
    """A notice about the listing, in review."""
    notice = NoticeFactory(mark=mark, marketplace=listing.marketplace)
    ItemFactory(notice=notice, listing=listing)
    actions.submit(notice, declared=SWORN, signed_name="Ada Moreau", by=by)
    return notice


class TestEachLine:
    def test_is_answered_for_itself(self, answer, market, mark, submitter):
        known = ListingFactory(marketplace=market, native_id="K1")
        was_open = ListingFactory(marketplace=market, native_id="O1")
        decided = report(known, mark, submitter)
        actions.withdraw(decided, reason="Too early.", by=submitter)
        report(was_open, mark, submitter)

        answered = answer(
            "sandbox.example/item/N1",
            "sandbox.example/item/K1",
            "sandbox.example/item/O1",
            "https://www.sandbox.example/item/N1/",
            "https://elsewhere.com/item/N1",
            "N1",
        )

        assert [line.verdict for line in answered] == [
            Verdict.NEW,
            Verdict.KNOWN,
            Verdict.OPEN,
            Verdict.REPEATED,
            Verdict.ELSEWHERE,
            Verdict.MALFORMED,
        ]
        assert all(line.sentence and line.fix for line in answered[2:])

    def test_names_the_open_notice_to_who_may_see_it(
        self, answer, market, mark, submitter
    ):
        listing = ListingFactory(marketplace=market)
        notice = report(listing, mark, submitter)

        assert (
            answer(f"sandbox.example/item/{listing.native_id}")[0].reference
            == notice.reference
        )

    def test_keeps_the_open_notice_from_who_may_not(
        self, market, mark, submitter, stranger
    ):
        listing = ListingFactory(marketplace=market)
        report(listing, mark, submitter)

        line = queries.answers(
            f"sandbox.example/item/{listing.native_id}",
            marketplace=market,
            mark=mark,
            actor=stranger,
        )[0]

        assert (line.verdict, line.reference) == (Verdict.OPEN, "")

    def test_says_which_of_our_marketplaces_it_belongs_to(self, answer):
        MarketplaceFactory(name="Lantern", hosts=["lantern.example"])

        line = answer("https://lantern.example/item/L1")[0]

        assert line.verdict == Verdict.ELSEWHERE
        assert "Lantern" in line.sentence

    def test_keeps_the_number_an_editor_shows(self, answer):
        answered = answer("", "nonsense", "", "", "sandbox.example/item/N1")

        assert [line.row for line in answered] == [2, 5]

    def test_costs_no_query_of_its_own(self, answer, django_assert_max_num_queries):
        addresses = [f"sandbox.example/item/N{n}" for n in range(299)]
        with django_assert_max_num_queries(6):
            answer(*addresses, "https://elsewhere.com/1")
