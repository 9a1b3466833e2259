"""A mark as lines for a page: every field of RFC 7848 that it has, and what it is for."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.marks.models import Mark
from alliance.marks.offices import territory_of
from alliance.marks.states import State
from portal.web.shapes import Fact
from portal.web.words import day


def facts(mark: Mark) -> list[Fact]:
    """What the register, the court or the treaty says; only what is told."""
    told = [
        Fact(_("Kind"), mark.get_kind_display()),
        Fact(_("Form"), mark.get_feature_display()),
        Fact(_("Territory"), mark.territory),
        Fact(_("Office"), mark.office),
        Fact(_("Registration number"), mark.registration_number),
        Fact(_("Registered on"), day(mark.registered_on)),
        Fact(_("Holds until"), day(mark.expires_on)),
        Fact(_("Application number"), mark.application_number),
        Fact(_("Applied for on"), day(mark.applied_on)),
        Fact(_("Court, or title of the treaty or statute"), mark.court_or_title),
        Fact(_("Reference number"), mark.reference_number),
        Fact(_("Protected since"), day(mark.protected_on)),
        Fact(_("In force since"), day(mark.executed_on)),
        Fact(_("Where it is protected"), _protections(mark)),
        Fact(_("Nice classes"), classes(mark)),
        Fact(_("Goods and services"), mark.goods_and_services),
        Fact(_("Mark's number at the Clearinghouse"), mark.mark_id),
        Fact(_("Domain labels"), ", ".join(mark.labels)),
        Fact(_("Its word alone"), mark.get_distinctiveness_display()),
    ]
    return [fact for fact in told if fact.value]


def signature_facts(mark: Mark) -> list[Fact]:
    file = mark.signed_file
    if file is None:
        return []
    return [
        Fact(_("Signed mark"), file.smd_id),
        Fact(_("Issued by"), file.issuer_name),
        Fact(_("Authority"), file.authority),
        Fact(_("Certificate of the signer"), file.signer_serial),
        Fact(_("Valid from"), day(file.valid_from.date())),
        Fact(_("Valid until"), day(file.valid_until.date())),
        Fact(_("Signature and lists last checked"), day(file.checked_at.date())),
    ]


def people(rows: list[dict[str, Any]]) -> list[list[Fact]]:
    """Holders, or contacts: each a list of what is told of them."""
    return [
        [
            Fact(label, _ROLES.get(row[key], row[key]))
            for key, label in _person_labels()
            if row.get(key)
        ]
        for row in rows
    ]


# mark:holder@entitlement and mark:contact@type of RFC 7848.
_ROLES = {
    "owner": gettext_lazy("Owner"),
    "assignee": gettext_lazy("Assignee"),
    "licensee": gettext_lazy("Licensee"),
    "agent": gettext_lazy("Agent"),
    "thirdparty": gettext_lazy("Third party"),
}


def classes(mark: Mark) -> str:
    return ", ".join(str(number) for number in mark.nice_classes)


def use(mark: Mark) -> tuple[str, list[str]]:
    """What the mark can be used for now: one sentence, then what follows from it."""
    if mark.is_usable:
        return _("Notices can be filed under this mark."), _reach(mark)
    sentence, *lines = _NOT_USABLE[mark.standing]
    return str(sentence), [str(line) for line in lines]


_NOT_USABLE = {
    State.PENDING: (
        gettext_lazy(
            "No notice can be filed yet: staff compare it with its certificate."
        ),
        gettext_lazy("Drafts can be prepared meanwhile."),
    ),
    State.RETURNED: (
        gettext_lazy("No notice can be filed until the mark is mended and verified."),
    ),
    State.LAPSED: (
        gettext_lazy(
            "The mark has ended: drafts stand still, and no new notice is taken."
        ),
        gettext_lazy("Notices that were sent in time go on."),
        gettext_lazy("Add the renewal, or upload its new signed file."),
    ),
    State.REVOKED: (
        gettext_lazy("Its authority has revoked the mark: it can no longer be used."),
    ),
}


def _reach(mark: Mark) -> list[str]:
    lines = [
        _("It reaches listings that are offered in: %(territory)s.")
        % {"territory": mark.territory}
    ]
    if mark.nice_classes:
        lines.append(
            _("It covers the goods and services of Nice classes %(classes)s.")
            % {"classes": classes(mark)}
        )
    if mark.ends_on:
        lines.append(_("Until %(day)s.") % {"day": day(mark.ends_on)})
    return lines


def _protections(mark: Mark) -> str:
    lines = []
    for each in mark.protections:
        place = ", ".join(filter(None, [territory_of(each["cc"]), each.get("region")]))
        ruling = ", ".join(territory_of(code) for code in each.get("ruling", []))
        lines.append(
            _("%(place)s (ruled in %(ruling)s)") % {"place": place, "ruling": ruling}
            if ruling
            else place
        )
    return "\n".join(lines)


def _person_labels() -> list[tuple[str, str]]:
    return [
        ("organisation", _("Organisation")),
        ("name", _("Name")),
        ("entitlement", _("Entitlement")),
        ("kind", _("As")),
        ("address", _("Address")),
        ("email", _("E-mail")),
        ("voice", _("Telephone")),
        ("fax", _("Fax")),
    ]
