import itertools
import uuid

import pytest

from tests.fakes.marketplace import running_marketplace


@pytest.fixture(autouse=True)
def _database():
    """Connectors know no model: no test here needs a database."""


@pytest.fixture(scope="session")
def running(tmp_path_factory):
    """One marketplace for all tests of this folder: each works on its own listing."""
    with running_marketplace(tmp_path_factory.mktemp("market")) as market:
        yield market


@pytest.fixture
def marketplace(running):
    """Well-behaved again after every test."""
    yield running
    running.control("resume")
    running.control("reset")


@pytest.fixture
def fake(marketplace):
    """The number of a listing that no other test has touched."""
    added = marketplace.control("relist", listing="400100000009", edit="mirrored")
    return added["listing_id"]


@pytest.fixture
def key():
    return str(uuid.uuid4())


@pytest.fixture
def keys():
    return (f"key-{uuid.uuid4().hex}-{n}" for n in itertools.count())
