"""Each permission in words, in the groups of `permissions.py`, for people to read."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliance.access.permissions import Permission as P

WORDS: Mapping[P, str | Promise] = {
    P.ORGANISATION_VIEW: _("See the organisation and its brands"),
    P.ORGANISATION_EDIT: _("Change its contacts, add brands, leave the alliance"),
    P.ORGANISATION_VET: _("Admit or refuse who applies"),
    P.ORGANISATION_SUSPEND: _("Suspend and readmit an organisation"),
    P.MEMBER_VIEW: _("See who its members are"),
    P.MEMBER_MANAGE: _("Invite members, change their roles, end memberships"),
    P.API_KEY_MAKE: _("Make API keys for oneself"),
    P.MARK_VIEW: _("See marks"),
    P.MARK_REGISTER: _("Register and mend marks"),
    P.MARK_VERIFY: _("Verify or return marks"),
    P.MANDATE_VIEW: _("See mandates"),
    P.MANDATE_GRANT: _("Grant and revoke mandates"),
    P.NOTICE_VIEW: _("See notices and where they stand"),
    P.NOTICE_DRAFT: _("Draft notices"),
    P.NOTICE_SUBMIT: _("Send notices"),
    P.NOTICE_WITHDRAW: _("Withdraw notices"),
    P.ITEM_CLAIM: _("Take items from the review desk"),
    P.NOTICE_DECIDE: _("Decide items"),
    P.ORDER_VIEW: _("See takedown orders"),
    P.ORDER_RETRY: _("Send a stuck order again"),
    P.AUDIT_VIEW: _("Read the audit log"),
}

GROUPS: tuple[tuple[str | Promise, tuple[P, ...]], ...] = (
    (
        _("The alliance and its members"),
        (
            P.ORGANISATION_VIEW,
            P.ORGANISATION_EDIT,
            P.ORGANISATION_VET,
            P.ORGANISATION_SUSPEND,
            P.MEMBER_VIEW,
            P.MEMBER_MANAGE,
            P.API_KEY_MAKE,
        ),
    ),
    (
        _("Marks, and who may use them"),
        (P.MARK_VIEW, P.MARK_REGISTER, P.MARK_VERIFY, P.MANDATE_VIEW, P.MANDATE_GRANT),
    ),
    (
        _("Notices"),
        (P.NOTICE_VIEW, P.NOTICE_DRAFT, P.NOTICE_SUBMIT, P.NOTICE_WITHDRAW),
    ),
    (
        _("The review desk and what follows"),
        (P.ITEM_CLAIM, P.NOTICE_DECIDE, P.ORDER_VIEW, P.ORDER_RETRY, P.AUDIT_VIEW),
    ),
)
