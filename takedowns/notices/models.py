from secrets import choice
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from alliance.access import Permission
from alliance.agents.models import Mandate
from alliance.marks.models import Mark
from alliance.organisations.models import Organisation
from portal.actor import Actor
from portal.states import guard
from takedowns.listings.models import Capture, Listing, Marketplace
from takedowns.notices.reasons import Harm, Lane, Reason
from takedowns.notices.states import ITEM_MOVES, MOVES, OPEN, ItemState, State

# Crockford's base 32: nothing in it is mistaken for something else.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """ "N-7K3M9QXD": short enough to read out, too long to guess the next."""
    return "N-" + "".join(choice(ALPHABET) for _ in range(8))


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, actor: Actor) -> Self:
        """Its sender's, the rights holder's; staff see what was sent, never drafts."""
        if not actor.can(Permission.NOTICE_VIEW):
            return self.none()
        if actor.everywhere:
            return self.exclude(state__in=[State.DRAFT, State.DISCARDED])
        own = models.Q(sender_id=actor.organisation_id)
        ours = models.Q(mark__organisation_id=actor.organisation_id) & ~models.Q(
            state__in=[State.DRAFT, State.DISCARDED]
        )
        return self.filter(own | ours)

    def drafts(self) -> Self:
        return self.filter(state=State.DRAFT)

    def sent(self) -> Self:
        return self.exclude(state__in=[State.DRAFT, State.DISCARDED])


class Notice(models.Model):
    """What a rights holder says of listings: one mark, one marketplace, one reason."""

    class Channel(models.TextChoices):
        WEB = "web", "Web"
        API = "api", "API"

    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    sender = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="notices_sent"
    )
    # Filled in one by one while it is a draft; all there once it is sent.
    mark = models.ForeignKey(
        Mark, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    mandate = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    marketplace = models.ForeignKey(
        Marketplace,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notices",
    )
    reason = models.CharField(max_length=30, choices=Reason, blank=True)
    explanation = models.TextField(blank=True, help_text="Why these listings infringe.")
    pasted = models.TextField(blank=True, help_text="The addresses as they were typed.")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.WEB)
    language = models.CharField(max_length=10, default="en-gb")
    # Declarations: DSA Art. 16(2)(d), 17 U.S.C. 512(c)(3)(A)(v) and (vi).
    declares_good_faith = models.BooleanField(default=False)
    declares_accuracy = models.BooleanField(default=False)
    declares_authority = models.BooleanField(default=False)
    signed_name = models.CharField(max_length=150, blank=True)
    content_sha256 = models.CharField(
        max_length=64, blank=True, help_text="Sealed on sending."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[State.DRAFT, State.DISCARDED])
                | models.Q(
                    mark__isnull=False,
                    marketplace__isnull=False,
                    submitted_at__isnull=False,
                    declares_good_faith=True,
                    declares_accuracy=True,
                    declares_authority=True,
                )
                & ~models.Q(reason="")
                & ~models.Q(explanation="")
                & ~models.Q(signed_name="")
                & ~models.Q(content_sha256=""),
                name="a_notice_that_was_sent_is_whole",
            )
        ]
        indexes = [models.Index(fields=["sender", "-id"])]
        triggers = [guard(*MOVES, initial=[State.DRAFT])]

    def __str__(self) -> str:
        return self.reference

    @property
    def case(self) -> str:
        return f"notice-{self.pk}"


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(notice__in=Notice.objects.visible_to(actor))

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def waiting(self) -> Self:
        """The queue: most harm first, then the more trusted sender, then the clock."""
        return self.filter(state=ItemState.QUEUED).order_by(
            "harm", "lane", "due_at", "id"
        )


class Item(models.Model):
    """One listing named by a notice. It is decided on its own."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="items")
    listing = models.ForeignKey(
        Listing, on_delete=models.PROTECT, related_name="notice_items"
    )
    capture = models.ForeignKey(
        Capture, null=True, on_delete=models.PROTECT, related_name="items"
    )
    row = models.PositiveIntegerField(help_text="Its line in what was pasted, from 1.")
    given_address = models.CharField(max_length=2000, blank=True)
    state = models.CharField(max_length=12, choices=ItemState, default=ItemState.NEW)
    # Set on sending. The mark stands here too so that the database can compare items.
    mark = models.ForeignKey(
        Mark, null=True, on_delete=models.PROTECT, related_name="items"
    )
    harm = models.PositiveSmallIntegerField(choices=Harm, default=Harm.OTHER)
    lane = models.PositiveSmallIntegerField(choices=Lane, default=Lane.STANDARD)
    due_at = models.DateTimeField(null=True, help_text="By when it should be decided.")
    relisted_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="relistings"
    )
    generation = models.PositiveSmallIntegerField(
        default=0, help_text="Times it came back."
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "listing", "generation"],
                name="a_notice_names_a_listing_once",
            ),
            models.UniqueConstraint(
                fields=["listing", "mark"],
                condition=models.Q(state__in=OPEN),
                name="a_listing_is_open_once_for_a_mark",
            ),
        ]
        indexes = [
            models.Index(
                "harm",
                "lane",
                "due_at",
                "id",
                name="the_queue",
                condition=models.Q(state=ItemState.QUEUED),
            )
        ]
        triggers = [guard(*ITEM_MOVES, initial=[ItemState.NEW])]

    def __str__(self) -> str:
        return f"{self.listing} in {self.notice}"

    @property
    def case(self) -> str:
        return f"notice-{self.notice_id}"
