from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from portal.mail.models import Letter


@shared_task
def send_letter(*, letter_id: int) -> None:
    letter = Letter.objects.get(pk=letter_id)
    if letter.sent_at:
        return  # the outbox delivers at least once: this one came again
    if not settings.MAIL_CAUGHT:
        # The id lets a mail server and a reader's client tell a repeat.
        EmailMessage(
            letter.subject,
            letter.body,
            to=[letter.to],
            headers={"X-Letter-Key": letter.key},
        ).send()
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now())
