from datetime import date

from django.db.models import Q

from alliance.agents.models import Mandate
from alliance.agents.territories import reaching
from alliance.marks.models import Mark
from alliance.organisations.states import State


def mandate_for(
    actor_organisation_id: int,
    mark: Mark,
    act: Mandate.Act,
    territory: str,
    on: date,
) -> Mandate | None:
    """What lets an agent do this act with another's mark, there, on that day.

    The territory is a code as in `territories`; one that is not known ("") needs a
    mandate for everywhere. Both parties must be in good standing, and the mark must
    still be the principal's. One's own mark needs no mandate, and gets none here.
    """
    covers = Q(territories=[])
    if territory:
        covers |= Q(territories__overlap=reaching(territory))
    return (
        Mandate.objects.in_force(on)
        .filter(
            covers,
            agent_id=actor_organisation_id,
            principal_id=mark.organisation_id,
            marks=mark,
            acts__contains=[act],
            agent__state=State.ACTIVE,
            principal__state=State.ACTIVE,
        )
        .select_related("principal", "agent")
        .order_by("id")
        .first()
    )
