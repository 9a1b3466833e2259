from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from alliance.access import NotPermitted, Role
from alliance.agents import actions
from alliance.agents.queries import mandate_for
from alliance.events import Event
from alliance.models import Mandate, Mark
from alliance.organisations import states as organisation_states
from portal import states
from portal.models import Entry
from portal.states import WrongState
from tests.factories import MarkFactory, MembershipFactory, OrganisationFactory


@pytest.fixture
def grant(brand, agency, mark):
    def granted(by, **changes):
        given = {
            "agent": agency,
            "marks": [mark],
            "territories": ["EU"],
            "acts": ["file"],
            "valid_from": date(2026, 1, 1),
        }
        return actions.grant(brand, **given | changes, by=by)

    return granted


class TestGrant:
    def test_lets_the_agency_see_and_use_the_mark(self, grant, signatory, agency, mark):
        mandate = grant(signatory)

        agent = MembershipFactory(organisation=agency, role=Role.AGENT).as_actor()
        today = timezone.now().date()
        assert Mark.objects.visible_to(agent).get() == mark
        assert mandate_for(agency.pk, mark, Mandate.Act.FILE, "FR", today) == mandate

    def test_is_written_down_in_full(self, grant, signatory, agency, mark):
        grant(signatory)

        detail = Entry.objects.get(event=Event.MANDATE_GRANTED).detail
        assert detail["agent_id"] == agency.pk
        assert detail["marks"] == [mark.pk]
        assert detail["territories"] == ["EU"]

    @pytest.mark.parametrize(
        "who", ["submitter", "observer", "stranger", "reviewer", "administrator"]
    )
    def test_is_for_the_brand_s_signatories(self, who, grant, request):
        with pytest.raises(NotPermitted):
            grant(request.getfixturevalue(who))

    def test_an_agency_cannot_grant(self, agency, mark):
        head = MembershipFactory(organisation=agency, role=Role.SIGNATORY).as_actor()

        with pytest.raises(NotPermitted):
            actions.grant(
                agency,
                agent=OrganisationFactory(agency=True),
                marks=[mark],
                territories=[],
                acts=["file"],
                valid_from=date(2026, 1, 1),
                by=head,
            )

    def test_a_mark_of_another_cannot_be_put_in(self, grant, signatory, mark):
        with pytest.raises(ValidationError) as refused:
            grant(signatory, marks=[mark, MarkFactory()])
        assert "marks" in refused.value.message_dict
        assert not Mandate.objects.exists()

    @pytest.mark.parametrize(
        "changes",
        [
            {"marks": []},
            {"acts": []},
            {"acts": ["decide"]},
            {"acts": ["file", "decide"]},
            {"territories": ["XX"]},
            {"territories": ["eu"]},
            {"valid_until": date(2025, 12, 31)},
            {"valid_from": date(2020, 1, 1), "valid_until": date(2020, 2, 1)},
        ],
        ids=str,
    )
    def test_what_makes_no_sense_is_refused(self, grant, signatory, changes):
        with pytest.raises(ValidationError):
            grant(signatory, **changes)

    def test_goes_to_agencies_alone(self, grant, signatory):
        with pytest.raises(ValidationError):
            grant(signatory, agent=OrganisationFactory())

    def test_goes_to_no_agency_that_is_suspended(self, grant, signatory, agency):
        states.make(organisation_states.SUSPEND, agency)

        with pytest.raises(ValidationError):
            grant(signatory, agent=agency)

    def test_keeps_the_signed_document(self, grant, signatory):
        paper = ContentFile(b"%PDF-1.4\n1 0 obj\n%%EOF", name="mandate.pdf")

        assert grant(signatory, document=paper).document.name == "mandate.pdf"

    def test_takes_no_document_that_is_none(self, grant, signatory):
        with pytest.raises(ValidationError) as refused:
            grant(signatory, document=ContentFile(b"MZ\x90", name="mandate.pdf"))
        assert "document" in refused.value.message_dict
        assert not Mandate.objects.exists()


class TestRevoke:
    def test_works_at_once(self, grant, signatory, agency, mark):
        mandate = grant(signatory)
        agent = MembershipFactory(organisation=agency, role=Role.AGENT).as_actor()

        actions.revoke(mandate, by=signatory)

        today = timezone.now().date()
        assert not Mark.objects.visible_to(agent).exists()
        assert mandate_for(agency.pk, mark, Mandate.Act.FILE, "EU", today) is None
        assert Entry.objects.latest("id").event == Event.MANDATE_REVOKED

    def test_cannot_happen_twice(self, grant, signatory):
        mandate = grant(signatory)
        actions.revoke(mandate, by=signatory)

        with pytest.raises(WrongState):
            actions.revoke(mandate, by=signatory)

    @pytest.mark.parametrize("who", ["submitter", "stranger", "agent", "reviewer"])
    def test_is_for_the_brand_s_signatories(self, who, grant, signatory, request):
        mandate = grant(signatory)

        with pytest.raises(NotPermitted):
            actions.revoke(mandate, by=request.getfixturevalue(who))

    def test_leaves_other_mandates_standing(self, grant, signatory, agency, mark):
        grant(signatory)
        later = grant(signatory, valid_from=timezone.now().date() - timedelta(days=1))

        actions.revoke(later, by=signatory)

        today = timezone.now().date()
        assert mandate_for(agency.pk, mark, Mandate.Act.FILE, "EU", today)
