"""The first day: every list is empty, and still a page worth looking at."""

import pytest

from tests.house import world as worlds
from tests.house.asking import Doors
from tests.house.looking import faults_of, show
from tests.house.routes import ACCOUNTS, ROUTES, of_nothing
from tests.house.test_pages_in_a_browser import is_page
from tests.house.test_routes import tell

PLAIN = [
    route.name
    for route in ROUTES.values()
    if route.look and route.of is of_nothing and not route.is_api
]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["brand signatory", "senior"])
def test_is_fit_to_be_shown_when_there_is_nothing(name, page, settings):
    settings.DEMO = settings.MAIL_CAUGHT = True
    world = worlds.build_empty()
    doors = Doors(world)
    doors.let_in()
    visitor, faults = world.visitors[name], []
    show(page, doors, visitor)

    for route in (ROUTES[name] for name in PLAIN if name not in ACCOUNTS):
        url = route.url(visitor.side)
        if is_page(doors.ask(visitor, url)):
            faults += [f"{url} {fault}" for fault in faults_of(page, url)]

    assert not faults, tell(faults)
