import pytest

from alliance.access import SYSTEM
from alliance.events import Event
from alliance.models import Notification
from alliance.notifications import actions
from portal import audit
from portal.models import Entry, Letter, Message
from tests.factories import MarkFactory, UserFactory


@pytest.fixture
def returned(mark, signatory, submitter, stranger):
    """The log says that Maison Aurelle's mark needs something from its people."""
    return audit.record(Event.MARK_RETURNED, mark, by=SYSTEM)


class TestTell:
    def test_rings_the_bell_of_those_concerned_alone(
        self, returned, signatory, submitter, stranger
    ):
        actions.tell(returned)

        told = set(Notification.objects.values_list("user_id", flat=True))
        assert told == {signatory.user_id, submitter.user_id}

    def test_twice_is_as_good_as_once(self, returned):
        actions.tell(returned)
        actions.tell(returned)

        assert Notification.objects.count() == 2
        assert Letter.objects.count() == 2

    def test_does_not_tell_people_what_they_did_themselves(self, mark, signatory):
        entry = audit.record(Event.MARK_VERIFIED, mark, by=signatory)
        actions.tell(entry)

        assert not Notification.objects.exists()

    def test_speaks_each_reader_s_language(self, returned, signatory):
        reader = UserFactory._meta.model.objects.get(pk=signatory.user_id)
        reader.language = "zh-hans"
        reader.save()

        actions.tell(returned)

        assert Letter.objects.filter(to=reader.email).exists()

    def test_calls_staff_for_marks_that_wait_alone(self, brand, mark, reviewer):
        waiting = MarkFactory(organisation=brand, pending=True)
        actions.tell(audit.record(Event.MARK_REGISTERED, mark, by=SYSTEM))
        assert not Notification.objects.exists()

        actions.tell(audit.record(Event.MARK_REGISTERED, waiting, by=SYSTEM))
        assert Notification.objects.get().user_id == reviewer.user_id


class TestTheAuditLog:
    def test_posts_what_is_told(self, mark):
        audit.record(Event.MARK_RETURNED, mark, by=SYSTEM)

        assert Message.objects.get().task == "alliance.notifications.tasks.tell_people"

    def test_posts_nothing_of_what_is_silent(self, mark):
        audit.record(Event.PICTURE_ADDED, mark, by=SYSTEM)

        assert Entry.objects.exists()
        assert not Message.objects.exists()

    def test_reaches_people_through_the_outbox(self, returned, worker):
        worker.deliver()

        assert Notification.objects.exists()
