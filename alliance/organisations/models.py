from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.access import Permission
from alliance.organisations.states import MOVES, State
from portal.actor import Actor
from portal.files.models import StoredFile
from portal.states import guard


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.can(Permission.ORGANISATION_VIEW):
            return self.none()
        if actor.everywhere:
            return self
        return self.filter(pk=actor.organisation_id)

    def awaiting_vetting(self) -> Self:
        return self.filter(state=State.APPLIED)


class Organisation(models.Model):
    """Whoever can be a party: a brand owner, an agency, or the operator of the portal."""

    class Kind(models.TextChoices):
        BRAND = "brand", _("Brand owner")
        AGENCY = "agency", _("Agency")
        OPERATOR = "operator", _("Operator of the portal")

    name = models.CharField(_("Registered name"), max_length=200, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.APPLIED)
    registration_number = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2.")
    address = models.CharField(max_length=300, blank=True)
    website = models.URLField(blank=True)
    email = models.EmailField(blank=True, help_text="Where the alliance writes to.")
    applied_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision_reason = models.TextField(
        blank=True, help_text="Told to the organisation."
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=State.APPLIED)
                | models.Q(decided_at__isnull=False),
                name="an_organisation_past_applying_knows_when_it_was_decided",
            )
        ]
        triggers = [guard(*MOVES, initial=[State.APPLIED])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.state == State.ACTIVE


class IdentityDocument(models.Model):
    """What an organisation showed to prove who it is."""

    class Kind(models.TextChoices):
        REGISTRATION = "registration", _("Business registration")
        AUTHORITY = "authority", _("Authority of the signatory")
        IDENTITY = "identity", _("Identity of the signatory")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="documents"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.organisation}"


class BrandQuerySet(models.QuerySet["Brand"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(organisation__in=Organisation.objects.visible_to(actor))


class Brand(models.Model):
    """A name that buyers know, owned by one organisation."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="brands"
    )
    name = models.CharField(max_length=120)
    # Spellings under which fakes are sold: other scripts, pinyin, abbreviations.
    variants = ArrayField(models.CharField(max_length=120), default=list, blank=True)

    objects = BrandQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="an_organisation_names_a_brand_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
