"""An organisation's way into the alliance, and out of it: see organisations/states.py."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.access import NotPermitted, Permission, Role, require
from alliance.admission import letters
from alliance.admission.models import Application, ApplicationDocument
from alliance.admission.steps import Step, is_complete
from alliance.events import Event
from alliance.members import actions as members
from alliance.members.models import Membership, User
from alliance.organisations.models import Brand, IdentityDocument, Organisation
from alliance.organisations.states import (
    ADMIT,
    LEAVE,
    READMIT,
    REAPPLY,
    REFUSE,
    SUSPEND,
    State,
)
from portal import audit, states
from portal.actor import Actor
from portal.files import actions as files
from portal.files.models import StoredFile
from portal.states import Move, WrongState

ACCEPTED = {StoredFile.Kind.PDF, StoredFile.Kind.PICTURE}
MOST_DOCUMENTS = 20


def begin(applicant: User) -> Application:
    """One's own application, begun before or now. Nobody but the applicant sees it."""
    application, _is_new = Application.objects.get_or_create(applicant=applicant)
    return application


@transaction.atomic
def answer(application: Application, step: Step, *, answers: dict[str, Any]) -> None:
    """Keep one step's cleaned answers. Two tabs may answer two steps at once."""
    row = _locked(application)
    row.answers[step.slug] = answers
    row.save(update_fields=["answers"])
    application.answers = row.answers


def attach(
    application: Application,
    *,
    kind: IdentityDocument.Kind,
    upload: "File[bytes]",
    by: Actor,
) -> ApplicationDocument:
    """Keep an identity document. ValidationError, in words, for what is not one."""
    if application.documents.count() >= MOST_DOCUMENTS:
        raise ValidationError(
            _("There are %(count)s documents already. Remove one first."),
            params={"count": MOST_DOCUMENTS},
            code="too_many",
        )
    file = files.store(upload, accept=ACCEPTED, by=by)
    return ApplicationDocument.objects.create(
        application=application, kind=kind, file=file
    )


def detach(document: ApplicationDocument) -> None:
    """Take a document out of an application that was not sent yet."""
    document.delete()


@transaction.atomic
def begin_again(
    organisation: Organisation, *, applicant: User, by: Actor
) -> Application:
    """After a refusal: an application filled with what was told before."""
    require(Permission.ORGANISATION_EDIT, by=by, organisation_id=organisation.pk)
    if organisation.state != State.REFUSED:
        raise WrongState(f"{organisation} was not refused")
    application, _is_new = Application.objects.update_or_create(
        applicant=applicant,
        defaults={
            "organisation": organisation,
            "answers": _told_before(organisation, applicant),
        },
    )
    return application


@transaction.atomic
def apply(application: Application, *, applicant: User) -> Organisation:
    """Send the application in. The applicant becomes the organisation's signatory.

    WrongState if it was sent before, ValidationError for gaps and for a name that is
    in the alliance already.
    """
    if application.applicant_id != applicant.pk:
        raise NotPermitted(f"{applicant} may not send this")
    application = _locked(application)
    if not is_complete(application):
        raise ValidationError(
            _("Something is missing. Complete every part first."), code="incomplete"
        )
    _require_new_name(application)
    applicant.name = application.answer("contact", "applicant_name")
    applicant.save(update_fields=["name"])
    organisation = application.organisation
    try:
        with transaction.atomic():
            if organisation is None:
                organisation = _enter(application, applicant)
            else:
                _enter_again(application, organisation, applicant)
    except IntegrityError as error:  # the name was entered in this very moment
        raise _name_taken() from error
    by = _signatory(applicant, organisation)
    _hand_over(application, organisation)
    letters.received(organisation, to=applicant)
    audit.record(
        Event.ORGANISATION_APPLIED, organisation, by=by, name=organisation.name
    )
    return organisation


@transaction.atomic
def admit(organisation: Organisation, *, reason: str = "", by: Actor) -> None:
    require(Permission.ORGANISATION_VET, by=by, organisation_id=organisation.pk)
    _require_no_stake(organisation, by=by)
    _decide(ADMIT, organisation, reason=reason, by=by)
    letters.told("admitted", organisation)
    audit.record(Event.ORGANISATION_ADMITTED, organisation, by=by, reason=reason)


@transaction.atomic
def refuse(organisation: Organisation, *, reason: str, by: Actor) -> None:
    """Refuse, and say why: the organisation may mend it and apply again."""
    require(Permission.ORGANISATION_VET, by=by, organisation_id=organisation.pk)
    _require_no_stake(organisation, by=by)
    _require_reason(reason)
    _decide(REFUSE, organisation, reason=reason, by=by)
    letters.told("refused", organisation)
    audit.record(Event.ORGANISATION_REFUSED, organisation, by=by, reason=reason)


@transaction.atomic
def suspend(organisation: Organisation, *, reason: str, by: Actor) -> None:
    """From now on its people, keys and mandates may see, and do nothing."""
    require(Permission.ORGANISATION_SUSPEND, by=by, organisation_id=organisation.pk)
    _require_no_stake(organisation, by=by)
    _require_reason(reason)
    _decide(SUSPEND, organisation, reason=reason, by=by)
    letters.told("suspended", organisation)
    audit.record(Event.ORGANISATION_SUSPENDED, organisation, by=by, reason=reason)


@transaction.atomic
def readmit(organisation: Organisation, *, reason: str, by: Actor) -> None:
    require(Permission.ORGANISATION_SUSPEND, by=by, organisation_id=organisation.pk)
    _require_no_stake(organisation, by=by)
    _require_reason(reason)
    _decide(READMIT, organisation, reason=reason, by=by)
    letters.told("readmitted", organisation)
    audit.record(Event.ORGANISATION_READMITTED, organisation, by=by, reason=reason)


@transaction.atomic
def leave(organisation: Organisation, *, reason: str = "", by: Actor) -> None:
    """Its own signatory takes it out of the alliance. What it did stays on record."""
    require(Permission.ORGANISATION_EDIT, by=by, organisation_id=organisation.pk)
    if by.organisation_id != organisation.pk:
        raise NotPermitted("Nobody leaves for another")
    _require_not_operator(organisation)
    _decide(LEAVE, organisation, reason=reason, by=by)
    letters.told("left", organisation)
    audit.record(Event.ORGANISATION_LEFT, organisation, by=by, reason=reason)


def _locked(application: Application) -> Application:
    row = (
        Application.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=application.pk)
        .first()
    )
    if row is None:
        raise WrongState(f"{application} was sent before")
    return row


def _require_new_name(application: Application) -> None:
    same = Organisation.objects.filter(name__iexact=application.answer("name", "name"))
    if application.organisation_id:
        same = same.exclude(pk=application.organisation_id)
    if same.exists():
        raise _name_taken()


def _name_taken() -> ValidationError:
    return ValidationError(
        _(
            "An organisation of this name has applied already. Ask its signatory for an "
            "invitation, or change the name."
        ),
        code="name_taken",
    )


def _enter(application: Application, applicant: User) -> Organisation:
    organisation = Organisation.objects.create(**_told(application))
    members.join(applicant, organisation=organisation, role=Role.SIGNATORY)
    return organisation


def _enter_again(
    application: Application, organisation: Organisation, applicant: User
) -> None:
    by = _signatory(applicant, organisation)
    require(Permission.ORGANISATION_EDIT, by=by, organisation_id=organisation.pk)
    states.make(REAPPLY, organisation, **_told(application), applied_at=timezone.now())


def _told(application: Application) -> dict[str, Any]:
    """The organisation's columns, as the applicant filled them."""
    answers = application.answers
    return {
        "kind": answers["kind"]["kind"],
        **answers["name"],
        **answers["address"],
        "email": answers["contact"]["email"],
    }


def _told_before(organisation: Organisation, applicant: User) -> dict[str, Any]:
    brands = organisation.brands.order_by("id").values_list("name", flat=True)
    answers: dict[str, Any] = {
        "kind": {"kind": organisation.kind},
        "name": {
            "name": organisation.name,
            "registration_number": organisation.registration_number,
            "country": organisation.country,
        },
        "address": {"address": organisation.address, "website": organisation.website},
        "contact": {"applicant_name": applicant.name, "email": organisation.email},
    }
    if organisation.kind == Organisation.Kind.BRAND:
        answers["brands"] = {"brands": list(brands)}
    return answers


def _signatory(applicant: User, organisation: Organisation) -> Actor:
    membership = Membership.objects.standing().filter(
        user=applicant, organisation=organisation
    )
    return membership.select_related("user", "organisation").get().as_actor()


def _hand_over(application: Application, organisation: Organisation) -> None:
    """Brands and documents become the organisation's; the application goes."""
    if organisation.kind == Organisation.Kind.BRAND:
        Brand.objects.bulk_create(
            [
                Brand(organisation=organisation, name=name)
                for name in application.answers["brands"]["brands"]
            ],
            ignore_conflicts=True,
        )
    documents = list(application.documents.all())
    IdentityDocument.objects.bulk_create(
        IdentityDocument(organisation=organisation, kind=d.kind, file_id=d.file_id)
        for d in documents
    )
    StoredFile.objects.filter(pk__in=[d.file_id for d in documents]).update(
        organisation_id=organisation.pk
    )
    application.delete()


def _require_no_stake(organisation: Organisation, *, by: Actor) -> None:
    """Nobody decides about an organisation they belong to, nor about the operator."""
    _require_not_operator(organisation)
    if organisation.memberships.filter(user_id=by.user_id or 0, ended_at=None).exists():
        raise NotPermitted(f"{by.name} belongs to {organisation}")


def _require_not_operator(organisation: Organisation) -> None:
    if organisation.kind == Organisation.Kind.OPERATOR:
        raise ValidationError(
            _("The operator runs the portal, and neither joins nor leaves it."),
            code="operator",
        )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the organisation is told.")})


def _decide(move: Move, organisation: Organisation, *, reason: str, by: Actor) -> None:
    states.make(
        move,
        organisation,
        decided_at=timezone.now(),
        decided_by_id=by.user_id,
        decision_reason=reason,
    )
