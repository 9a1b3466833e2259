"""What a rights holder is told by letter about a mark."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from alliance.marks.models import Mark
from alliance.marks.rules import RETURNS, ReturnCode
from portal.mail.send import send


def tell(mark: Mark, what: str, *, key: str, **more: Any) -> None:
    """Write to whoever registered the mark, in their language, once for each key.

    `what` names a template: verified, returned, renewed, lapsed or revoked.
    """
    to, language = _reader(mark)
    if to:
        send(
            _template(what),
            _context(mark) | more,
            to=to,
            key=f"mark-{mark.pk}-{what}-{key}",
            case=f"mark-{mark.pk}",
            language=language,
        )


def preview(mark: Mark, what: str, **more: Any) -> str:
    """The letter as it would be sent: its subject, then its body."""
    _to, language = _reader(mark)
    with translation.override(language):
        return render_to_string(_template(what), _context(mark) | more).strip()


def reason_of(code: str, note: str) -> dict[str, Any]:
    """What a letter of return says, from the closed list and the reviewer's note."""
    known = ReturnCode(code)
    return {"reason": known.label, "return": RETURNS[known], "note": note}


def _template(what: str) -> str:
    return f"alliance/marks/letters/{what}.txt"


def _context(mark: Mark) -> dict[str, Any]:
    address = reverse("mark-detail", args=[mark.pk])
    return {"mark": mark, "url": f"{settings.PUBLIC_URL}{address}"}


def _reader(mark: Mark) -> tuple[str, str]:
    if mark.registered_by:
        return mark.registered_by.email, mark.registered_by.language
    return mark.organisation.email, settings.LANGUAGE_CODE
