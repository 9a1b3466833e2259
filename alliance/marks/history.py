"""What happened to a mark, in words, from the audit log."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.access.telling import who
from alliance.events import Event
from alliance.marks.models import Mark, MarkDocument
from alliance.marks.rules import ReturnCode
from portal.actor import Actor
from portal.audit.models import Entry
from portal.web.shapes import TimelineLine, Tone

WORDS: Mapping[str, tuple[Promise, Tone]] = {
    Event.MARK_REGISTERED: (gettext_lazy("Entered"), Tone.WAITING),
    Event.MARK_VERIFIED: (gettext_lazy("Verified"), Tone.DOWN),
    Event.MARK_RETURNED: (gettext_lazy("Returned"), Tone.DUE),
    Event.MARK_MENDED: (gettext_lazy("Mended, and sent in again"), Tone.WAITING),
    Event.MARK_LAPSED: (gettext_lazy("Lapsed"), Tone.OVERDUE),
    Event.MARK_RENEWED: (gettext_lazy("Renewed"), Tone.RESTORED),
    Event.MARK_REVOKED: (gettext_lazy("Revoked"), Tone.REFUSED),
    Event.MARK_JUDGED: (gettext_lazy("Distinctiveness noted"), Tone.QUIET),
    Event.PICTURE_ADDED: (gettext_lazy("Picture added"), Tone.QUIET),
    Event.PICTURE_REMOVED: (gettext_lazy("Picture removed"), Tone.QUIET),
    Event.DOCUMENT_ADDED: (gettext_lazy("Document added"), Tone.QUIET),
}


def history(mark: Mark, *, viewer: Actor) -> list[TimelineLine]:
    """Newest first."""
    entries = Entry.objects.of_case(f"mark-{mark.pk}").reverse()
    return [_line(entry, viewer) for entry in entries if entry.event in WORDS]


def _line(entry: Entry, viewer: Actor) -> TimelineLine:
    what, tone = WORDS[entry.event]
    return TimelineLine(
        at=entry.recorded_at,
        what=what,
        who=who(entry, viewer=viewer) or _("The portal"),
        note=_note(entry.detail),
        tone=tone,
    )


def _note(detail: dict[str, Any]) -> str:
    if "authority" in detail:
        return _("By its signature: %(authority)s") % detail
    if detail.get("code") in ReturnCode.values:
        return str(ReturnCode(detail["code"]).label)
    if detail.get("kind") in MarkDocument.Kind.values:
        return str(MarkDocument.Kind(detail["kind"]).label)
    return str(detail.get("caption", ""))
