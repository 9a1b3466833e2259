from datetime import UTC, datetime

import pytest

from alliance.marks.demo_authority import DemoAuthority
from alliance.marks.smd import Trust

AT = datetime(2026, 1, 15, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def at():
    """The moment at which every specimen is read."""
    return AT


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """The authority that we trust."""
    return DemoAuthority.open(tmp_path_factory.mktemp("home"), at=AT)


@pytest.fixture(scope="session")
def stranger(tmp_path_factory):
    """An authority of the same name that we do not trust."""
    return DemoAuthority.open(tmp_path_factory.mktemp("stranger"), at=AT)


@pytest.fixture
def trust(home):
    return Trust((home.authority,))
