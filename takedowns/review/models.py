from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from takedowns.notices.models import Item


class LeaseQuerySet(models.QuerySet["Lease"]):
    def expired(self) -> Self:
        return self.filter(expires_at__lte=timezone.now())

    def held(self) -> Self:
        return self.filter(expires_at__gt=timezone.now())


class Lease(models.Model):
    """An item on one reviewer's desk, until it is decided, given back, or time is up."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="lease")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="leases"
    )
    claimed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = LeaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer"], name="a_reviewer_has_one_item_on_the_desk"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} with {self.reviewer}"


class Decision(models.Model):
    """What was decided about one item, and why. Never changed."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("Upheld: the listing comes down")
        REJECTED = "rejected", _("Rejected: the listing stays")

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome)
    # Upheld: a reason of the notice's list. Rejected: a rejection code (rules.py).
    code = models.CharField(max_length=30)
    policy_clause = models.CharField(max_length=40)
    policy_version = models.CharField(max_length=20)
    facts = models.TextField(help_text="Told to both sides; no personal data.")
    private_note = models.TextField(blank=True, help_text="For staff alone.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)
    # DSA Art. 17(3)(c): whether automated means were used.
    automated_detection = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.item}: {self.outcome}"

    @property
    def case(self) -> str:
        return self.item.case

    @property
    def is_upheld(self) -> bool:
        return self.outcome == self.Outcome.UPHELD
