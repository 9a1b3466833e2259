import pytest
from django.core.cache import cache
from django.db import transaction

from tests.house import world as worlds
from tests.house.asking import Doors


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One for all tests of a module, which leave it as they found it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _doors(world):
    doors = Doors(world)
    doors.let_in()
    return doors


@pytest.fixture
def doors(_doors, settings, caplog):
    """Everybody's way in, with no limit of haste."""
    settings.API_RATE = "1000000/minute"
    cache.clear()
    caplog.set_level("CRITICAL", logger="django.request")
    return _doors


@pytest.fixture(scope="module")
def strict_doors(world):
    """Doors at which the token of a form is asked for, as it is outside of tests."""
    doors = Doors(world, strict=True)
    doors.let_in()
    return doors
