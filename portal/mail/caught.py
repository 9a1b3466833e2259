import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from portal.mail.models import Letter


class CaughtMailBackend(BaseEmailBackend):
    """Keeps what other packages send (sign-in codes, resets) where the demo shows it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        letters = [
            Letter(
                key=f"caught-{uuid.uuid4()}",
                to=recipient,
                subject=str(message.subject)[:300],
                body=str(message.body),
                sent_at=timezone.now(),
            )
            for message in email_messages
            for recipient in message.recipients()
        ]
        Letter.objects.bulk_create(letters)
        return len(email_messages)
