from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.access import Permission
from alliance.marks.models import Mark
from alliance.members.models import User
from alliance.organisations.models import Organisation
from portal.actor import Actor
from portal.files.models import StoredFile


class MandateQuerySet(models.QuerySet["Mandate"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.can(Permission.MANDATE_VIEW):
            return self.none()
        if actor.everywhere:
            return self
        return self.filter(
            models.Q(principal_id=actor.organisation_id)
            | models.Q(agent_id=actor.organisation_id)
        )

    def in_force(self, on: date) -> Self:
        return self.filter(
            models.Q(valid_until=None) | models.Q(valid_until__gte=on),
            revoked_at=None,
            valid_from__lte=on,
        )


class Mandate(models.Model):
    """What a brand lets an agent do: with which marks, where, until when."""

    class Act(models.TextChoices):
        FILE = "file", _("File notices")
        WITHDRAW = "withdraw", _("Withdraw notices")
        ANSWER = "answer", _("Answer counter-notices")

    principal = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="mandates_given"
    )
    agent = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="mandates_held"
    )
    marks = models.ManyToManyField(Mark, related_name="mandates")
    # ISO 3166-1 alpha-2 codes and "EU"; empty: everywhere.
    territories = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    acts = ArrayField(models.CharField(max_length=10, choices=Act))
    document = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="a_mandate_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.principal} to {self.agent}"
