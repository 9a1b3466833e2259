"""Everything that can happen to a member of the alliance, as the audit log names it."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Event(StrEnum):
    ORGANISATION_APPLIED = "organisation.applied"
    ORGANISATION_EDITED = "organisation.edited"
    ORGANISATION_ADMITTED = "organisation.admitted"
    ORGANISATION_REFUSED = "organisation.refused"
    ORGANISATION_SUSPENDED = "organisation.suspended"
    ORGANISATION_READMITTED = "organisation.readmitted"
    ORGANISATION_LEFT = "organisation.left"
    BRAND_ADDED = "brand.added"
    MEMBER_INVITED = "member.invited"
    INVITATION_REVOKED = "invitation.revoked"
    MEMBER_JOINED = "member.joined"
    MEMBER_ROLE_CHANGED = "member.role_changed"
    MEMBER_ENDED = "member.ended"
    API_KEY_MADE = "api_key.made"
    API_KEY_REVOKED = "api_key.revoked"
    MARK_REGISTERED = "mark.registered"
    MARK_REFUSED = "mark.refused"
    MARK_VERIFIED = "mark.verified"
    MARK_RETURNED = "mark.returned"
    MARK_MENDED = "mark.mended"
    MARK_LAPSED = "mark.lapsed"
    MARK_RENEWED = "mark.renewed"
    MARK_REVOKED = "mark.revoked"
    MARK_JUDGED = "mark.judged"
    DOCUMENT_ADDED = "mark.document_added"
    PICTURE_ADDED = "mark.picture_added"
    PICTURE_REMOVED = "mark.picture_removed"
    TRUST_LIST_REFRESHED = "trust_list.refreshed"
    MANDATE_GRANTED = "mandate.granted"
    MANDATE_REVOKED = "mandate.revoked"


# What a timeline says of it.
WORDS: Mapping[str, str | Promise] = {
    Event.ORGANISATION_APPLIED: _("Applied to join"),
    Event.ORGANISATION_EDITED: _("Details changed"),
    Event.ORGANISATION_ADMITTED: _("Admitted"),
    Event.ORGANISATION_REFUSED: _("Refused"),
    Event.ORGANISATION_SUSPENDED: _("Suspended"),
    Event.ORGANISATION_READMITTED: _("Readmitted"),
    Event.ORGANISATION_LEFT: _("Left the alliance"),
    Event.BRAND_ADDED: _("Brand added"),
    Event.MEMBER_INVITED: _("Invitation sent"),
    Event.INVITATION_REVOKED: _("Invitation revoked"),
    Event.MEMBER_JOINED: _("Member joined"),
    Event.MEMBER_ROLE_CHANGED: _("Role changed"),
    Event.MEMBER_ENDED: _("Membership ended"),
    Event.API_KEY_MADE: _("API key made"),
    Event.API_KEY_REVOKED: _("API key revoked"),
    Event.MARK_REGISTERED: _("Mark registered"),
    Event.MARK_REFUSED: _("Signed mark refused"),
    Event.MARK_VERIFIED: _("Mark verified"),
    Event.MARK_RETURNED: _("Mark returned"),
    Event.MARK_MENDED: _("Mark sent in again"),
    Event.MARK_LAPSED: _("Mark lapsed"),
    Event.MARK_RENEWED: _("Mark renewed"),
    Event.MARK_REVOKED: _("Mark revoked"),
    Event.PICTURE_ADDED: _("Reference picture added"),
    Event.TRUST_LIST_REFRESHED: _("Trust list refreshed"),
    Event.MANDATE_GRANTED: _("Mandate granted"),
    Event.MANDATE_REVOKED: _("Mandate revoked"),
}
