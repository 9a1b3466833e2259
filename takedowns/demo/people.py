"""The cast's accounts, and whom the story lets act."""

from functools import cache

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from django.contrib.auth.hashers import make_password

from alliance.access import Role
from alliance.members.models import Membership, User
from portal.actor import Actor
from takedowns.demo.cast import PASSWORD, House, Person


def account(person: Person) -> User:
    """Their account, with an address that is theirs; made if it is not there yet."""
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(person.email, name=person.name)
        # Off for everyone until they ask; these two are told to try them.
        user.uses_shortcuts = person.role == Role.REVIEWER
        user.password = _hashed()
        user.save(update_fields=["password", "uses_shortcuts"])
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return user


def give_second_factor(user: User) -> None:
    """A secret as an authenticator app would hold it, sealed like everyone's."""
    if not _totp(user):
        TOTP.activate(user, generate_totp_secret())


def secret_of(user: User) -> str:
    """What the authenticator app was told, base 32; empty where there is none.

    The demo alone shows it: nobody but the cast has such a page.
    """
    kept = _totp(user)
    return decrypt(kept.data["secret"]) if kept else ""


def membership_of(person: Person) -> Membership:
    standing = Membership.objects.standing().select_related("user", "organisation")
    return standing.get(user__email=person.email)


def acting(person: Person) -> Actor:
    return membership_of(person).as_actor()


def everyone(houses: tuple[House, ...]) -> list[tuple[House, Person]]:
    return [(house, person) for house in houses for person in house.people]


@cache
def _hashed() -> str:
    """Made slowly, as it should be, but once: they all have the same password."""
    return make_password(PASSWORD)


def _totp(user: User) -> Authenticator | None:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
