from typing import Any, Self

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.access import Permission
from alliance.access.roles import PERMISSIONS, WHILE_NOT_ACTIVE, Role
from alliance.organisations.models import Organisation
from portal.actor import Actor


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )


class User(AbstractUser):
    """A person with an account. What they may do comes from their memberships alone."""

    username = None  # type: ignore[assignment]  # people sign in with their address
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("Full name"), max_length=150)
    email = models.EmailField(_("E-mail address"), unique=True)
    language = models.CharField(max_length=10, default="en-gb")
    uses_shortcuts = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()  # type: ignore[misc,assignment]

    def __str__(self) -> str:
        return self.name or self.email


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.can(Permission.MEMBER_VIEW):
            return self.none()
        if actor.everywhere:
            return self
        return self.filter(organisation_id=actor.organisation_id)

    def standing(self) -> Self:
        return self.filter(ended_at=None, user__is_active=True)


class Membership(models.Model):
    """A person's place in an organisation: one role each, until it ends."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=models.Q(ended_at=None),
                name="one_standing_membership_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.organisation}"

    @property
    def case(self) -> str:
        return f"organisation-{self.organisation_id}"

    @property
    def is_staff(self) -> bool:
        return self.organisation.kind == Organisation.Kind.OPERATOR

    def as_actor(self) -> Actor:
        permissions = PERMISSIONS[Role(self.role)]
        if not self.organisation.is_active:
            permissions &= WHILE_NOT_ACTIVE
        return Actor(
            name=str(self.user),
            user_id=self.user_id,
            organisation_id=self.organisation_id,
            organisation_name=self.organisation.name,
            role=self.role,
            permissions=frozenset(permissions),
            everywhere=self.is_staff,
        )


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.can(Permission.MEMBER_MANAGE):
            return self.none()
        if actor.everywhere:
            return self
        return self.filter(organisation_id=actor.organisation_id)

    def open(self) -> Self:
        return self.filter(
            accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
        )


class Invitation(models.Model):
    """A letter that lets one address join one organisation, once."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role)
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.email} to {self.organisation}"

    @property
    def case(self) -> str:
        return f"organisation-{self.organisation_id}"


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def visible_to(self, actor: Actor) -> Self:
        return (
            self.filter(membership__user_id=actor.user_id)
            if actor.user_id
            else self.none()
        )

    def usable(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class ApiKey(models.Model):
    """Lets a program act as its maker, within the scopes given. Shown once, kept as a hash."""

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        FILE = "file", _("Register marks and file notices")
        DECIDE = "decide", _("Decide (staff only)")

    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="api_keys"
    )
    name = models.CharField(max_length=80)
    public_id = models.CharField(max_length=12, unique=True)
    secret_sha256 = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope))
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ApiKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def case(self) -> str:
        return f"organisation-{self.membership.organisation_id}"
