"""The order of the wizard's questions, and the answers given so far."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.web.shapes import Fact
from takedowns.notices.models import Notice
from takedowns.notices.validation import Gap

STEPS = ("mark", "marketplace", "reason", "listings", "why", "evidence", "sign")
STEP_OF = {
    "mark": "notice-edit-mark",
    "marketplace": "notice-edit-marketplace",
    "reason": "notice-edit-reason",
    "addresses": "notice-edit-listings",
    "explanation": "notice-edit-why",
    "good_faith": "notice-edit-sign",
    "accuracy": "notice-edit-sign",
    "authority": "notice-edit-sign",
    "signed_name": "notice-edit-sign",
}


def after(step: str, notice: Notice) -> str:
    """Where to go on: back to the check when all was answered before, else the next."""
    if notice.signed_name and notice.items.exists():
        return "notice-check"
    return f"notice-edit-{STEPS[STEPS.index(step) + 1]}"


def before(step: str, notice: Notice) -> str:
    place = STEPS.index(step)
    if place == 0:
        return reverse("draft-list")
    return reverse(f"notice-edit-{STEPS[place - 1]}", args=[notice.reference])


def facts(notice: Notice) -> list[Fact]:
    """What was answered, each with the way back to its question."""
    number = notice.items.count()
    files = notice.evidence.count()
    told = [
        (_("Mark"), notice.mark, "mark"),
        (_("Marketplace"), notice.marketplace, "marketplace"),
        (_("What is wrong"), notice.get_reason_display(), "reason"),
        (
            _("Listings"),
            ngettext("%(n)s listing", "%(n)s listings", number) % {"n": number}
            if number
            else "",
            "listings",
        ),
        (_("Why they infringe"), notice.explanation, "why"),
        (
            _("Evidence"),
            ngettext("%(n)s file", "%(n)s files", files) % {"n": files}
            if files
            else "",
            "evidence",
        ),
        (_("Declarations"), _declarations(notice), "sign"),
        (_("Signed by"), notice.signed_name, "sign"),
    ]
    return [
        Fact(
            label,
            str(value or ""),
            reverse(f"notice-edit-{step}", args=[notice.reference]),
        )
        for label, value, step in told
    ]


def missing(gaps: Iterable[Gap], notice: Notice) -> list[tuple[str, str]]:
    """Each gap in words, with the address of the question that closes it."""
    return [
        (str(gap), reverse(STEP_OF[gap.field], args=[notice.reference])) for gap in gaps
    ]


def _declarations(notice: Notice) -> str:
    made = [
        (notice.declares_good_faith, _("In good faith")),
        (notice.declares_accuracy, _("Accurate and complete")),
        (notice.declares_authority, _("Entitled to act")),
    ]
    return "\n".join(words for is_made, words in made if is_made)
