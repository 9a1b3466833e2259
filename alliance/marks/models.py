from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.access import Permission
from alliance.marks.offices import territory_of
from alliance.marks.states import MOVES, State
from alliance.members.models import User
from alliance.organisations.models import Brand, Organisation
from portal.actor import Actor
from portal.files.models import StoredFile
from portal.states import guard


class SignedMarkFile(models.Model):
    """A signed mark as it came (RFC 7848), byte for byte, and what its signature proved."""

    smd_id = models.CharField(max_length=100, unique=True)
    xml = models.BinaryField(help_text="The signed document, exactly as signed.")
    issuer_id = models.CharField(max_length=20)
    issuer_name = models.CharField(max_length=200)
    authority = models.CharField(max_length=200, help_text="Subject of the trusted CA.")
    signer_serial = models.CharField(max_length=60)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    checked_at = models.DateTimeField(
        help_text="When signature and lists were last asked."
    )

    def __str__(self) -> str:
        return self.smd_id


class MarkQuerySet(models.QuerySet["Mark"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, those one has a mandate for, and for staff all."""
        if not actor.can(Permission.MARK_VIEW):
            return self.none()
        if actor.everywhere:
            return self
        today = timezone.now().date()
        mandated = models.Q(mandates__agent_id=actor.organisation_id) & models.Q(
            mandates__revoked_at=None, mandates__valid_from__lte=today
        )
        mandated &= models.Q(mandates__valid_until=None) | models.Q(
            mandates__valid_until__gte=today
        )
        return self.filter(
            pk__in=type(self)(self.model)
            .filter(models.Q(organisation_id=actor.organisation_id) | mandated)
            .values("pk")
        )

    def usable(self) -> Self:
        """Verified, and not past its day: good for a notice."""
        today = timezone.now().date()
        return self.filter(
            models.Q(ends_on=None) | models.Q(ends_on__gte=today)
        ).filter(state=State.VERIFIED)

    def ended(self, on: date) -> Self:
        """Verified still, though the last day has passed."""
        return self.filter(state=State.VERIFIED, ends_on__lt=on)

    def awaiting_check(self) -> Self:
        """Entered by hand and not looked at, or with a renewal that nobody has read."""
        renewal = MarkDocument.objects.filter(
            mark=models.OuterRef("pk"), kind=MarkDocument.Kind.RENEWAL
        ).filter(added_at__gt=models.OuterRef("checked_at"))
        renewed = models.Q(models.Exists(renewal)) & models.Q(
            state__in=[State.VERIFIED, State.LAPSED]
        )
        return self.filter(models.Q(state=State.PENDING) | renewed)


class Mark(models.Model):
    """A right that can be infringed. Fields and their names follow RFC 7848."""

    class Kind(models.TextChoices):
        TRADEMARK = "trademark", _("Registered trademark")
        TREATY_OR_STATUTE = "treaty_or_statute", _("Protected by treaty or statute")
        COURT = "court", _("Validated by a court")

    class Feature(models.TextChoices):
        WORD = "word", _("Word mark")
        FIGURATIVE = "figurative", _("Figurative mark")
        COMBINED = "combined", _("Word and figure")

    class Distinctiveness(models.TextChoices):
        """What may speak against recognising it by its word alone."""

        NONE = "none", _("Nothing: a coined word")
        DICTIONARY = "dictionary", _("A word of everyday language")
        SHORT = "short", _("Three letters or fewer")
        SURNAME = "surname", _("A surname")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="marks"
    )
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="marks")
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    kind = models.CharField(max_length=20, choices=Kind)
    feature = models.CharField(max_length=12, choices=Feature, default=Feature.WORD)
    name = models.CharField(max_length=400)
    mark_id = models.CharField(
        max_length=100, blank=True, help_text="mark:id of the SMD."
    )
    # Each: {"name", "organisation", "entitlement" or "kind", "address", "email", …}
    holders = models.JSONField(default=list)
    contacts = models.JSONField(default=list, blank=True)
    jurisdiction = models.CharField(max_length=2, help_text="ISO 3166-1, or EU, WO …")
    office = models.CharField(max_length=200, blank=True)
    nice_classes = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True
    )
    labels = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    goods_and_services = models.TextField(blank=True)
    application_number = models.CharField(max_length=100, blank=True)
    applied_on = models.DateField(null=True, blank=True)
    registration_number = models.CharField(max_length=100, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    # Court and treaty marks: the court or the title, and its reference.
    court_or_title = models.CharField(max_length=300, blank=True)
    reference_number = models.CharField(max_length=100, blank=True)
    protected_on = models.DateField(null=True, blank=True)
    executed_on = models.DateField(null=True, blank=True, help_text="mark:execDate.")
    # Court and treaty marks: each {"cc", "region", "ruling"}.
    protections = models.JSONField(default=list, blank=True)
    distinctiveness = models.CharField(
        max_length=12, choices=Distinctiveness, default=Distinctiveness.NONE
    )
    signed_file = models.ForeignKey(
        SignedMarkFile, null=True, on_delete=models.PROTECT, related_name="marks"
    )
    signed_until = models.DateField(null=True, help_text="notAfter of the signed mark.")
    ends_on = models.GeneratedField(
        expression=Least("expires_on", "signed_until"),
        output_field=models.DateField(null=True),
        db_persist=True,
    )
    registered_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField(default=timezone.now)
    checked_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)
    return_code = models.CharField(max_length=30, blank=True)
    return_note = models.TextField(blank=True, help_text="Told to the rights holder.")

    objects = MarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=State.RETURNED) | ~models.Q(return_code=""),
                name="a_returned_mark_says_why",
            ),
            models.UniqueConstraint(
                fields=["organisation", "jurisdiction", "registration_number"],
                condition=~models.Q(registration_number="")
                & ~models.Q(state=State.REVOKED),
                name="a_registration_is_entered_once",
            ),
        ]
        # A signed mark is verified the moment it is entered.
        triggers = [guard(*MOVES, initial=[State.PENDING, State.VERIFIED])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_signed(self) -> bool:
        return self.signed_file_id is not None

    @property
    def territory(self) -> str:
        """In words; of court and treaty marks the first."""
        return territory_of(self.jurisdiction)

    @property
    def number(self) -> str:
        """Under which its register, its court or its treaty knows it."""
        return self.registration_number or self.reference_number

    @property
    def holder_name(self) -> str:
        holder: dict[str, Any] = (self.holders or [{}])[0]
        found: str = holder.get("organisation") or holder.get("name", "")
        return found

    @property
    def is_usable(self) -> bool:
        not_ended = self.ends_on is None or self.ends_on >= timezone.now().date()
        return self.state == State.VERIFIED and not_ended

    @property
    def standing(self) -> State:
        """The state as it is today: its day may have passed before the clock's task."""
        is_over = self.state == State.VERIFIED and not self.is_usable
        return State.LAPSED if is_over else State(self.state)


class MarkDocument(models.Model):
    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", _("Certificate")
        CLASS_PAGE = "class_page", _("Page of classes")
        RENEWAL = "renewal", _("Renewal")
        ASSIGNMENT = "assignment", _("Assignment")
        TRANSLATION = "translation", _("Translation")

    mark = models.ForeignKey(Mark, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=20, choices=Kind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.mark}"


class ReferencePicture(models.Model):
    """The genuine article, for reviewers to hold a listing against."""

    class Kind(models.TextChoices):
        PRODUCT = "product", _("Genuine product")
        LOGO = "logo", _("Logo")
        PACKAGING = "packaging", _("Packaging")

    mark = models.ForeignKey(Mark, on_delete=models.CASCADE, related_name="pictures")
    kind = models.CharField(max_length=10, choices=Kind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(max_length=200)
    added_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.caption


class TrustList(models.Model):
    """The latest list of an authority: revoked certificates, or revoked marks."""

    class Kind(models.TextChoices):
        CERTIFICATES = "certificates", _("Certificate revocation list")
        MARKS = "marks", _("SMD revocation list")

    authority = models.CharField(max_length=200, help_text="Subject of the trusted CA.")
    kind = models.CharField(max_length=12, choices=Kind)
    body = models.BinaryField()
    source = models.CharField(max_length=500)
    issued_at = models.DateTimeField()
    next_update_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "kind"], name="one_list_of_a_kind_of_an_authority"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.authority}"
