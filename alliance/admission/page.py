"""What the page of an organisation shows, and to whom."""

from typing import Any

from django.utils.translation import gettext as _

from alliance.access import Permission
from alliance.access.telling import who
from alliance.events import WORDS as EVENT_WORDS
from alliance.members.models import Membership
from alliance.organisations.models import Organisation
from alliance.organisations.states import LEAVE, State
from portal.actor import Actor
from portal.audit.models import Entry
from portal.countries import COUNTRIES
from portal.web.shapes import Fact, TimelineLine


def about(organisation: Organisation, *, viewer: Actor) -> dict[str, Any]:
    is_own = viewer.organisation_id == organisation.pk
    is_member = organisation.kind != Organisation.Kind.OPERATOR
    vets = viewer.can(Permission.ORGANISATION_VET) and not is_own
    suspends = viewer.can(Permission.ORGANISATION_SUSPEND) and is_member and not is_own
    edits = viewer.can(Permission.ORGANISATION_EDIT)
    sees_documents = vets or (edits and is_own)
    members = (
        Membership.objects.visible_to(viewer)
        .filter(organisation=organisation)
        .standing()
        .select_related("user")
        .order_by("id")
    )
    return {
        "organisation": organisation,
        "facts": _facts(organisation),
        "brands": organisation.brands.order_by("name")[:200],
        "documents": organisation.documents.select_related("file").order_by("id")
        if sees_documents
        else None,
        "members": members[:100],
        "history": _history(organisation, viewer) if sees_documents else None,
        "is_own": is_own,
        "decides": vets and organisation.state == State.APPLIED,
        "suspends": suspends and organisation.state == State.ACTIVE,
        "readmits": suspends and organisation.state == State.SUSPENDED,
        "leaves": edits
        and is_own
        and is_member
        and organisation.state in LEAVE.sources,
        "edits": edits,
        "applies_again": is_own and edits and organisation.state == State.REFUSED,
    }


def _facts(organisation: Organisation) -> list[Fact]:
    country = COUNTRIES.get(organisation.country, organisation.country)
    return [
        Fact(_("Kind"), organisation.get_kind_display()),
        Fact(_("Registration number"), organisation.registration_number),
        Fact(_("Country"), country),
        Fact(_("Address"), organisation.address),
        Fact(_("Website"), organisation.website),
        Fact(_("Where the alliance writes to"), organisation.email),
    ]


def _history(organisation: Organisation, viewer: Actor) -> list[TimelineLine]:
    """What was done to the organisation and its people, newest first."""
    entries = Entry.objects.of_case(f"organisation-{organisation.pk}").reverse()
    return [
        TimelineLine(
            at=entry.recorded_at,
            what=EVENT_WORDS.get(entry.event, entry.event),
            who=who(entry, viewer=viewer),
            note=str(
                entry.detail.get("reason")
                or entry.detail.get("member")
                or entry.detail.get("email")
                or entry.detail.get("name")
                or ""
            ),
        )
        for entry in entries[:100]
    ]
