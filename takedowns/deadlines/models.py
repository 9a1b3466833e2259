from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def running(self) -> Self:
        return self.filter(met_at=None)


class Deadline(models.Model):
    """What is owed to the parties of a notice, and by when."""

    class Kind(models.TextChoices):
        DECIDE = "decide", _("Decide the notice")

    notice = models.ForeignKey(
        "takedowns.Notice", on_delete=models.CASCADE, related_name="deadlines"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    started_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "kind"],
                condition=models.Q(met_at=None),
                name="one_open_deadline_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.due_at:%Y-%m-%d %H:%M}"
