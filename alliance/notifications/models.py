from typing import Self

from django.db import models
from django.utils import timezone

from alliance.members.models import User
from portal.actor import Actor


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(user_id=actor.user_id) if actor.user_id else self.none()

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notification(models.Model):
    """What one person was told in the portal: the bell."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="notifications"
    )
    entry_id = models.BigIntegerField(help_text="The audit entry that it tells of.")
    event = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    link = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "entry_id"], name="a_person_is_told_of_an_entry_once"
            )
        ]
        indexes = [models.Index(fields=["user", "-id"])]

    def __str__(self) -> str:
        return self.title
