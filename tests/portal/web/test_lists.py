import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import RequestFactory

from alliance.models import Organisation
from portal.web.lists import page_of
from tests.factories import OrganisationFactory

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def houses():
    """Seven, of which three applied in the same moment."""
    return [
        OrganisationFactory(name=f"House {letter}", applied_at=BEGIN + moment)
        for letter, moment in zip(
            "ABCDEFG",
            [timedelta(microseconds=n) for n in (1, 2, 2, 2, 3, 4, 5)],
            strict=True,
        )
    ]


def names(page):
    return [row.name[-1] for row in page]


def walk(queryset, address="/", *, side="next"):
    """Every page from an address on, by its own links."""
    pages = []
    while True:
        page = page_of(queryset, RequestFactory().get(address), per_page=2)
        pages.append(page)
        link = getattr(page, side)
        if not link:
            return pages
        address = f"/{link}"


@pytest.mark.usefixtures("houses")
class TestPageOf:
    newest = Organisation.objects.order_by("-applied_at")
    oldest = Organisation.objects.order_by("applied_at")

    def test_links_lead_through_every_row_once(self):
        pages = walk(self.newest)

        assert [names(page) for page in pages] == [
            ["G", "F"],
            ["E", "D"],
            ["C", "B"],
            ["A"],
        ]

    def test_links_lead_back_the_same_way(self):
        there = walk(self.oldest)

        back = walk(self.oldest, f"/{there[-1].previous}", side="previous")

        assert [names(page) for page in back] == [
            names(page) for page in reversed(there[:-1])
        ]

    def test_the_first_page_has_none_before_and_the_last_none_after(self):
        pages = walk(self.newest)

        assert not pages[0].previous
        assert not pages[-1].next

    def test_a_list_that_fits_has_no_links(self):
        page = page_of(self.newest, RequestFactory().get("/"))

        assert (len(page), page.next, page.previous) == (7, "", "")

    def test_rows_that_come_meanwhile_move_no_page(self):
        first = page_of(self.newest, RequestFactory().get("/"), per_page=2)
        OrganisationFactory(name="House Z")

        second = page_of(
            self.newest, RequestFactory().get(f"/{first.next}"), per_page=2
        )

        assert names(second) == ["E", "D"]

    def test_keeps_the_filters_in_the_address(self):
        asked = RequestFactory().get("/", {"state": "active", "q": "a&b", "after": "x"})

        page = page_of(self.newest, asked, per_page=2)

        assert page.next.startswith("?state=active&q=a%26b&after=")
        assert page.next.count("after=") == 1

    def test_orders_by_what_was_annotated(self):
        turned = Organisation.objects.annotate(
            label=Concat("kind", Value(" "), "name")
        ).order_by("-label")

        assert names(walk(turned)[0]) == ["G", "F"]
        assert sum(len(page) for page in walk(turned)) == 7

    def test_costs_one_query_on_any_page(self, django_assert_num_queries):
        last = walk(self.newest)[-2].next

        with django_assert_num_queries(1):
            page_of(self.newest, RequestFactory().get(f"/{last}"), per_page=2)

    @pytest.mark.parametrize(
        "place",
        [
            "!!!",
            "é",
            "\x00",
            "W10",
            "x" * 3000,
            *(
                urlsafe_b64encode(json.dumps(values).encode()).decode()
                for values in (
                    {},
                    [1],
                    ["yesterday", 1],
                    [5, 5],
                    [None, 1],
                    [str(BEGIN), 2**70],
                    [str(BEGIN), "\x00"],
                    ["\ud800", 1],
                    [[], 1],
                    [True, 1.5],
                )
            ),
        ],
    )
    @pytest.mark.parametrize("side", ["after", "before"])
    def test_a_key_that_makes_no_sense_gives_the_first_page(self, place, side):
        page = page_of(
            self.newest, RequestFactory().get("/", {side: place}), per_page=2
        )

        assert names(page) == ["G", "F"]
