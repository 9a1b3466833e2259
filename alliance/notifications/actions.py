from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from alliance.members.models import User
from alliance.notifications.models import Notification
from alliance.notifications.rules import About, Rule, table
from portal import mail
from portal.actor import Actor
from portal.audit.models import Entry


@transaction.atomic
def tell(entry: Entry) -> None:
    """Ring the bell of everyone concerned, and write to some. Twice is as good as once."""
    rule = table().get(entry.event)
    if rule is None:
        return
    about = rule.about(entry)
    # Who did it knows it. A receipt is a letter, and goes to its sender all the same.
    told = {user for user in rule.audience(entry) if user.pk != entry.actor_user_id}
    Notification.objects.bulk_create(
        [_notification(entry, rule, about, user) for user in told],
        ignore_conflicts=True,
    )
    if rule.letter:
        for user in rule.written_to(entry):
            _write(entry, rule, about, user)


def mark_read(notification: Notification, *, by: Actor) -> None:
    Notification.objects.visible_to(by).unread().filter(pk=notification.pk).update(
        read_at=timezone.now()
    )


def mark_all_read(*, by: Actor) -> None:
    Notification.objects.visible_to(by).unread().update(read_at=timezone.now())


def _notification(entry: Entry, rule: Rule, about: About, user: User) -> Notification:
    with translation.override(user.language):
        title = str(rule.title) % about.facts
    return Notification(
        user=user,
        entry_id=entry.pk,
        event=entry.event,
        title=title[:200],
        link=about.link,
    )


def _write(entry: Entry, rule: Rule, about: About, user: User) -> None:
    link = settings.PUBLIC_URL + about.link if about.link else ""
    mail.send(
        rule.letter,
        {**about.facts, "user": user, "link": link},
        to=user.email,
        key=f"told-{entry.pk}-{user.pk}",
        case=entry.case,
        language=user.language,
    )
