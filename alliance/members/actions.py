from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.access import NotPermitted, Permission, Role, require
from alliance.access.roles import HEAD_OF_KIND, PERMISSIONS, ROLES_OF_KIND
from alliance.events import Event
from alliance.members.models import ApiKey, Invitation, Membership, User
from alliance.organisations.models import Organisation
from portal import audit
from portal.actor import Actor
from portal.states import WrongState


def roles_grantable(organisation: Organisation, *, by: Actor) -> list[Role]:
    """Roles of this kind of organisation that allow nothing the granter may not do."""
    return [
        role
        for role in ROLES_OF_KIND[organisation.kind]
        if PERMISSIONS[role] <= by.permissions
    ]


def require_grantable(role: Role, organisation: Organisation, *, by: Actor) -> None:
    """Raises ValidationError where nobody there may have it, NotPermitted where not by you."""
    if role not in ROLES_OF_KIND[organisation.kind]:
        raise ValidationError(
            _("Nobody at an organisation of this kind can be given this role."),
            code="role_of_another_kind",
        )
    if role not in roles_grantable(organisation, by=by):
        raise NotPermitted(f"{by.name} may not give the role {role}")


def set_profile(user: User, *, name: str, language: str, uses_shortcuts: bool) -> None:
    """What a person sets for themselves: not asked of anybody, and in no log."""
    user.name = name
    user.language = language
    user.uses_shortcuts = uses_shortcuts
    user.save(update_fields=["name", "language", "uses_shortcuts"])


@transaction.atomic
def change_role(membership: Membership, *, role: Role, by: Actor) -> None:
    """Give a member another role. Nobody changes their own, and one head always stays."""
    require(Permission.MEMBER_MANAGE, by=by, organisation_id=membership.organisation_id)
    if membership.user_id == by.user_id:
        raise ValidationError(
            _("You cannot change your own role. Ask another member to do it."),
            code="own_role",
        )
    require_grantable(role, membership.organisation, by=by)
    _lock(membership)
    if role != HEAD_OF_KIND[membership.organisation.kind]:
        _require_another_head(membership)
    former = membership.role
    membership.role = role
    membership.save(update_fields=["role"])
    _take_back_invitations(membership)
    audit.record(
        Event.MEMBER_ROLE_CHANGED,
        membership,
        by=by,
        member=str(membership.user),
        former=former,
        role=role,
    )


@transaction.atomic
def end(membership: Membership, *, by: Actor) -> None:
    """End a membership, one's own or another's; its keys and invitations go with it."""
    if membership.user_id != by.user_id:
        require(
            Permission.MEMBER_MANAGE, by=by, organisation_id=membership.organisation_id
        )
    _lock(membership)
    _require_another_head(membership)
    now = timezone.now()
    Membership.objects.filter(pk=membership.pk).update(ended_at=now)
    membership.ended_at = now
    keys = ApiKey.objects.filter(membership=membership, revoked_at=None)
    audit.record(
        Event.MEMBER_ENDED,
        membership,
        by=by,
        member=str(membership.user),
        role=membership.role,
        keys_revoked=keys.update(revoked_at=now),
        invitations_revoked=_take_back_invitations(membership),
    )


@transaction.atomic
def join(user: User, *, organisation: Organisation, role: Role) -> Membership:
    """Make someone a member. Whoever calls it has asked whether they may."""
    membership = Membership.objects.create(
        user=user, organisation=organisation, role=role
    )
    audit.record(
        Event.MEMBER_JOINED,
        membership,
        by=membership.as_actor(),
        member=str(user),
        role=role,
    )
    return membership


def _lock(membership: Membership) -> None:
    """One change of people at a time in an organisation: two heads cannot both go."""
    Organisation.objects.select_for_update(of=("self",)).get(
        pk=membership.organisation_id
    )
    membership.refresh_from_db(fields=["role", "ended_at"])
    if membership.ended_at:
        raise WrongState(f"{membership} has ended")


def _take_back_invitations(membership: Membership) -> int:
    """Who is sent away must not come back by a letter they wrote to themselves.

    Also who still belongs, but may no longer give what they offered; the number of them.
    """
    sent = Invitation.objects.open().filter(
        organisation_id=membership.organisation_id, invited_by_id=membership.user_id
    )
    may = PERMISSIONS[Role(membership.role)]
    if not membership.ended_at and Permission.MEMBER_MANAGE in may:
        sent = sent.exclude(
            role__in=[role for role in Role if PERMISSIONS[role] <= may]
        )
    return sent.update(revoked_at=timezone.now())


def _require_another_head(membership: Membership) -> None:
    head = HEAD_OF_KIND[membership.organisation.kind]
    if membership.role != head:
        return
    others = Membership.objects.standing().filter(
        organisation_id=membership.organisation_id, role=head
    )
    if not others.exclude(pk=membership.pk).exists():
        raise ValidationError(
            _(
                "%(member)s is the last one with the role “%(role)s”. Give it to "
                "somebody else first."
            ),
            params={"member": membership.user, "role": head.label},
            code="last_head",
        )
