"""Where one can go, by name: the ground knows the rooms' addresses, never the rooms."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from portal.actor import Actor
from portal.web.shapes import NavItem, Words


@dataclass(frozen=True, slots=True)
class Place:
    label: Words
    url_name: str
    permission: str = ""
    key: str = ""
    for_staff: bool | None = None  # None: for both sides


TOP = (
    Place(_("Home"), "home", "notice.view", "g h", for_staff=False),
    Place(_("Desk"), "review-desk", "item.claim", "g q", for_staff=True),
    Place(_("Notices"), "notice-list", "notice.view", "g n"),
    Place(_("Marks"), "mark-list", "mark.view", "g m"),
    Place(_("Mandates"), "mandate-list", "mandate.view", "g d", for_staff=False),
    Place(_("Orders"), "order-list", "order.view", "g o", for_staff=True),
    Place(
        _("Organisations"),
        "organisation-list",
        "organisation.vet",
        "g s",
        for_staff=True,
    ),
    Place(
        _("Organisation"),
        "organisation-own",
        "organisation.view",
        "g s",
        for_staff=False,
    ),
    Place(_("People"), "member-list", "member.view", "g p"),
    Place(_("Audit"), "audit-list", "audit.view", "g a"),
)
ACCOUNT = (
    Place(_("Profile"), "profile"),
    Place(_("Your organisations"), "membership-list"),
    Place(_("API keys"), "api-key-list", "api_key.make"),
    Place(_("Roles and permissions"), "permissions"),
)


def items(places: Iterable[Place], actor: Actor, *, path: str) -> list[NavItem]:
    """The places this actor may go to, in their order, the present one marked."""
    return list(_items(places, actor, path))


def url_of(name: str, *args: object) -> str:
    """The address of a room, or nothing where it is not built in."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _items(places: Iterable[Place], actor: Actor, path: str) -> Iterator[NavItem]:
    for place in places:
        url = url_of(place.url_name)
        is_theirs = place.for_staff in (None, actor.everywhere)
        is_allowed = not place.permission or actor.can(place.permission)
        if url and is_theirs and is_allowed:
            yield NavItem(
                place.label, url, is_current=path.startswith(url), key=place.key
            )
