from datetime import date

import pytest
from django.utils import timezone

from alliance.agents.queries import mandate_for
from alliance.models import Mandate, Mark
from alliance.organisations import states as organisation_states
from portal import states
from tests.factories import MandateFactory, MarkFactory

TODAY = date(2026, 6, 1)
FILE = Mandate.Act.FILE


@pytest.fixture
def mandate(brand, agency, mark):
    return MandateFactory(
        principal=brand, agent=agency, marks=[mark], territories=["EU", "CN"]
    )


class TestMandateFor:
    @pytest.mark.parametrize("territory", ["EU", "FR", "CN"])
    def test_is_found_where_it_reaches(self, mandate, agency, mark, territory):
        assert mandate_for(agency.pk, mark, FILE, territory, TODAY) == mandate

    @pytest.mark.parametrize("territory", ["GB", "CH", "US", "WO", ""])
    def test_does_not_reach_further(self, mandate, agency, mark, territory):
        assert mandate_for(agency.pk, mark, FILE, territory, TODAY) is None

    @pytest.mark.parametrize("territory", ["EU", "US", ""])
    def test_without_territories_reaches_everywhere(
        self, mandate, agency, mark, territory
    ):
        Mandate.objects.update(territories=[])

        assert mandate_for(agency.pk, mark, FILE, territory, TODAY) == mandate

    def test_one_state_is_not_the_union(self, mandate, agency, mark):
        Mandate.objects.update(territories=["FR"])

        assert mandate_for(agency.pk, mark, FILE, "EU", TODAY) is None

    def test_is_for_the_acts_it_names(self, mandate, agency, mark):
        assert mandate_for(agency.pk, mark, Mandate.Act.ANSWER, "EU", TODAY) is None

    def test_is_for_the_marks_it_names(self, mandate, agency, brand):
        unnamed = MarkFactory(organisation=brand)

        assert mandate_for(agency.pk, unnamed, FILE, "EU", TODAY) is None

    def test_is_for_its_agent_alone(self, mandate, mark, stranger):
        assert mandate_for(stranger.organisation_id, mark, FILE, "EU", TODAY) is None

    @pytest.mark.parametrize(
        ("day", "holds"),
        [
            (date(2026, 5, 31), False),
            (date(2026, 6, 1), True),
            (date(2026, 6, 30), True),
            (date(2026, 7, 1), False),
        ],
    )
    def test_holds_from_its_first_day_to_its_last(
        self, mandate, agency, mark, day, holds
    ):
        Mandate.objects.update(
            valid_from=date(2026, 6, 1), valid_until=date(2026, 6, 30)
        )

        assert bool(mandate_for(agency.pk, mark, FILE, "EU", day)) is holds

    def test_ends_the_moment_it_is_revoked(self, mandate, agency, mark, agent):
        Mandate.objects.update(revoked_at=timezone.now())

        assert mandate_for(agency.pk, mark, FILE, "EU", TODAY) is None
        assert not Mark.objects.visible_to(agent).exists()

    @pytest.mark.parametrize("party", ["brand", "agency"])
    def test_sleeps_while_a_party_is_suspended(
        self, mandate, agency, mark, party, request
    ):
        states.make(organisation_states.SUSPEND, request.getfixturevalue(party))

        assert mandate_for(agency.pk, mark, FILE, "EU", TODAY) is None
