"""What a decision must say, whichever door it comes through."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takedowns.enforcement.statement import EMAIL_ADDRESS
from takedowns.notices.placeholders import unfilled
from takedowns.notices.reasons import Reason
from takedowns.review.models import Decision
from takedowns.review.rules import Rejection

SHORTEST_FACTS = 20


def check(*, outcome: str, code: str, facts: str) -> None:
    """Raises ValidationError, one sentence a field, if the decision cannot stand."""
    faults = {
        "code": _code_fault(outcome, code),
        "facts": _facts_fault(facts),
    }
    found = {field: [fault] for field, fault in faults.items() if fault}
    if found:
        raise ValidationError(found)


def _code_fault(outcome: str, code: str) -> str:
    if outcome == Decision.Outcome.UPHELD and code not in Reason.values:
        return _("Choose the reason for which the listing comes down.")
    if outcome == Decision.Outcome.REJECTED and code not in Rejection.values:
        return _("Choose why the item is rejected.")
    return ""


def _facts_fault(facts: str) -> str:
    if len(facts.strip()) < SHORTEST_FACTS:
        return _("Say in a sentence or two what you saw: both sides will read it.")
    if EMAIL_ADDRESS.search(facts):
        return _("Take the e-mail address out: both sides and the public read this.")
    if unfilled(facts):
        return _("A placeholder is still unfilled. Replace it, then submit again.")
    return ""
