from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.files.models import StoredFile


class MarketplaceQuerySet(models.QuerySet["Marketplace"]):
    def open(self) -> Self:
        return self.filter(is_active=True)


class Marketplace(models.Model):
    """A place where things are sold, and how we speak to it."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(unique=True)
    connector = models.CharField(max_length=40, help_text="A key of CONNECTORS.")
    base_url = models.URLField(help_text="Root of its side of the protocol.")
    # Sealed with the site's key (portal.sealing): never shown, never logged.
    secret = models.CharField(max_length=500, blank=True)
    jurisdiction = models.CharField(max_length=2, help_text="ISO 3166-1, or EU.")
    # Its own address rules: hosts, and patterns of path?query with a group named id.
    hosts = ArrayField(models.CharField(max_length=200))
    listing_patterns = ArrayField(models.CharField(max_length=200))
    listing_url = models.CharField(
        max_length=300, help_text="Canonical address, with {id} in it."
    )
    is_active = models.BooleanField(default=True)
    # How far we have read what is newly on sale there; empty before the first time.
    feed_cursor = models.CharField(max_length=200, blank=True)

    objects = MarketplaceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Seller(models.Model):
    """Who offers listings, by the marketplace's own id."""

    marketplace = models.ForeignKey(
        Marketplace, on_delete=models.PROTECT, related_name="sellers"
    )
    external_id = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    # Sealed: personal data that never crosses to the other side.
    email = models.CharField(max_length=700, blank=True)
    language = models.CharField(max_length=10, default="en-gb")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["marketplace", "external_id"],
                name="a_marketplace_has_a_seller_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Listing(models.Model):
    """One offer on one marketplace, by the marketplace's own id."""

    class Seen(models.TextChoices):
        NOT_YET = "not_yet", _("Not looked at yet")
        LIVE = "live", _("Live")
        GONE = "gone", _("Gone")
        UNCLEAR = "unclear", _("Unclear")

    marketplace = models.ForeignKey(
        Marketplace, on_delete=models.PROTECT, related_name="listings"
    )
    native_id = models.CharField(max_length=120)
    url = models.URLField(max_length=500)
    seller = models.ForeignKey(
        Seller, null=True, on_delete=models.PROTECT, related_name="listings"
    )
    seen = models.CharField(max_length=10, choices=Seen, default=Seen.NOT_YET)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["marketplace", "native_id"],
                name="a_marketplace_has_a_listing_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.marketplace} {self.native_id}"


class CaptureQuerySet(models.QuerySet["Capture"]):
    def latest_first(self) -> Self:
        return self.order_by("-captured_at", "-id")


class Capture(models.Model):
    """A listing as it looked at one moment, taken by us. Never changed afterwards."""

    listing = models.ForeignKey(
        Listing, on_delete=models.PROTECT, related_name="captures"
    )
    captured_at = models.DateTimeField(default=timezone.now)
    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    category = models.CharField(max_length=200, blank=True)
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    seller_name = models.CharField(max_length=200, blank=True)
    picture = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+"
    )
    page_sha256 = models.CharField(
        max_length=64, help_text="Of the answer as received."
    )

    objects = CaptureQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title
