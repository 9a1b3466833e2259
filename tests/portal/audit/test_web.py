import csv
from io import StringIO

import pgtrigger
import pytest

from alliance.access import SYSTEM
from alliance.events import Event
from portal import audit
from portal.actor import Actor
from portal.models import Entry


@pytest.fixture
def written(mark, brand):
    """Two cases, three entries."""
    audit.record(Event.MARK_REGISTERED, mark, by=Actor(name="=cmd|x", role="submitter"))
    audit.record(Event.MARK_VERIFIED, mark, by=SYSTEM)
    return audit.record(Event.BRAND_ADDED, brand, by=SYSTEM)


class TestTheAuditPage:
    def test_finds_by_case_event_and_person(self, written, senior, sign_in):
        client = sign_in(senior)

        def found(query):
            return len(client.get(f"/audit/?{query}").context["page"])

        assert found("") == 3
        assert found(f"case={written.case}") == 1
        assert found("event=mark.") == 2
        assert found("person=SYSTEM") == 2
        assert found(f"day={written.recorded_at:%Y-%m-%d}") == 3
        assert found("day=2001-01-01") == 0

    def test_says_that_a_case_is_whole(self, written, senior, sign_in):
        page = sign_in(senior).get(f"/audit/?case={written.case}").content.decode()

        assert "is whole" in page

    def test_names_where_a_chain_is_broken(self, written, senior, sign_in):
        with pgtrigger.ignore("portal.Entry:append_only"):
            Entry.objects.filter(pk=written.pk).update(actor_name="Somebody else")

        page = sign_in(senior).get(f"/audit/?case={written.case}").content.decode()

        assert f"broken at entry {written.pk}" in page

    @pytest.mark.parametrize("query", ["day=yesterday", "case=%00", "after=x&day=0"])
    def test_takes_nonsense_calmly(self, query, written, senior, sign_in):
        assert sign_in(senior).get(f"/audit/?{query}").status_code == 200

    @pytest.mark.parametrize("who", ["signatory", "reviewer", "stranger"])
    @pytest.mark.parametrize("path", ["/audit/", "/audit/export/"])
    def test_is_for_senior_staff_alone(self, path, who, sign_in, request):
        client = sign_in(request.getfixturevalue(who))

        assert client.get(path).status_code == 403


class TestTheExport:
    def test_has_every_row_that_was_asked_for(self, written, senior, sign_in):
        answer = sign_in(senior).get("/audit/export/?event=mark.")

        rows = list(csv.DictReader(StringIO(answer.getvalue().decode())))
        assert [row["event"] for row in rows] == ["mark.verified", "mark.registered"]

    def test_holds_no_formula(self, written, senior, sign_in):
        answer = sign_in(senior).get("/audit/export/")

        rows = csv.reader(StringIO(answer.getvalue().decode()))
        assert not [cell for row in rows for cell in row if cell.startswith("=")]
