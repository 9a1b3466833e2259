"""What the agency may do: file for Halvard & Lund, with the mark that is verified."""

from django.utils import timezone

from alliance.agents import actions
from alliance.agents.models import Mandate
from alliance.organisations.models import Organisation
from takedowns.demo import papers
from takedowns.demo.cast import AGENCY, HALVARD, SIGNE
from takedowns.demo.chapters import marks
from takedowns.demo.people import acting


def tell() -> None:
    agent = Organisation.objects.get(name=AGENCY.name)
    principal = Organisation.objects.get(name=HALVARD.name)
    if Mandate.objects.filter(agent=agent, principal=principal).exists():
        return
    lines = [HALVARD.name, "lets", AGENCY.name, "file and withdraw notices."]
    actions.grant(
        principal,
        agent=agent,
        marks=[marks.mark_of(marks.HALVARD)],
        territories=[],
        acts=[Mandate.Act.FILE, Mandate.Act.WITHDRAW],
        valid_from=timezone.now().date(),
        document=papers.upload("Mandate", lines),
        by=acting(SIGNE),
    )
