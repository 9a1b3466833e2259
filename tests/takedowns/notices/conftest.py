import pytest

from takedowns.notices import actions
from takedowns.notices.validation import Declarations
from tests.factories import ItemFactory, MarketplaceFactory

SWORN = Declarations(good_faith=True, accuracy=True, authority=True)


@pytest.fixture
def market():
    return MarketplaceFactory(name="Sandbox", slug="sandbox", hosts=["sandbox.example"])


@pytest.fixture
def item(notice):
    return ItemFactory(notice=notice)


@pytest.fixture
def sent(notice, item, submitter):
    """A notice of Maison Aurelle with one item, in review."""
    actions.submit(notice, declared=SWORN, signed_name="Ada Moreau", by=submitter)
    return notice
