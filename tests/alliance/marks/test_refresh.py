"""manage.py refresh_trust_lists, as an operator or a timer runs it."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from alliance.events import Event
from alliance.marks.registration import register_signed
from alliance.models import TrustList
from portal.models import Entry, Letter
from tests.alliance.marks.test_registration import signed


@pytest.fixture
def run(capsys):
    def of(**options):
        call_command("refresh_trust_lists", **options)
        return capsys.readouterr().out

    return of


class TestRefreshTrustLists:
    def test_loads_both_and_says_so(self, authority, specimens, settings, run):
        settings.MARK_AUTHORITIES = [str(authority.ca)]

        said = run(crl=str(authority.crl), marks=str(authority.smdrl))

        assert TrustList.objects.count() == 2
        assert "0 revoked" in said
        assert Entry.objects.filter(event=Event.TRUST_LIST_REFRESHED).count() == 2

    def test_revokes_what_is_listed_and_tells_its_holder(self, trusted, submitter, run):
        file = signed(trusted, serial=81)  # the authority is every test's: its own mark
        (mark,) = register_signed(file, brand=None, by=submitter)
        trusted.revoke(mark.signed_file.smd_id, at=timezone.now())

        said = run(marks=str(trusted.smdrl))

        mark.refresh_from_db()
        assert "1 revoked" in said
        assert mark.state == "revoked"
        assert "revoked" in Letter.objects.get().body

    @pytest.mark.parametrize(
        "options",
        [
            {"crl": "/no/such/file"},
            {"crl": "http://lists.example/ca.crl"},
            {"crl": "ftp://lists.example/ca.crl"},
            {"authority": "/no/such/file"},
        ],
    )
    def test_says_what_it_cannot_do(self, trusted, run, options):
        with pytest.raises(CommandError):
            run(**options)

    def test_wants_to_know_whose_list_it_is(self, trusted, settings, run):
        settings.MARK_AUTHORITIES *= 2

        with pytest.raises(CommandError, match="--authority"):
            run(crl=str(trusted.crl))

        assert "issued" in run(crl=str(trusted.crl), authority=str(trusted.ca))
