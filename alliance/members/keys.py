from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.access import Permission, require
from alliance.events import Event
from alliance.members.models import ApiKey, Membership, User
from alliance.members.tokens import new_key
from portal import audit
from portal.actor import Actor
from portal.states import WrongState

LONGEST = timedelta(days=365)


class SecondFactorMissing(Exception):
    """A key is as good as its maker's sign-in: it needs a second factor."""


def scopes_open_to(actor: Actor) -> list[ApiKey.Scope]:
    decides = actor.everywhere and actor.can(Permission.NOTICE_DECIDE)
    files = actor.can(Permission.NOTICE_SUBMIT)
    closed = set()
    if not decides:
        closed.add(ApiKey.Scope.DECIDE)
    if not files:
        closed.add(ApiKey.Scope.FILE)
    return [scope for scope in ApiKey.Scope if scope not in closed]


def has_second_factor(user: User) -> bool:
    return not settings.SECOND_FACTOR_REQUIRED or bool(is_mfa_enabled(user))


@transaction.atomic
def make(
    membership: Membership,
    *,
    name: str,
    scopes: Iterable[str],
    last_day: date,
    by: Actor,
) -> tuple[ApiKey, str]:
    """A key for programs of one member, and its text, which is known this once.

    Raises SecondFactorMissing, or ValidationError for a scope that is not open to the
    maker and for a last day (UTC, inclusive) that has gone or is over a year away.
    """
    require(Permission.API_KEY_MAKE, by=by, organisation_id=membership.organisation_id)
    _require_own(membership, by=by)
    if not has_second_factor(membership.user):
        raise SecondFactorMissing
    chosen = [ApiKey.Scope(scope) for scope in scopes]
    _require_open(chosen, by=by)
    text, public_id, secret_sha256 = new_key()
    key = ApiKey.objects.create(
        membership=membership,
        name=name,
        public_id=public_id,
        secret_sha256=secret_sha256,
        scopes=chosen,
        expires_at=_end_of(last_day),
    )
    audit.record(
        Event.API_KEY_MADE,
        key,
        by=by,
        name=name,
        scopes=chosen,
        expires_at=key.expires_at,
    )
    return key, text


@transaction.atomic
def revoke(key: ApiKey, *, by: Actor) -> None:
    """One's own, or, for who manages members, anybody's."""
    if key.membership.user_id != by.user_id:
        require(
            Permission.MEMBER_MANAGE,
            by=by,
            organisation_id=key.membership.organisation_id,
        )
    now = timezone.now()
    if not ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now):
        raise WrongState(f"{key} was revoked before")
    key.revoked_at = now
    audit.record(Event.API_KEY_REVOKED, key, by=by, name=key.name)


def _require_own(membership: Membership, *, by: Actor) -> None:
    if (membership.user_id, membership.organisation_id) != (
        by.user_id,
        by.organisation_id,
    ):
        raise ValidationError(_("A key can be made for oneself only."), code="own")


def _require_open(scopes: list[ApiKey.Scope], *, by: Actor) -> None:
    if not scopes:
        raise ValidationError({"scopes": _("Choose what the key may do.")})
    shut = [scope for scope in scopes if scope not in scopes_open_to(by)]
    if shut:
        raise ValidationError(
            {
                "scopes": _("Your role does not allow: %(scopes)s.")
                % {"scopes": ", ".join(str(scope.label) for scope in shut)}
            }
        )


def _end_of(last_day: date) -> datetime:
    today = timezone.now().date()
    if not today <= last_day <= today + LONGEST:
        raise ValidationError(
            {"last_day": _("Choose a day from today on, at most a year ahead.")}
        )
    return datetime.combine(
        last_day + timedelta(days=1), time(), tzinfo=timezone.get_default_timezone()
    )
