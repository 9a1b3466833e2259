import pytest

from takedowns.notices import actions as notices
from takedowns.notices.models import Item
from takedowns.notices.validation import Declarations
from tests.factories import ItemFactory, NoticeFactory

EVERYTHING = Declarations(good_faith=True, accuracy=True, authority=True)


@pytest.fixture
def file(submitter, mark):
    """File a notice of so many listings; its items, in their order."""

    def filed(count=1, **fields):
        notice = NoticeFactory(mark=mark, **fields)
        ItemFactory.create_batch(count, notice=notice)
        notices.submit(
            notice, declared=EVERYTHING, signed_name="Claire Aurelle", by=submitter
        )
        return list(Item.objects.filter(notice=notice).order_by("row"))

    return filed
