"""Registering from a signed file, through the action."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.conf import settings as real_settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connections
from django.utils import timezone

from alliance.access import SYSTEM, NotPermitted
from alliance.events import Event
from alliance.marks import actions, lists, trust
from alliance.marks.demo_authority.marks import TRADEMARK
from alliance.marks.demo_authority.specimens import YEAR
from alliance.marks.registration import register_signed
from alliance.marks.smd import Refusal
from alliance.models import Brand, Mark, SignedMarkFile, TrustList
from portal.models import Entry
from tests.alliance.marks.conftest import load_lists

GOOD = ["trademark", "chinese-trademark", "court-mark", "treaty-mark"]
REFUSED = {
    "a-letter": Refusal.MALFORMED,
    "half-a-file": Refusal.MALFORMED,
    "billion-laughs": Refusal.MALFORMED,
    "external-entity": Refusal.MALFORMED,
    "wrapped-in-another-root": Refusal.MALFORMED,
    "wrong-authority": Refusal.WRONG_AUTHORITY,
    "one-letter-of-the-signature": Refusal.BAD_SIGNATURE,
    "another-name": Refusal.BAD_SIGNATURE,
    "revoked-signer": Refusal.REVOKED_SIGNER,
    "revoked": Refusal.REVOKED_MARK,
    "revoked-behind-a-comment": Refusal.REVOKED_MARK,
    "expired": Refusal.EXPIRED,
    "not-yet-valid": Refusal.NOT_YET_VALID,
}


def signed(authority, *, serial, years=1, mark=TRADEMARK):
    now = timezone.now()
    return authority.sign(
        mark, serial=serial, not_before=now - YEAR, not_after=now + years * YEAR
    )


def refusal(file, **options):
    with pytest.raises(ValidationError) as refused:
        register_signed(file, **options)
    return refused.value


@pytest.mark.usefixtures("trusted")
class TestAGoodFile:
    @pytest.mark.parametrize("name", GOOD)
    def test_is_a_verified_mark_at_once(self, specimens, submitter, name):
        (mark,) = register_signed(specimens[name].smd, brand=None, by=submitter)

        mark.refresh_from_db()
        assert mark.is_usable
        assert mark.organisation_id == submitter.organisation_id
        assert mark.ends_on is not None

    def test_is_read_and_not_retyped(self, specimens, submitter):
        (mark,) = register_signed(specimens["trademark"].smd, brand=None, by=submitter)

        assert (mark.name, mark.jurisdiction, mark.office) == (
            "Aurelle & Cie",
            "EU",
            "EUIPO",
        )
        assert (mark.registration_number, mark.nice_classes) == (
            "017654321",
            [14, 18, 25],
        )
        assert mark.holder_name == "Maison Aurelle S.A."
        assert mark.holders[0]["address"] == "12 rue des Orfèvres, Lyon, 69002, FR"
        assert mark.contacts[0]["kind"] == "agent"

    def test_of_a_court_tells_the_court_and_of_a_treaty_where_it_holds(
        self, specimens, submitter
    ):
        (court,) = register_signed(
            specimens["court-mark"].smd, brand=None, by=submitter
        )
        (treaty,) = register_signed(
            specimens["treaty-mark"].smd, brand=None, by=submitter
        )

        assert (court.court_or_title, court.jurisdiction) == (
            "Tribunal judiciaire de Lyon",
            "FR",
        )
        assert [each["cc"] for each in treaty.protections] == ["CH", "FR"]

    def test_is_kept_byte_for_byte_with_who_signed_it(
        self, specimens, submitter, trusted
    ):
        (mark,) = register_signed(specimens["trademark"].smd, brand=None, by=submitter)

        file = SignedMarkFile.objects.get(marks=mark)
        assert file.authority == trust.key_of(trusted.authority.ca)
        assert bytes(file.xml).startswith(b"<?xml")

    def test_stands_under_the_brand_that_was_chosen(self, specimens, submitter, brand):
        atelier = Brand.objects.create(organisation=brand, name="Atelier")

        (mark,) = register_signed(
            ContentFile(specimens["trademark"].smd), brand=atelier, by=submitter
        )

        assert mark.brand == atelier

    def test_makes_a_brand_of_its_own_name_once(self, specimens, submitter, trusted):
        register_signed(specimens["trademark"].smd, brand=None, by=submitter)
        other = signed(trusted, serial=60, mark=_changed(reg_num="999", mark_id="77-1"))
        register_signed(other, brand=None, by=submitter)

        assert Brand.objects.filter(name="Aurelle & Cie").count() == 1

    def test_is_written_down(self, specimens, submitter):
        (mark,) = register_signed(specimens["trademark"].smd, brand=None, by=submitter)

        events = Entry.objects.of_case(f"mark-{mark.pk}").values_list(
            "event", flat=True
        )
        assert list(events) == [Event.MARK_REGISTERED, Event.MARK_VERIFIED]

    @pytest.mark.parametrize("who", ["observer", "agent", "reviewer", "administrator"])
    def test_is_for_those_who_may_register(self, specimens, brand, who, request):
        actor = request.getfixturevalue(who)
        own = Brand.objects.create(organisation=brand, name="Own")

        with pytest.raises(NotPermitted):
            register_signed(specimens["trademark"].smd, brand=own, by=actor)

    def test_cannot_be_put_under_another_s_brand(self, specimens, brand, stranger):
        own = Brand.objects.create(organisation=brand, name="Own")

        with pytest.raises(NotPermitted):
            register_signed(specimens["trademark"].smd, brand=own, by=stranger)


def _changed(**fields):
    return type(TRADEMARK)(
        **{
            name: fields.get(name, getattr(TRADEMARK, name))
            for name in TRADEMARK.__dataclass_fields__
        }
    )


@pytest.mark.usefixtures("trusted")
class TestTwice:
    def test_the_same_file_says_where_the_mark_is(self, specimens, submitter):
        register_signed(specimens["trademark"].smd, brand=None, by=submitter)

        error = refusal(specimens["trademark"].smd, brand=None, by=submitter)

        assert error.code == "already_registered"
        assert "Aurelle & Cie" in error.messages[0]
        assert Mark.objects.count() == 1

    def test_another_s_file_does_not_say_whose_it_is(
        self, specimens, submitter, stranger
    ):
        register_signed(specimens["trademark"].smd, brand=None, by=submitter)

        error = refusal(specimens["trademark"].smd, brand=None, by=stranger)

        assert error.code == "already_registered"
        assert "Aurelle" not in error.messages[0]

    def test_a_newer_file_renews_the_mark(self, trusted, submitter):
        (mark,) = register_signed(signed(trusted, serial=50), brand=None, by=submitter)

        (renewed,) = register_signed(
            signed(trusted, serial=51, years=2), brand=None, by=submitter
        )

        assert renewed.pk == mark.pk
        assert renewed.signed_until > mark.signed_until
        assert Entry.objects.filter(event=Event.MARK_RENEWED).count() == 1

    def test_a_newer_file_brings_a_lapsed_mark_back(self, trusted, submitter):
        (mark,) = register_signed(signed(trusted, serial=50), brand=None, by=submitter)
        actions.lapse(mark, by=SYSTEM)

        (renewed,) = register_signed(
            signed(trusted, serial=51, years=2), brand=None, by=submitter
        )

        assert renewed.is_usable

    def test_a_file_that_holds_no_longer_changes_nothing(self, trusted, submitter):
        register_signed(signed(trusted, serial=50, years=2), brand=None, by=submitter)

        error = refusal(signed(trusted, serial=51), brand=None, by=submitter)

        assert error.code == "already_registered"
        assert SignedMarkFile.objects.count() == 1

    def test_a_file_proves_what_was_entered_by_hand(
        self, specimens, submitter, details, certificate
    ):
        mark = actions.register_by_hand(
            details(jurisdiction="EU", registration_number="017654321"),
            brand=None,
            documents=certificate,
            by=submitter,
        )

        (proved,) = register_signed(
            specimens["trademark"].smd, brand=None, by=submitter
        )

        assert proved.pk == mark.pk
        assert proved.is_usable


@pytest.mark.django_db(transaction=True)
def test_the_same_file_twenty_times_at_once_is_one_mark(trusted, specimens, submitter):
    def one(_number):
        try:
            register_signed(specimens["trademark"].smd, brand=None, by=submitter)
        except ValidationError as refused:
            return refused.code
        finally:
            connections.close_all()
        return "registered"

    with ThreadPoolExecutor(8) as pool:
        answers = Counter(pool.map(one, range(20)))

    assert answers == {"registered": 1, "already_registered": 19}
    assert (Mark.objects.count(), Brand.objects.count()) == (1, 1)


@pytest.mark.usefixtures("trusted")
class TestABadFile:
    def test_of_every_sort_is_tried_here(self, specimens):
        assert set(REFUSED.values()) == set(Refusal)
        assert specimens.keys() >= REFUSED.keys()

    @pytest.mark.parametrize("name", REFUSED)
    def test_is_refused_in_words_and_written_down(self, specimens, submitter, name):
        error = refusal(specimens[name].smd, brand=None, by=submitter)

        entry = Entry.objects.get(event=Event.MARK_REFUSED)
        assert error.code == REFUSED[name] == entry.detail["code"]
        assert entry.case == f"organisation-{submitter.organisation_id}"
        assert error.messages[0].endswith(".")
        assert not Mark.objects.exists()
        assert not Brand.objects.exists()

    @pytest.mark.parametrize(
        "raw", [b"", b"\0", b"\xff" * 2000, b"<", b"x" * 10**6], ids=range(5)
    )
    def test_may_be_anything_at_all(self, submitter, raw):
        assert refusal(raw, brand=None, by=submitter).code == Refusal.MALFORMED

    def test_that_is_too_long_to_keep_is_said_to_be(self, trusted, submitter):
        long = signed(trusted, serial=70, mark=_changed(mark_name="n" * 401))

        error = refusal(long, brand=None, by=submitter)

        assert (error.code, "name" in error.messages[0]) == ("does_not_fit", True)
        assert not SignedMarkFile.objects.exists()


class TestWithoutLists:
    def test_nothing_signed_is_believed(
        self, specimens, submitter, authority, settings
    ):
        settings.MARK_AUTHORITIES = [str(authority.ca)]

        error = refusal(specimens["trademark"].smd, brand=None, by=submitter)

        assert error.code == "no_lists"

    def test_one_list_is_not_enough(self, specimens, submitter, trusted):
        TrustList.objects.filter(kind=TrustList.Kind.MARKS).delete()

        error = refusal(specimens["trademark"].smd, brand=None, by=submitter)

        assert error.code == "no_lists"

    def test_a_certificate_that_cannot_be_read_is_no_authority(
        self, specimens, submitter, settings, tmp_path
    ):
        (tmp_path / "ca.crt").write_text("not a certificate")
        settings.MARK_AUTHORITIES = [str(tmp_path / "ca.crt"), "/no/such/file"]

        error = refusal(specimens["trademark"].smd, brand=None, by=submitter)

        assert error.code == "no_lists"


class TestLists:
    def test_revoke_what_they_name(self, specimens, submitter, trusted, worker):
        file = signed(trusted, serial=80)
        (mark,) = register_signed(file, brand=None, by=submitter)
        trusted.revoke(mark.signed_file.smd_id, at=timezone.now())
        load_lists(trusted)

        assert lists.recheck(by=SYSTEM) == 1
        assert lists.recheck(by=SYSTEM) == 0

        mark.refresh_from_db()
        assert (mark.state, mark.return_code) == ("revoked", "revoked_mark")
        assert not mark.is_usable
        assert refusal(file, brand=None, by=submitter).code == Refusal.REVOKED_MARK

    def test_leave_what_they_do_not_name(self, specimens, submitter, trusted):
        (mark,) = register_signed(specimens["trademark"].smd, brand=None, by=submitter)

        assert lists.recheck(by=SYSTEM) == 0

        mark.refresh_from_db()
        assert mark.is_usable

    def test_signed_by_another_are_not_kept(self, authority, tmp_path):
        from_stranger = type(authority).open(tmp_path / "s", at=timezone.now())

        with pytest.raises(ValidationError, match="not signed by the authority"):
            lists.refresh(
                authority.authority.ca,
                TrustList.Kind.CERTIFICATES,
                from_stranger.crl.read_bytes(),
                source="x",
                by=SYSTEM,
            )

        assert not TrustList.objects.exists()

    def test_that_are_older_are_not_kept(self, trusted):
        newest = TrustList.objects.get(kind=TrustList.Kind.MARKS)
        TrustList.objects.filter(pk=newest.pk).update(issued_at=timezone.now() + YEAR)

        with pytest.raises(ValidationError, match="older"):
            load_lists(trusted)

    @pytest.mark.parametrize("kind", list(TrustList.Kind))
    def test_that_are_damaged_are_not_kept(self, authority, kind):
        with pytest.raises(ValidationError):
            lists.refresh(
                authority.authority.ca, kind, b"nonsense", source="x", by=SYSTEM
            )

    def test_are_stale_once_the_next_was_due(self, trusted):
        now = timezone.now()

        assert not any(each.is_stale for each in trust.lists(at=now))
        assert all(each.is_stale for each in trust.lists(at=now + YEAR))

    def test_that_were_never_loaded_are_stale(self, authority, settings):
        settings.MARK_AUTHORITIES = [str(authority.ca)]

        states = trust.lists(at=timezone.now())

        assert [(each.row, each.is_stale) for each in states] == [(None, True)] * 2


REAL = real_settings.REAL_DATA / "smd"
ANSWERS = {
    "Court-Holder-French-Active.smd": None,
    "TMVRevoked-Trademark-Agent-English-Active.smd": Refusal.REVOKED_SIGNER,
    "Trademark-Agent-Chinese-Active.smd": None,
    "Trademark-Holder-English-Active.smd": None,
    "Trademark-Holder-English-Revoked.smd": Refusal.REVOKED_MARK,
    "active.smd": None,
    "invalid.smd": Refusal.BAD_SIGNATURE,
}


@pytest.mark.skipif(
    not REAL.is_dir() and "CI" not in os.environ, reason="REAL_DATA is not there"
)
class TestTheClearinghouseSOwnFiles:
    @pytest.fixture(autouse=True)
    def _trusted(self, settings):
        settings.MARK_AUTHORITIES = [str(REAL / "icann-tmch-pilot.crt")]
        (ca,) = trust.certificates()
        for kind, name in (
            (TrustList.Kind.CERTIFICATES, "icann-tmch-pilot.crl"),
            (TrustList.Kind.MARKS, "idn_smdrl.csv"),
        ):
            lists.refresh(ca, kind, (REAL / name).read_bytes(), source=name, by=SYSTEM)

    @pytest.mark.parametrize(("name", "answer"), ANSWERS.items())
    def test_get_the_right_answer(self, submitter, name, answer):
        raw = (REAL / name).read_bytes()

        if answer:
            assert refusal(raw, brand=None, by=submitter).code == answer
        else:
            (mark,) = register_signed(raw, brand=None, by=submitter)
            assert mark.is_signed

    def test_of_a_registration_that_ran_out_give_a_lapsed_mark(self, submitter):
        raw = (REAL / "Trademark-Holder-English-Active.smd").read_bytes()

        (mark,) = register_signed(raw, brand=None, by=submitter)

        assert (mark.state, mark.ends_on) == ("lapsed", date(2014, 11, 5))

    def test_keep_a_chinese_name_as_it_was_signed(self, submitter):
        raw = (REAL / "Trademark-Agent-Chinese-Active.smd").read_bytes()

        (mark,) = register_signed(raw, brand=None, by=submitter)

        assert (mark.name, mark.nice_classes) == ("审判&错误", [15])

    def test_are_all_right_though_their_lists_are_stale(self):
        assert all(each.is_stale for each in trust.lists(at=timezone.now()))
