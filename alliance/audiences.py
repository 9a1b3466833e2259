"""Who hears of what happens in the alliance. Every event stands here, told or silent."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alliance.access import Permission
from alliance.access.roles import PERMISSIONS
from alliance.agents.models import Mandate
from alliance.events import Event
from alliance.marks.models import Mark
from alliance.members.models import Membership, User
from alliance.notifications.rules import About, Rule
from alliance.organisations.models import Organisation
from portal.audit.models import Entry
from portal.web.navigation import url_of

# --- audiences -----------------------------------------------------------------


def members_of(*organisation_ids: int) -> QuerySet[User]:
    """Everyone who stands in one of the organisations, each once."""
    standing = Membership.objects.standing().filter(organisation__in=organisation_ids)
    return User.objects.filter(pk__in=standing.values("user"))


def staff_who_may(permission: Permission) -> QuerySet[User]:
    roles = [role for role, granted in PERMISSIONS.items() if permission in granted]
    standing = Membership.objects.standing().filter(
        organisation__kind=Organisation.Kind.OPERATOR, role__in=roles
    )
    return User.objects.filter(pk__in=standing.values("user"))


def _vetting_staff(_entry: Entry) -> Iterable[User]:
    return staff_who_may(Permission.ORGANISATION_VET)


def _checking_staff(entry: Entry) -> Iterable[User]:
    """Marks from a signed file are verified at once: nobody is called for them."""
    waits = Mark.objects.awaiting_check().filter(pk=entry.subject_id).exists()
    return staff_who_may(Permission.MARK_VERIFY) if waits else ()


def _own_people(entry: Entry) -> Iterable[User]:
    """Of the organisation that the case is about."""
    return members_of(int(entry.case.removeprefix("organisation-")))


def _mark_s_people(entry: Entry) -> Iterable[User]:
    return members_of(_mark(entry).organisation_id)


def _mark_s_other_people(entry: Entry) -> Iterable[User]:
    """Whoever entered the mark has a fuller letter from its own room."""
    mark = _mark(entry)
    return members_of(mark.organisation_id).exclude(pk=mark.registered_by_id or 0)


def _both_sides(entry: Entry) -> Iterable[User]:
    mandate = _mandate(entry)
    return members_of(mandate.principal_id, mandate.agent_id)


# --- what they are told of -----------------------------------------------------


def _mark(entry: Entry) -> Mark:
    return Mark.objects.select_related("organisation").get(pk=entry.subject_id)


def _mandate(entry: Entry) -> Mandate:
    return Mandate.objects.select_related("principal", "agent").get(pk=entry.subject_id)


def _about_organisation(entry: Entry) -> About:
    pk = int(entry.case.removeprefix("organisation-"))
    organisation = Organisation.objects.get(pk=pk)
    return About(
        {"organisation": organisation.name, "member": entry.detail.get("member", "")},
        url_of("home"),
    )


def _about_application(entry: Entry) -> About:
    about = _about_organisation(entry)
    return About(about.facts, url_of("organisation-list"))


def _about_mark(entry: Entry) -> About:
    mark = _mark(entry)
    return About({"mark": mark.name, "object": mark}, url_of("mark-detail", mark.pk))


def _about_mandate(entry: Entry) -> About:
    mandate = _mandate(entry)
    facts = {"principal": mandate.principal.name, "agent": mandate.agent.name}
    return About(facts, url_of("mandate-list"))


# --- the table -----------------------------------------------------------------

RULES: dict[str, Rule] = {
    Event.ORGANISATION_APPLIED: Rule(
        _("%(organisation)s asks to join the alliance"),
        _vetting_staff,
        _about_application,
    ),
    # Letters about admission are written by its own room: they go to applicants, too.
    Event.ORGANISATION_ADMITTED: Rule(
        _("%(organisation)s is a member of the alliance"),
        _own_people,
        _about_organisation,
    ),
    Event.ORGANISATION_REFUSED: Rule(
        _("%(organisation)s was not admitted"), _own_people, _about_organisation
    ),
    Event.ORGANISATION_SUSPENDED: Rule(
        _("%(organisation)s is suspended"), _own_people, _about_organisation
    ),
    Event.ORGANISATION_READMITTED: Rule(
        _("%(organisation)s is a member again"), _own_people, _about_organisation
    ),
    Event.MEMBER_JOINED: Rule(
        _("%(member)s joined %(organisation)s"), _own_people, _about_organisation
    ),
    Event.MARK_REGISTERED: Rule(
        _("The mark %(mark)s waits to be checked"), _checking_staff, _about_mark
    ),
    Event.MARK_MENDED: Rule(
        _("The mark %(mark)s was mended and waits to be checked"),
        _checking_staff,
        _about_mark,
    ),
    Event.MARK_VERIFIED: Rule(
        _("The mark %(mark)s is verified"), _mark_s_people, _about_mark
    ),
    Event.MARK_RETURNED: Rule(
        _("The mark %(mark)s needs something from you"),
        _mark_s_people,
        _about_mark,
        letter="alliance/notifications/letters/mark_returned.txt",
        written_to=_mark_s_other_people,
    ),
    Event.MARK_LAPSED: Rule(
        _("The mark %(mark)s has lapsed"),
        _mark_s_people,
        _about_mark,
        letter="alliance/notifications/letters/mark_lapsed.txt",
        written_to=_mark_s_other_people,
    ),
    Event.MARK_RENEWED: Rule(
        _("The mark %(mark)s is renewed"), _mark_s_people, _about_mark
    ),
    Event.MARK_REVOKED: Rule(
        _("The mark %(mark)s was revoked"), _mark_s_people, _about_mark
    ),
    Event.DOCUMENT_ADDED: Rule(
        _("A document of the mark %(mark)s waits to be read"),
        _checking_staff,
        _about_mark,
    ),
    Event.MANDATE_GRANTED: Rule(
        _("%(agent)s may now act for %(principal)s"), _both_sides, _about_mandate
    ),
    Event.MANDATE_REVOKED: Rule(
        _("%(agent)s no longer acts for %(principal)s"), _both_sides, _about_mandate
    ),
}

# Said in the timeline alone: whoever does these is the one concerned.
SILENT = frozenset(
    {
        Event.ORGANISATION_EDITED,
        Event.ORGANISATION_LEFT,
        Event.BRAND_ADDED,
        Event.MEMBER_INVITED,
        Event.INVITATION_REVOKED,
        Event.MEMBER_ROLE_CHANGED,
        Event.MEMBER_ENDED,
        Event.API_KEY_MADE,
        Event.API_KEY_REVOKED,
        Event.MARK_REFUSED,
        Event.MARK_JUDGED,
        Event.PICTURE_ADDED,
        Event.PICTURE_REMOVED,
        Event.TRUST_LIST_REFRESHED,
    }
)
