import uuid
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.access import Permission
from portal.actor import Actor
from portal.states import guard
from takedowns.enforcement.answers import in_words
from takedowns.enforcement.states import MOVES, State
from takedowns.notices.models import Item


class StatementOfReasons(models.Model):
    """What the seller is told, when a measure is set: DSA Art. 17(3), letter by letter.

    Its payload uses the names of the DSA Transparency Database.
    """

    item = models.OneToOneField(
        Item, on_delete=models.PROTECT, related_name="statement"
    )
    puid = models.CharField(max_length=80, unique=True)
    payload = models.JSONField()
    # As the seller and the marketplace get it: kept, so that a repeat says the same.
    text = models.TextField()
    language = models.CharField(max_length=10)
    # The private link's token itself stands only in the letter to the seller.
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="comes_with_its_measure",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM takedowns_measure WHERE statement_id = NEW.id
                    ) THEN
                        RAISE EXCEPTION 'statement % has no measure', NEW.id
                        USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.puid

    @property
    def case(self) -> str:
        return self.item.case


class Measure(models.Model):
    """What is done to a listing because of a decision. It cannot be without a statement."""

    class Axis(models.TextChoices):
        """The four kinds of restriction of DSA Art. 17(1)."""

        VISIBILITY = "visibility", _("Visibility of the listing")
        MONETARY = "monetary", _("Payments")
        PROVISION = "provision", _("Provision of the service")
        ACCOUNT = "account", _("The seller's account")

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="measure")
    statement = models.OneToOneField(
        StatementOfReasons, on_delete=models.PROTECT, related_name="measure"
    )
    axis = models.CharField(max_length=10, choices=Axis, default=Axis.VISIBILITY)
    value = models.CharField(
        max_length=60, default="DECISION_VISIBILITY_CONTENT_REMOVED"
    )
    territories = ArrayField(models.CharField(max_length=2), default=list)
    set_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.value} on {self.item}"

    @property
    def case(self) -> str:
        return self.item.case


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.can(Permission.ORDER_VIEW):
            return self.none()
        return self if actor.everywhere else self.none()

    def with_listing(self) -> Self:
        return self.select_related(
            "measure__statement",
            "measure__item__notice__mark",
            "measure__item__listing__marketplace",
            "measure__item__listing__seller",
        )


class Order(models.Model):
    """What a marketplace is asked to do, and how far it has come. Proof, not hope."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    measure = models.OneToOneField(
        Measure, on_delete=models.PROTECT, related_name="order"
    )
    state = models.CharField(max_length=15, choices=State, default=State.QUEUED)
    reference = models.CharField(
        max_length=100, blank=True, help_text="The marketplace's."
    )
    last_word = models.CharField(
        max_length=500, blank=True, help_text="What it last said."
    )
    queued_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    # Which look at the listing comes next; looks grow further apart (rules.py).
    look_count = models.PositiveSmallIntegerField(default=0)
    next_look_at = models.DateTimeField(null=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        triggers = [guard(*MOVES, initial=[State.QUEUED])]

    def __str__(self) -> str:
        return f"Order {self.key}"

    @property
    def item(self) -> Item:
        return self.measure.item

    @property
    def case(self) -> str:
        return self.measure.item.case

    @property
    def said(self) -> str:
        return in_words(self.last_word)

    def note(self, kind: "Attempt.Kind", outcome: str, detail: str = "") -> None:
        """Keep an attempt, and the marketplace's last word, whatever became of it."""
        self.attempts.create(kind=kind, outcome=outcome[:20], detail=detail[:500])
        self.last_word = (detail or outcome)[:500]
        self.save(update_fields=["last_word"])


class Attempt(models.Model):
    """One call to a marketplace for an order, and what came of it."""

    class Kind(models.TextChoices):
        SEND = "send", _("Order sent")
        LOOK = "look", _("Looked at the listing")

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="attempts")
    kind = models.CharField(max_length=5, choices=Kind)
    outcome = models.CharField(max_length=20)
    detail = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.kind}: {self.outcome}"

    @property
    def came_of_it(self) -> str:
        return in_words(self.outcome)

    @property
    def said(self) -> str:
        return in_words(self.detail)
