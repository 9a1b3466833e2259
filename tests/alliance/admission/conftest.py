import pytest
from django.core.files.base import ContentFile

from alliance.admission import actions
from alliance.admission.models import Application
from alliance.admission.steps import STEPS
from alliance.organisations.models import IdentityDocument
from portal.actor import Actor
from tests.factories import UserFactory

ANSWERS = {
    "kind": {"kind": "brand"},
    "name": {
        "name": "Atelier Lumière SARL",
        "registration_number": "RCS 552 100 554",
        "country": "FR",
    },
    "address": {"address": "1 rue de la Paix\nParis", "website": ""},
    "contact": {"applicant_name": "Claire Fontaine", "email": "ip@lumiere.example"},
    "brands": {"brands": ["Lumière", "L'Ombre"]},
}


def paper(name="extract.pdf"):
    return ContentFile(b"%PDF-1.4\n1 0 obj\n%%EOF", name=name)


@pytest.fixture
def applicant():
    """Has an account, and belongs nowhere."""
    return UserFactory(name="", email="claire@lumiere.example")


@pytest.fixture
def application(applicant):
    """Filled in from end to end: ready to be sent."""
    application = Application.objects.create(applicant=applicant)
    for step in STEPS:
        actions.answer(application, step, answers=ANSWERS[step.slug])
    by = Actor(name="Claire", user_id=applicant.pk)
    for kind in IdentityDocument.Kind:
        actions.attach(application, kind=kind, upload=paper(f"{kind}.pdf"), by=by)
    return application


@pytest.fixture
def organisation(application, applicant):
    """Has applied, and waits."""
    return actions.apply(application, applicant=applicant)
