"""Whose name a reader of the log is told: their own side's, and staff everybody's.

Who works for the alliance is not told to those they decide about.
"""

from django.utils.translation import gettext as _

from alliance.access.roles import ROLES_OF_KIND
from portal.actor import Actor
from portal.audit.models import Entry

# Neither is a person: the portal itself, and whoever holds the link to a statement.
NAMELESS = {"system", "seller"}


def who(entry: Entry, *, viewer: Actor) -> str:
    """The name to show; "" where nobody acted, or nobody we know."""
    if entry.actor_role in NAMELESS:
        return ""
    is_own = entry.actor_organisation_id == viewer.organisation_id
    if viewer.everywhere or is_own:
        return entry.actor_name
    is_staff = entry.actor_role in ROLES_OF_KIND["operator"]
    return _("The alliance") if is_staff else _("The other party")
