"""A mark that is entered by hand, from its first day to its last."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from alliance.access import SYSTEM, NotPermitted
from alliance.events import Event
from alliance.marks import actions, attachments, tasks
from alliance.marks.rules import RETURNS, ReturnCode
from alliance.models import Mark, MarkDocument
from portal.models import Entry, Letter
from portal.states import WrongState
from tests.alliance.marks.conftest import picture_file, stored
from tests.factories import MarkFactory, MembershipFactory, UserFactory
from tests.portal.files import pictures


@pytest.fixture
def entered(submitter, details, certificate):
    """AURELLE, entered by hand and not looked at yet."""
    return actions.register_by_hand(
        details(), brand=None, documents=certificate, by=submitter
    )


@pytest.fixture
def returned(entered, reviewer):
    actions.return_(entered, code="name_differs", note="An accent.", by=reviewer)
    return entered


def events(mark):
    return list(
        Entry.objects.of_case(f"mark-{mark.pk}").values_list("event", flat=True)
    )


class TestRegisterByHand:
    def test_waits_for_staff_with_its_certificate(self, entered, submitter):
        assert (entered.state, entered.is_usable) == ("pending", False)
        assert (entered.office, entered.nice_classes) == ("INPI", [18, 25])
        assert entered.documents.get().kind == MarkDocument.Kind.CERTIFICATE
        assert entered.brand.name == "AURELLE"
        assert Mark.objects.awaiting_check().get() == entered
        assert events(entered) == [Event.MARK_REGISTERED]

    def test_twice_is_once(self, entered, submitter, details, certificate):
        with pytest.raises(ValidationError) as refused:
            actions.register_by_hand(
                details(), brand=None, documents=certificate, by=submitter
            )

        assert "registration_number" in refused.value.message_dict
        assert Mark.objects.count() == 1

    def test_needs_the_certificate(self, submitter, details):
        with pytest.raises(ValidationError) as refused:
            actions.register_by_hand(details(), brand=None, documents={}, by=submitter)

        assert "certificate" in refused.value.message_dict

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("name", " "),
            ("name", "n" * 401),
            ("name", "nul\0byte"),
            ("holder", ""),
            ("jurisdiction", "XX"),
            ("registration_number", ""),
            ("nice_classes", ()),
            ("nice_classes", (0, 18)),
            ("nice_classes", (46,)),
            ("feature", "sound"),
            ("registered_on", date(2999, 1, 1)),
            ("expires_on", date(2020, 1, 1)),
            ("applied_on", date(2021, 1, 1)),
            ("goods_and_services", "\x1b[31m"),
        ],
    )
    def test_is_refused_under_the_field_that_is_wrong(
        self, submitter, details, certificate, field, wrong
    ):
        with pytest.raises(ValidationError) as refused:
            actions.register_by_hand(
                details(**{field: wrong}),
                brand=None,
                documents=certificate,
                by=submitter,
            )

        assert field in refused.value.message_dict
        assert not Mark.objects.exists()

    @pytest.mark.parametrize(
        "name",
        [
            "<script>alert(1)</script>",
            "'; DROP TABLE alliance_mark; --",
            "{{ settings.SECRET_KEY }}",
            "路易 свобода علامة 🄰",
            "\u202egpj.exe",
            "%s %(name)s {0}",
        ],
    )
    def test_takes_a_strange_name_as_it_is(self, submitter, details, certificate, name):
        mark = actions.register_by_hand(
            details(name=name), brand=None, documents=certificate, by=submitter
        )

        mark.refresh_from_db()
        assert mark.name == name

    @pytest.mark.parametrize("who", ["observer", "reviewer", "administrator", "agent"])
    def test_is_for_the_brand_s_own(self, who, details, certificate, request):
        actor = request.getfixturevalue(who)
        before = Mark.objects.count()

        with pytest.raises(NotPermitted):
            actions.register_by_hand(
                details(), brand=None, documents=certificate, by=actor
            )

        assert Mark.objects.count() == before


class TestVerify:
    def test_makes_it_good_for_notices_and_says_so(self, entered, reviewer):
        actions.verify(entered, by=reviewer)

        entered.refresh_from_db()
        assert entered.is_usable
        assert entered.checked_by_id == reviewer.user_id
        letter = Letter.objects.get()
        assert letter.to == entered.registered_by.email
        assert "AURELLE" in letter.subject
        assert f"/marks/{entered.pk}/" in letter.body

    def test_cannot_happen_twice(self, entered, reviewer):
        actions.verify(entered, by=reviewer)

        with pytest.raises(WrongState):
            actions.verify(entered, by=reviewer)

        assert Letter.objects.count() == 1

    def test_is_not_for_a_reviewer_of_the_same_house(self, entered, operator, brand):
        both = MembershipFactory(organisation=operator, role="reviewer")
        MembershipFactory(organisation=brand, user=both.user, role="observer")

        with pytest.raises(NotPermitted):
            actions.verify(entered, by=both.as_actor())
        with pytest.raises(NotPermitted):
            actions.return_(entered, code="not_active", note="", by=both.as_actor())

    @pytest.mark.parametrize("who", ["signatory", "submitter", "administrator"])
    def test_is_for_reviewers(self, entered, who, request):
        with pytest.raises(NotPermitted):
            actions.verify(entered, by=request.getfixturevalue(who))


class TestReturn:
    def test_says_why_and_what_to_mend(self, returned):
        letter = Letter.objects.get()

        assert (returned.state, returned.return_code) == ("returned", "name_differs")
        assert str(RETURNS[ReturnCode.NAME_DIFFERS].mend) in letter.body
        assert "An accent." in letter.body

    def test_needs_a_reason_of_the_list(self, entered, reviewer):
        with pytest.raises(ValidationError):
            actions.return_(entered, code="because", note="", by=reviewer)

        assert not Letter.objects.exists()

    def test_every_reason_says_what_to_mend(self):
        assert set(RETURNS) == set(ReturnCode)

    def test_does_not_let_a_note_write_markup_or_a_subject(self, entered, reviewer):
        actions.return_(
            entered, code="name_differs", note="<b>&\r\nBcc: all", by=reviewer
        )

        letter = Letter.objects.get()
        assert "<b>&" in letter.body
        assert "Bcc" not in letter.subject


class TestMend:
    def test_puts_it_back_into_the_queue(self, returned, submitter, details):
        further = {MarkDocument.Kind.TRANSLATION: stored(pictures.photo(), "page.jpg")}

        actions.mend(returned, details(name="AURÈLLE"), documents=further, by=submitter)

        returned.refresh_from_db()
        assert (returned.state, returned.name) == ("pending", "AURÈLLE")
        assert returned.documents.count() == 2
        assert Mark.objects.awaiting_check().get() == returned

    def test_is_checked_like_a_new_one(self, returned, submitter, details):
        with pytest.raises(ValidationError):
            actions.mend(returned, details(name=""), documents={}, by=submitter)

        returned.refresh_from_db()
        assert returned.state == "returned"

    def test_waits_for_its_return(self, entered, submitter, details):
        with pytest.raises(WrongState):
            actions.mend(entered, details(), documents={}, by=submitter)


class TestLapse:
    @pytest.fixture
    def ended(self, brand):
        return MarkFactory(
            organisation=brand,
            expires_on=timezone.now().date() - timedelta(days=1),
            registered_by=UserFactory(),
        )

    def test_comes_with_the_clock_and_only_once(self, ended, mark):
        tasks.lapse_ended()
        tasks.lapse_ended()

        ended.refresh_from_db()
        mark.refresh_from_db()
        assert (ended.state, mark.state) == ("lapsed", "verified")
        assert events(ended) == [Event.MARK_LAPSED]
        assert Letter.objects.count() == 1

    def test_leaves_the_last_day_whole(self, brand):
        today = MarkFactory(organisation=brand, expires_on=timezone.now().date())

        tasks.lapse_ended()

        today.refresh_from_db()
        assert today.is_usable

    def test_is_over_for_notices_before_the_clock_comes_by(self, ended):
        assert not ended.is_usable
        assert ended not in Mark.objects.usable()

    def test_ends_with_a_renewal_that_staff_have_read(self, ended, submitter, reviewer):
        tasks.lapse_ended()
        ended.refresh_from_db()
        attachments.add_document(
            ended, picture_file(), kind=MarkDocument.Kind.RENEWAL, by=submitter
        )

        actions.renew(ended, expires_on=date(2040, 1, 1), by=reviewer)

        assert ended.is_usable
        assert ended in Mark.objects.usable()

    def test_does_not_end_without_a_renewal(self, ended, reviewer):
        actions.lapse(ended, by=SYSTEM)

        with pytest.raises(ValidationError):
            actions.renew(ended, expires_on=date(2040, 1, 1), by=reviewer)

    def test_a_renewal_in_time_waits_in_the_queue_until_it_is_read(
        self, entered, submitter, reviewer
    ):
        actions.verify(entered, by=reviewer)
        assert not Mark.objects.awaiting_check().exists()

        attachments.add_document(
            entered, picture_file(), kind=MarkDocument.Kind.RENEWAL, by=submitter
        )
        assert Mark.objects.awaiting_check().get() == entered

        actions.renew(entered, expires_on=date(2045, 5, 4), by=reviewer)
        assert not Mark.objects.awaiting_check().exists()


class TestTheDatabase:
    @pytest.mark.parametrize(
        ("state", "to"),
        [("pending", "lapsed"), ("revoked", "verified"), ("returned", "verified")],
    )
    def test_refuses_a_move_that_is_none(self, brand, state, to):
        mark = MarkFactory(organisation=brand, pending=True)
        path = {
            "pending": [],
            "returned": ["returned"],
            "revoked": ["verified", "revoked"],
        }
        for step in path[state]:
            Mark.objects.filter(pk=mark.pk).update(state=step, return_code="x")

        with pytest.raises(IntegrityError), transaction.atomic():
            Mark.objects.filter(pk=mark.pk).update(state=to)


class TestJudge:
    def test_is_for_staff(self, mark, submitter, reviewer):
        actions.judge(mark, "surname", by=reviewer)

        assert mark.distinctiveness == "surname"
        with pytest.raises(NotPermitted):
            actions.judge(mark, "none", by=submitter)


class TestPictures:
    def add(self, mark, by, **changes):
        told = {"kind": "product", "caption": "Front, with label"} | changes
        upload = told.pop("upload", None) or picture_file()
        return attachments.add_picture(mark, upload, by=by, **told)

    def test_are_kept_with_the_mark(self, mark, submitter):
        picture = self.add(mark, submitter)

        assert mark.pictures.get() == picture
        assert picture.file.thumbnail
        assert events(mark) == [Event.PICTURE_ADDED]

    @pytest.mark.django_db(transaction=True)
    def test_sent_twice_at_once_are_one(self, mark, submitter):
        same = pictures.photo()

        def add(_number):
            try:
                return self.add(mark, submitter, upload=_named(same)).pk
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            found = set(pool.map(add, range(4)))

        assert {mark.pictures.get().pk} == found

    def test_that_are_the_same_are_one(self, mark, submitter):
        same = pictures.photo()
        first = self.add(mark, submitter, upload=_named(same))
        second = self.add(mark, submitter, upload=_named(same))

        assert first == second
        assert events(mark) == [Event.PICTURE_ADDED]

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("caption", " "),
            ("caption", "c" * 201),
            ("kind", "selfie"),
            ("file", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("file", pictures.png_claiming(13_000, 13_000)),
        ],
    )
    def test_are_refused_under_the_field_that_is_wrong(
        self, mark, submitter, field, wrong
    ):
        changes = {"upload": _named(wrong)} if field == "file" else {field: wrong}

        with pytest.raises(ValidationError) as refused:
            self.add(mark, submitter, **changes)

        assert field in refused.value.message_dict
        assert not mark.pictures.exists()

    def test_can_be_taken_away_and_that_is_written_down(self, mark, submitter):
        picture = self.add(mark, submitter)

        attachments.remove_picture(picture, by=submitter)

        assert not mark.pictures.exists()
        assert events(mark) == [Event.PICTURE_ADDED, Event.PICTURE_REMOVED]

    @pytest.mark.parametrize("who", ["observer", "agent", "stranger", "reviewer"])
    def test_are_the_brand_s_own_business(self, mark, who, request):
        with pytest.raises(NotPermitted):
            self.add(mark, request.getfixturevalue(who))


def _named(data):
    upload = picture_file()
    return type(upload)(data, name="p.jpg")
