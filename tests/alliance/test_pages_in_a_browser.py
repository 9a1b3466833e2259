"""Every page of the alliance's own rooms, seen as its readers see it."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from alliance.access import Role
from alliance.admission import actions as admission
from alliance.admission.models import Application
from alliance.members import invitations
from alliance.members.models import ApiKey, Membership, User
from alliance.organisations.models import IdentityDocument
from portal.actor import Actor
from tests.alliance.admission.conftest import ANSWERS
from tests.browser import axe, overflow
from tests.factories import (
    BrandFactory,
    MandateFactory,
    MarkFactory,
    MembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

APPLICANT = [
    "apply",
    "apply-step kind",
    "apply-step name",
    "apply-step address",
    "apply-step brands",
    "apply-documents",
    "apply-check",
]
HOUSE = [
    "home",
    "organisation-detail",
    "organisation-edit",
    "brand-add",
    "organisation-leave",
    "permissions",
]
PEOPLE = [
    "member-list",
    "member-invite",
    "member-role",
    "member-end",
    "membership-list",
    "profile",
]
POWERS = [
    "api-key-list",
    "mandate-list",
    "mandate-grant",
    "mandate-detail",
]
STAFF = [
    "organisation-list",
    "organisation-queue",
    "organisation-detail waiting",
    "organisation-suspend",
]
NEWCOMER = ["home", "apply", "membership-list", "mandate-list"]


@pytest.fixture
def story(brand, agency, signatory, senior):
    """Maison Aurelle with people, keys and mandates, and one that waits to be admitted."""
    MembershipFactory(organisation=brand, role=Role.OBSERVER, user__name="Ada Novak")
    invitations.invite(
        brand, email="lin@aurelle.example", role=Role.SUBMITTER, by=signatory
    )
    BrandFactory(organisation=brand, name="Aurelle", variants=["奥雷尔", "AURELE"])
    marks = [
        MarkFactory(organisation=brand, name="AURELLE"),
        MarkFactory(organisation=brand, name="奥雷尔"),
    ]
    mandate = MandateFactory(
        principal=brand, agent=agency, marks=marks, territories=["EU", "CN"]
    )
    MandateFactory(
        principal=brand, agent=agency, marks=marks, valid_until=date(2024, 1, 1)
    )
    own = Membership.objects.get(user_id=signatory.user_id)
    ApiKey.objects.create(
        membership=own,
        name="Nightly import",
        public_id="00ffee112233",
        scopes=["read", "file"],
        expires_at=timezone.now() + timedelta(days=90),
        last_used_at=timezone.now(),
    )
    waiting = _applied(UserFactory(email="claire@lumiere.example"))
    observer = own.organisation.memberships.get(role=Role.OBSERVER)
    return {
        "mandate-detail": mandate.pk,
        "member-role": observer.pk,
        "member-end": observer.pk,
        "organisation": brand.pk,
        "waiting": waiting.pk,
    }


def _begun(user):
    application = Application.objects.create(applicant=user, answers=ANSWERS)
    for kind in IdentityDocument.Kind:
        admission.attach(
            application,
            kind=kind,
            upload=ContentFile(b"%PDF-1.4\n%%EOF", name=f"extract-{kind}.pdf"),
            by=Actor(name=user.name, user_id=user.pk),
        )
    return application


def _applied(user):
    return admission.apply(_begun(user), applicant=user)


@pytest.fixture
def visit(page, live_server, sign_in, story, signatory, senior):
    """Go to a page by its name, as somebody, and see that it is well."""

    def visited(who, name):
        if isinstance(who, Actor):
            who = User.objects.get(pk=who.user_id)
        cookie = _cookie(sign_in, who)
        page.context.add_cookies(
            [{"name": "session", "value": cookie, "url": live_server.url}]
        )
        answer = page.goto(live_server.url + _url(name, story))
        assert answer.status == 200, name
        return page

    return visited


def _cookie(sign_in, user):
    actor = Actor(name=user.name, user_id=user.pk)
    return sign_in(actor).cookies["session"].value


def _url(name, story):
    name, _space, which = name.partition(" ")
    if name == "apply-step":
        return reverse(name, args=[which])
    if name in story:
        return reverse(name, args=[story[name]])
    takes_organisation = name in {
        "organisation-detail",
        "organisation-edit",
        "organisation-leave",
        "organisation-suspend",
        "brand-add",
    }
    if takes_organisation:
        return reverse(name, args=[story[which or "organisation"]])
    return reverse(name)


def faults(page):
    """What is wrong with it, wide and by day, narrow and by night."""
    found = []
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{page.url} {scheme}: {fault}" for fault in axe(page)]
        if overflow(page) > 0:
            found.append(f"{page.url} {scheme}: wider than its window")
    return found + page.complaints


class TestEveryPageIsWell:
    @pytest.mark.parametrize("names", [HOUSE, PEOPLE, POWERS])
    def test_of_a_signatory(self, visit, signatory, names):
        assert [f for name in names for f in faults(visit(signatory, name))] == []

    def test_of_the_operator(self, visit, senior):
        assert [f for name in STAFF for f in faults(visit(senior, name))] == []

    def test_of_an_applicant(self, visit):
        applicant = UserFactory(name="Nora Field")
        _begun(applicant)

        assert [f for name in APPLICANT for f in faults(visit(applicant, name))] == []

    def test_of_who_belongs_nowhere(self, visit):
        newcomer = UserFactory()

        assert [f for name in NEWCOMER for f in faults(visit(newcomer, name))] == []
