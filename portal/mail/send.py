from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from portal import outbox
from portal.mail.models import Letter


def send(
    template: str,
    context: dict[str, Any],
    *,
    to: str,
    key: str,
    case: str = "",
    language: str = "",
) -> None:
    """Write a letter from a template, and have it sent once this transaction commits.

    The template's first line is the subject. The key makes it one letter, however often
    it is asked for.
    """
    with translation.override(
        language or translation.get_language() or settings.LANGUAGE_CODE
    ):
        told = render_to_string(template, context).strip()
    subject, _, body = told.partition("\n")
    letter, is_new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "subject": subject[:300],
            "body": body.strip(),
            "case": case,
        },
    )
    if is_new:
        outbox.post(
            "portal.mail.tasks.send_letter",
            key=f"letter-{letter.pk}",
            letter_id=letter.pk,
        )
