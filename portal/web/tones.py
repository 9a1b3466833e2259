"""Which colour each state word wears. Unknown words stay quiet."""

from collections.abc import Mapping

from portal.web.shapes import Tone

TONES: Mapping[str, Tone] = {
    # people and organisations
    "applied": Tone.WAITING,
    "invited": Tone.WAITING,
    "active": Tone.DOWN,
    "accepted": Tone.DOWN,
    "suspended": Tone.OVERDUE,
    "revoked": Tone.REFUSED,
    # marks
    "filed": Tone.WAITING,
    "verified": Tone.DOWN,
    "lapsed": Tone.OVERDUE,
    "expired": Tone.OVERDUE,
    # notices and items
    "submitted": Tone.WAITING,
    "in_review": Tone.WAITING,
    "waiting": Tone.WAITING,
    "held": Tone.DUE,
    "returned": Tone.DUE,
    "upheld": Tone.DOWN,
    "decided": Tone.DOWN,
    "rejected": Tone.REFUSED,
    # orders
    "queued": Tone.WAITING,
    "sending": Tone.WAITING,
    "sent": Tone.WAITING,
    "acknowledged": Tone.WAITING,
    "down": Tone.DOWN,
    "verified_down": Tone.DOWN,
    "refused": Tone.REFUSED,
    "failed": Tone.REFUSED,
    "relisted": Tone.OVERDUE,
    "reopened": Tone.OVERDUE,
    "reversed": Tone.RESTORED,
    "restored": Tone.RESTORED,
    # clocks and tasks
    "due": Tone.DUE,
    "overdue": Tone.OVERDUE,
    "met": Tone.DOWN,
    "completed": Tone.DOWN,
    "in_progress": Tone.WAITING,
    # what Django's messages call theirs
    "info": Tone.WAITING,
    "success": Tone.DOWN,
    "warning": Tone.DUE,
    "error": Tone.OVERDUE,
}


def tone_of(word: object) -> Tone:
    """The tone of a state, given as its value ("verified_down") or as a tone itself."""
    value = str(word).strip().lower().replace(" ", "_").replace("-", "_")
    return TONES.get(value) or _BY_NAME.get(value, Tone.QUIET)


_BY_NAME = {tone.value: tone for tone in Tone}
