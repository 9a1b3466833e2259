"""Every role at every address: who gets in, who does not, and that nothing breaks."""

import pytest

from alliance.members.middleware import OPEN_WITHOUT_SECOND_FACTOR
from tests.house.asking import sides_of
from tests.house.routes import (
    ACCOUNTS,
    DEMO,
    MEMBER,
    PATTERNS,
    PUBLIC,
    ROUTES,
    SIGNED_IN,
    TABLE,
    Route,
)
from tests.house.world import Side, Visitor

DONE = {200, 201, 202, 204, 302, 303}
NOT_THIS_TIME = {400, 409, 410, 415, 422}
SHUT = {403, 404}


def test_every_address_is_in_the_table():
    assert sorted(PATTERNS) == sorted({route.name for route in TABLE})


def test_every_name_in_the_table_stands_there_once():
    assert len(TABLE) == len({route.name for route in TABLE})


@pytest.mark.parametrize("name", ROUTES)
def test_lets_in_who_may_and_nobody_else(name, world, doors):
    route, faults = ROUTES[name], []

    for visitor in visitors_of(route, world):
        for side in sides_of(visitor, route, world):
            for method, audience in (("get", route.look), ("post", route.act)):
                if audience:
                    answer = doors.try_(visitor, route, side, method)
                    allowed = expected(route, audience, visitor, side)
                    if not fits(answer, allowed):
                        faults.append(
                            f"{visitor}: {method} {side.name}'s {answer.status} "
                            f"{answer.location}, not {sorted(allowed)}"
                        )

    assert not faults, tell(faults)


@pytest.mark.parametrize("name", [n for n in ROUTES if n not in ACCOUNTS])
def test_takes_no_other_method(name, world, doors):
    """What only reads does not take a POST, and what only acts shows nothing."""
    route, visitor = ROUTES[name], world.visitors["brand signatory"]
    side = next(iter(sides_of(visitor, route, world)), world.side("brand"))

    for method, audience in (("get", route.look), ("post", route.act)):
        if not audience and route.url(side):
            answer = doors.try_(visitor, route, side, method)
            assert answer.status in {403, 404, 405}, f"{method} {answer.status}"


@pytest.mark.parametrize("name", [r.name for r in ROUTES.values() if r.look])
def test_answers_head_as_get(name, world, doors):
    route, visitor = ROUTES[name], world.visitors["brand signatory"]

    for side in sides_of(visitor, route, world):
        read = doors.ask(visitor, route.url(side))
        assert doors.ask(visitor, route.url(side), "head").status == read.status


@pytest.mark.parametrize("name", [r.name for r in ROUTES.values() if r.act])
def test_takes_no_post_without_the_token_of_its_form(name, world, strict_doors):
    route = ROUTES[name]

    for visitor in (world.visitors["anonymous"], world.visitors["brand signatory"]):
        for side in sides_of(visitor, route, world):
            answer = strict_doors.try_(visitor, route, side, "post")
            is_turned_away = visitor.side is None and (
                answer.is_login or answer.status == 401
            )
            assert is_turned_away or answer.status == 403, answer


def visitors_of(route, world):
    """Everybody; at allauth's own doors those who differ there."""
    if route.name not in ACCOUNTS:
        return list(world.visitors.values())
    return [
        world.visitors[name]
        for name in ("anonymous", "applicant", "brand signatory", "unequipped")
    ]


def expected(route: Route, audience: str, visitor: Visitor, side: Side) -> set:
    """The answers that are right: statuses, or the words "login" and "second factor"."""
    url = route.url(side)
    if visitor.key and not route.is_api:
        visitor = Visitor("anonymous")  # a key opens the API, and no page
    if visitor.name == "unequipped" and not url.startswith(OPEN_WITHOUT_SECOND_FACTOR):
        return {"second factor"}
    if audience == DEMO:
        return {404}
    if route.is_api and not visitor.works:
        return {401}
    if audience == PUBLIC:
        return DONE | NOT_THIS_TIME | route.also
    if visitor.side is None:
        return {401} if route.is_api else {"login"}
    if not may(audience, visitor):
        return SHUT | route.instead | ({400} if route.is_api else set())
    if not route.whose(visitor, side):
        return {404} if visitor.side.name != "operator" else SHUT
    return DONE | NOT_THIS_TIME | route.also


def may(audience: str, visitor: Visitor) -> bool:
    if audience == SIGNED_IN:
        return True
    if audience == MEMBER:
        return visitor.actor.organisation_id is not None
    allowed = audience if isinstance(audience, tuple) else (audience,)
    return any(visitor.actor.can(permission) for permission in allowed)


def fits(answer, allowed) -> bool:
    if answer.is_login:
        return "login" in allowed or (
            "/accounts/" in answer.location and 302 in allowed
        )
    if answer.status == 302 and answer.location == "/second-factor/":
        return "second factor" in allowed
    return answer.status in allowed


def tell(faults: list[str]) -> str:
    return "\n".join(["", *faults])
