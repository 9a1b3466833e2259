"""Who they are: the office, the brands and the agency that joined, and one that asks."""

from django.db import transaction
from django.utils import timezone

from alliance.admission import actions as admission
from alliance.admission.models import Application
from alliance.admission.steps import STEPS
from alliance.members import actions as members
from alliance.members import invitations
from alliance.members.models import Membership, User
from alliance.organisations.models import IdentityDocument, Organisation
from alliance.organisations.states import ADMIT, State
from portal import states
from takedowns.demo import papers
from takedowns.demo.cast import (
    APPLICANT,
    IRENE,
    MEMBERS,
    OFFICE,
    House,
    Person,
)
from takedowns.demo.people import account, acting, give_second_factor


def tell() -> None:
    _open_office()
    for house in (*MEMBERS, APPLICANT):
        _apply(house)
    for house in MEMBERS:
        _admit(house)
        _gather(house)


@transaction.atomic
def _open_office() -> None:
    """Nobody vets who runs the portal: it is there before anyone could."""
    office, is_new = Organisation.objects.get_or_create(
        name=OFFICE.name, defaults=_columns(OFFICE)
    )
    if is_new:
        states.make(ADMIT, office, decided_at=timezone.now())
    for person in OFFICE.people:
        _join(person, office)
        give_second_factor(account(person))


def _apply(house: House) -> None:
    """As on the pages: the answers step by step, the documents, and off it goes."""
    head = account(house.head)
    if Organisation.objects.filter(name=house.name).exists():
        return
    application, _is_new = Application.objects.get_or_create(applicant=head)
    answers = _answers(house)
    for step in STEPS:
        if step.slug in answers:
            admission.answer(application, step, answers=answers[step.slug])
    with transaction.atomic():
        _show_papers(application, house, head)
        admission.apply(application, applicant=head)


def _answers(house: House) -> dict[str, dict[str, object]]:
    columns = _columns(house)
    answers: dict[str, dict[str, object]] = {
        "kind": {"kind": house.kind},
        "name": {
            "name": house.name,
            **{key: columns[key] for key in ("registration_number", "country")},
        },
        "address": {"address": house.address, "website": ""},
        "contact": {"applicant_name": house.head.name, "email": house.head.email},
    }
    if house.brands:
        answers["brands"] = {"brands": list(house.brands)}
    return answers


def _columns(house: House) -> dict[str, str]:
    return {
        "kind": house.kind,
        "country": house.country,
        "address": house.address,
        "registration_number": house.registration_number,
        "email": house.head.email,
    }


def _show_papers(application: Application, house: House, head: User) -> None:
    lines = [house.name, house.registration_number, house.address]
    signs = [house.head.name, f"signs for {house.name}"]
    shown = {
        IdentityDocument.Kind.REGISTRATION: papers.upload("Extract", lines),
        IdentityDocument.Kind.AUTHORITY: papers.upload("Authority", signs),
    }
    by = papers.giver(head)
    for kind, paper in shown.items():
        admission.attach(application, kind=kind, upload=paper, by=by)


def _admit(house: House) -> None:
    organisation = Organisation.objects.get(name=house.name)
    if organisation.state == State.APPLIED:
        admission.admit(organisation, by=acting(IRENE))


def _gather(house: House) -> None:
    """The head invites the others, who accept; and some who have not come yet."""
    organisation = Organisation.objects.get(name=house.name)
    if house.needs_code(house.head):
        give_second_factor(account(house.head))
    for person in house.people[1:]:
        _join_by_letter(person, organisation, house)
    for email, role in house.invited:
        if not organisation.invitations.filter(email=email).exists():
            invitations.invite(
                organisation, email=email, role=role, by=acting(house.head)
            )


@transaction.atomic
def _join_by_letter(person: Person, organisation: Organisation, house: House) -> None:
    user = account(person)
    if _belongs(user, organisation):
        return
    invitation = invitations.invite(
        organisation, email=person.email, role=person.role, by=acting(house.head)
    )
    invitations.accept(invitation, user=user)


def _join(person: Person, organisation: Organisation) -> None:
    user = account(person)
    if not _belongs(user, organisation):
        members.join(user, organisation=organisation, role=person.role)


def _belongs(user: User, organisation: Organisation) -> bool:
    standing = Membership.objects.standing()
    return standing.filter(user=user, organisation=organisation).exists()
