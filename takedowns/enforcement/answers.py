"""What a marketplace answered, and what a look at it showed, in words for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from takedowns.connectors.base import Ground, Outcome, Presence

WORDS: dict[str, Promise] = {
    Outcome.ACCEPTED: _("Accepted: it acts later"),
    Outcome.DONE: _("Says that it is done"),
    Outcome.ALREADY: _("Says that it was gone already"),
    "refused": _("Refused"),
    "repeated": _("Sent a second time, with the same key"),
    "unavailable": _("Not reached"),
    Presence.LIVE: _("Still there"),
    Presence.GONE: _("Gone"),
    Presence.UNKNOWN: _("Could not be told"),
    Ground.SHOWN: _("The page shows the product"),
    Ground.NOT_THERE: _("The page answers that there is nothing"),
    Ground.SHOWN_THOUGH_GONE: _("The page answers “gone” and still shows the product"),
    Ground.SAYS_NOT_THERE: _(
        "The page says “not found” and answers as if all were well"
    ),
    Ground.LEADS_ELSEWHERE: _("The address leads to another page"),
    Ground.OTHER_PRODUCT: _("The page shows another product"),
    Ground.NO_PRODUCT: _("The page shows no product"),
    Ground.CLOSED_TO_US: _("The page is closed to us"),
    Ground.FORBIDDEN_ADDRESS: _("The address leads where we do not go"),
}


def in_words(said: str) -> str:
    """Our own code for an answer, in words; a marketplace's own sentence as it is."""
    return str(WORDS.get(said, said))
