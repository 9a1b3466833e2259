"""Letters that let one address join: the token is in the letter alone, its hash with us."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.access import Permission, Role, require
from alliance.events import Event
from alliance.members import actions
from alliance.members.models import Invitation, Membership, User
from alliance.organisations.models import Organisation
from portal import audit, mail
from portal.actor import Actor
from portal.states import WrongState

GOOD_FOR = timedelta(days=7)


class ForAnother(Exception):
    """The invitation is for another address than the one signed in."""


@transaction.atomic
def invite(
    organisation: Organisation, *, email: str, role: Role, by: Actor
) -> Invitation:
    """Invite an address. ValidationError if it belongs already, or was invited."""
    require(Permission.MEMBER_MANAGE, by=by, organisation_id=organisation.pk)
    actions.require_grantable(role, organisation, by=by)
    # Sent twice at once, the second one waits here and then finds the first.
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    email = email.lower()
    _require_new(organisation, email)
    now, token = timezone.now(), secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        role=role,
        token_sha256=_hash(token),
        invited_by_id=by.user_id or 0,
        invited_at=now,
        expires_at=now + GOOD_FOR,
    )
    _send(invitation, token, by=by)
    audit.record(Event.MEMBER_INVITED, invitation, by=by, email=email, role=role)
    return invitation


@transaction.atomic
def resend(invitation: Invitation, *, by: Actor) -> None:
    """Write again, with a new token: the link of the letter before is void."""
    require(Permission.MEMBER_MANAGE, by=by, organisation_id=invitation.organisation_id)
    role = Role(invitation.role)
    actions.require_grantable(role, invitation.organisation, by=by)
    now, token = timezone.now(), secrets.token_urlsafe(32)
    _change(invitation, token_sha256=_hash(token), expires_at=now + GOOD_FOR)
    _send(invitation, token, by=by)
    audit.record(
        Event.MEMBER_INVITED, invitation, by=by, email=invitation.email, role=role
    )


@transaction.atomic
def revoke(invitation: Invitation, *, by: Actor) -> None:
    require(Permission.MEMBER_MANAGE, by=by, organisation_id=invitation.organisation_id)
    _change(invitation, revoked_at=timezone.now())
    audit.record(Event.INVITATION_REVOKED, invitation, by=by, email=invitation.email)


def find(token: str) -> Invitation | None:
    """The invitation a letter's link names, whether or not it still holds."""
    return (
        Invitation.objects.select_related("organisation", "invited_by")
        .filter(token_sha256=_hash(token))
        .first()
    )


@transaction.atomic
def accept(invitation: Invitation, *, user: User, name: str = "") -> Membership:
    """Join by an invitation, once; with a name, for who has not said theirs yet.

    Raises ForAnother for a stranger's account, WrongState for one that was used,
    revoked or has run out, ValidationError for somebody who is a member already.
    """
    if user.email.lower() != invitation.email:
        raise ForAnother
    _change(invitation, accepted_at=timezone.now())
    if name:
        user.name = name
        user.save(update_fields=["name"])
    organisation, role = invitation.organisation, Role(invitation.role)
    try:
        with transaction.atomic():
            return actions.join(user, organisation=organisation, role=role)
    except IntegrityError as error:
        raise ValidationError(
            _("You are a member of %(organisation)s already."),
            params={"organisation": organisation},
            code="member_already",
        ) from error


def _require_new(organisation: Organisation, email: str) -> None:
    if organisation.memberships.filter(user__email=email, ended_at=None).exists():
        raise ValidationError({"email": _("This address belongs to a member already.")})
    if organisation.invitations.open().filter(email=email).exists():
        raise ValidationError(
            {
                "email": _(
                    "This address was invited already. Send the invitation again, or "
                    "revoke it."
                )
            }
        )


def _change(invitation: Invitation, **changes: object) -> None:
    """Compare and set: an invitation that was used or revoked stays so.

    One that has run out may be sent again or revoked, but not accepted.
    """
    now = timezone.now()
    good = Q() if "accepted_at" not in changes else Q(expires_at__gt=now)
    unchanged = Invitation.objects.filter(
        good,
        pk=invitation.pk,
        token_sha256=invitation.token_sha256,
        accepted_at=None,
        revoked_at=None,
    )
    if not unchanged.update(**changes):
        raise WrongState(f"{invitation} is no longer open")
    for field, value in changes.items():
        setattr(invitation, field, value)


def _send(invitation: Invitation, token: str, *, by: Actor) -> None:
    address = reverse("invitation", kwargs={"token": token})
    mail.send(
        "alliance/members/letters/invitation.txt",
        {
            "invitation": invitation,
            "inviter": by.name,
            "link": f"{settings.PUBLIC_URL}{address}",
        },
        to=invitation.email,
        key=f"invitation-{invitation.pk}-{invitation.token_sha256[:12]}",
        case=invitation.case,
    )


def _hash(token: str) -> str:
    return sha256(token.encode(errors="surrogatepass")).hexdigest()
