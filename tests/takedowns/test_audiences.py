"""Who hears of a notice: told through the real actions, from filing to the outcome."""

import pytest

from alliance.models import Notification
from portal.models import Letter
from takedowns.models import Decision
from takedowns.notices import actions as notices
from takedowns.notices.reasons import Reason
from takedowns.notices.validation import Declarations
from takedowns.review import actions as review
from takedowns.review.rules import Rejection
from tests.factories import ItemFactory, NoticeFactory

FACTS = "The label is printed where the genuine one is woven."


@pytest.fixture
def decided(mark, submitter, reviewer):
    """One notice of two items: one upheld, one rejected."""
    notice = NoticeFactory(mark=mark)
    ItemFactory.create_batch(2, notice=notice)
    sworn = Declarations(good_faith=True, accuracy=True, authority=True)
    notices.submit(notice, declared=sworn, signed_name="Ada Moreau", by=submitter)
    for outcome, code in (
        (Decision.Outcome.UPHELD, Reason.TM_COUNTERFEIT),
        (Decision.Outcome.REJECTED, Rejection.REFERENTIAL_USE),
    ):
        item = review.claim_next(by=reviewer)
        review.decide(item, outcome=outcome, code=code, facts=FACTS, by=reviewer)
    notice.refresh_from_db()
    return notice


def letters(kind):
    return Letter.objects.filter(subject__contains=kind)


class TestTheOutcome:
    def test_is_one_letter_for_all_items(self, decided, worker):
        worker.deliver()

        outcome = letters("is decided").get()
        for item in decided.items.all():
            assert item.listing.url in outcome.body
        assert "six months" in outcome.body

    def test_goes_to_who_submitted_it(self, decided, submitter, worker):
        worker.deliver()

        assert letters("is decided").get().to == decided.submitted_by.email

    def test_rings_the_bell_of_the_sender_s_people(
        self, decided, observer, stranger, worker
    ):
        worker.deliver()

        told = Notification.objects.filter(event="notice.decided")
        people = set(told.values_list("user_id", flat=True))
        assert observer.user_id in people
        assert stranger.user_id not in people

    def test_never_names_the_reviewer(self, decided, reviewer, worker):
        worker.deliver()

        told = [f"{row.subject} {row.body}" for row in Letter.objects.all()]
        told += Notification.objects.values_list("title", flat=True)
        assert not [line for line in told if reviewer.name in line]


class TestTheReceipt:
    def test_is_written_on_sending(self, decided, submitter):
        assert letters("was received").count() == 1
