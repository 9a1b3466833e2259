import pytest
from django.utils import timezone

from portal import sealing, states
from takedowns.notices import states as notice_states
from tests.factories import ItemFactory, NoticeFactory, SellerFactory


@pytest.fixture
def seller():
    return SellerFactory(email=sealing.seal("seller@shop.example"), language="en-gb")


@pytest.fixture
def sent_notice(mark, seller, submitter):
    """In review, as notices.actions.submit leaves it."""
    notice = NoticeFactory(mark=mark, marketplace=seller.marketplace)
    states.make(
        notice_states.SUBMIT,
        notice,
        submitted_at=timezone.now(),
        submitted_by_id=submitter.user_id,
        declares_good_faith=True,
        declares_accuracy=True,
        declares_authority=True,
        signed_name="Anne Aurelle",
        content_sha256="0" * 64,
    )
    return notice


@pytest.fixture
def upheld(sent_notice, seller):
    """An item at the point where review.decide calls `impose`."""
    item = ItemFactory(
        notice=sent_notice, listing__seller=seller, mark=sent_notice.mark
    )
    for move in (
        notice_states.QUEUE_ITEM,
        notice_states.CLAIM_ITEM,
        notice_states.SET_MEASURE,
    ):
        states.make(move, item)
    return item
