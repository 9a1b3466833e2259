"""Nobody reads what is not theirs: a word for each secret, and a look at every page."""

import pytest

from tests.house.routes import ACCOUNTS, ROUTES
from tests.house.test_routes import tell

LOOKED_AT = [r for r in ROUTES.values() if r.look and r.name not in ACCOUNTS]
READERS = [
    "anonymous",
    "brand signatory",
    "brand submitter",
    "brand observer",
    "rival signatory",
    "suspended signatory",
    "agency agent",
    "idle agent",
    "applied signatory",
    "applicant",
    "reviewer",
    "senior",
    "administrator",
    "reading key",
    "deciding key",
]


@pytest.fixture(scope="module")
def kept():
    """What each visitor was told, so that nobody is asked twice."""
    return {}


@pytest.fixture
def pages_of(world, doors, kept):
    def found(name):
        if name not in kept:
            kept[name] = list(every_page(world.visitors[name], world, doors))
        return kept[name]

    return found


def every_page(visitor, world, doors):
    """Whatever is told at any address of any party's things, with the address."""
    asked = set()
    for route in LOOKED_AT:
        if visitor.key and not route.is_api:
            continue  # a key opens no page, says test_routes
        for side in world.sides.values():
            for url in set(route.urls(side)) - asked:
                asked.add(url)
                yield route, side, url, doors.ask(visitor, url)


@pytest.mark.parametrize("name", READERS)
def test_reads_nothing_that_is_not_for_them(name, world, pages_of):
    visitor, leaks, seen = world.visitors[name], set(), set()

    for route, side, url, answer in pages_of(name):
        told = answer.body.lower()
        if answer.status >= 500:
            leaks.add(f"{route.name} of {side.name}: {answer.status} at {url}")
        for canary in world.canaries:
            if canary.text.lower() in told:
                seen.add(canary.text)
                if not is_for(canary, visitor, route, side):
                    leaks.add(f"{route.name} of {side.name}: {canary.text[:60]}")

    assert not leaks, tell(sorted(leaks))
    assert seen or name not in {"brand signatory", "senior", "agency agent"}


def is_for(canary, visitor, route, side) -> bool:
    if canary.readers(visitor):
        return True
    # Whoever holds the letter's link is told to whom it was written, and by whom.
    told = {f"xq{side.name}guest@canary.example", f"xq{side.name}signatoryname"}
    return route.name == "invitation" and canary.text in {*told, "xqoperatorseniorname"}


def test_what_may_be_read_is_read_by_somebody(world, pages_of):
    """A canary that nobody ever sees would prove nothing by not being seen."""
    readers = ("brand signatory", "senior", "reviewer", "agency agent", "applicant")
    told = "".join(
        answer.body.lower()
        for name in readers
        for _route, _side, _url, answer in pages_of(name)
    )

    unseen = [
        canary.text
        for canary in world.canaries
        if any(canary.readers(world.visitors[name]) for name in readers)
        and "@" not in canary.text  # addresses are shown to hardly anybody
        and canary.text.lower() not in told
    ]

    assert not unseen, tell(unseen)
