from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.access import NotPermitted, Permission, require
from alliance.agents.models import Mandate
from alliance.agents.territories import TERRITORIES
from alliance.events import Event
from alliance.marks.models import Mark
from alliance.marks.states import State as MarkState
from alliance.organisations.models import Organisation
from alliance.organisations.states import State
from portal import audit
from portal.actor import Actor
from portal.files import actions as files
from portal.files.models import StoredFile
from portal.states import WrongState

ACCEPTED = {StoredFile.Kind.PDF, StoredFile.Kind.PICTURE}


@transaction.atomic
def grant(
    principal: Organisation,
    *,
    agent: Organisation,
    marks: Iterable[Mark],
    territories: Iterable[str],
    acts: Iterable[str],
    valid_from: date,
    valid_until: date | None = None,
    document: "File[bytes] | None" = None,
    by: Actor,
) -> Mandate:
    """Let an agency act with one's own marks.

    No territories: everywhere. No last day: until it is revoked.
    Raises ValidationError, by field, for a mark that is not one's own, an agent that is
    no agency in good standing, a day that has gone, and a document that is none.
    """
    require(Permission.MANDATE_GRANT, by=by, organisation_id=principal.pk)
    if principal.kind != Organisation.Kind.BRAND:
        raise NotPermitted(f"{principal} has no marks to give a mandate for")
    chosen = list(marks)
    _require_agency(agent)
    _require_own(chosen, principal)
    _require_days(valid_from, valid_until)
    mandate = Mandate.objects.create(
        principal=principal,
        agent=agent,
        territories=_known(territories),
        acts=_acts(acts),
        valid_from=valid_from,
        valid_until=valid_until,
        document=_stored(document, by=by),
        granted_by_id=by.user_id or 0,
    )
    mandate.marks.set(chosen)
    audit.record(
        Event.MANDATE_GRANTED,
        mandate,
        by=by,
        agent=agent.name,
        agent_id=agent.pk,
        marks=[mark.pk for mark in chosen],
        acts=mandate.acts,
        territories=mandate.territories,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    return mandate


@transaction.atomic
def revoke(mandate: Mandate, *, by: Actor) -> None:
    """From this moment the agent may do nothing under it, and sees its marks no more."""
    require(Permission.MANDATE_GRANT, by=by, organisation_id=mandate.principal_id)
    now = timezone.now()
    standing = Mandate.objects.filter(pk=mandate.pk, revoked_at=None)
    if not standing.update(revoked_at=now):
        raise WrongState(f"{mandate} was revoked before")
    mandate.revoked_at = now
    audit.record(Event.MANDATE_REVOKED, mandate, by=by, agent_id=mandate.agent_id)


def _require_agency(agent: Organisation) -> None:
    if agent.kind != Organisation.Kind.AGENCY or agent.state != State.ACTIVE:
        raise ValidationError(
            {"agent": _("Choose an agency that is an active member.")}
        )


def _require_own(marks: list[Mark], principal: Organisation) -> None:
    if not marks:
        raise ValidationError({"marks": _("Choose at least one mark.")})
    if any(
        mark.organisation_id != principal.pk or mark.state == MarkState.REVOKED
        for mark in marks
    ):
        raise ValidationError({"marks": _("Choose from your own marks.")})


def _require_days(valid_from: date, valid_until: date | None) -> None:
    if valid_until is None:
        return
    if valid_until < valid_from:
        raise ValidationError(
            {"valid_until": _("The last day is before the first one.")}
        )
    if valid_until < timezone.now().date():
        raise ValidationError({"valid_until": _("This day has gone already.")})


def _known(territories: Iterable[str]) -> list[str]:
    chosen = sorted(set(territories))
    if any(code not in TERRITORIES for code in chosen):
        raise ValidationError({"territories": _("Choose territories from the list.")})
    return chosen


def _acts(acts: Iterable[str]) -> list[str]:
    chosen = [act.value for act in Mandate.Act if act.value in set(acts)]
    if not chosen or len(chosen) != len(set(acts)):
        raise ValidationError({"acts": _("Choose what the agent may do.")})
    return chosen


def _stored(document: "File[bytes] | None", *, by: Actor) -> StoredFile | None:
    if document is None:
        return None
    try:
        return files.store(document, accept=ACCEPTED, by=by)
    except ValidationError as error:
        raise ValidationError({"document": error.messages}) from error
