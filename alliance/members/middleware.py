"""Every request knows who acts, and staff without a second factor get no further."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from alliance.members.keys import has_second_factor
from alliance.members.models import Membership, User
from portal.actor import NOBODY, Actor

# Pages one must reach to set up the second factor, or to leave.
OPEN_WITHOUT_SECOND_FACTOR = (
    "/accounts/",
    "/second-factor/",
    "/static/",
    "/preferences/",
    "/livez",
    "/readyz",
)


class ActorRequest(HttpRequest):
    """A request as our views see it: it knows who acts, and whether htmx asks."""

    actor: Actor
    membership: Membership | None
    user: User  # pages that need one stand behind LoginRequiredMiddleware
    htmx: HtmxDetails


def actor_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        membership = _membership_of(request)
        request.membership = membership  # type: ignore[attr-defined]
        request.actor = membership.as_actor() if membership else NOBODY  # type: ignore[attr-defined]
        if membership is None and request.session.pop("membership_id", None):
            return _their_place_has_ended(request)
        if membership and _needs_second_factor(request, membership):
            return _led_to_second_factor(request)
        return get_response(request)

    return middleware


def _membership_of(request: HttpRequest) -> Membership | None:
    """The membership of this session, else the oldest that stands.

    One that has ended is not replaced in silence: nobody acts for another organisation
    than they believe.
    """
    if not request.user.is_authenticated:
        return None
    standing = (
        Membership.objects.standing()
        .filter(user_id=request.user.pk)
        .select_related("user", "organisation")
        .order_by("id")
    )
    chosen = request.session.get("membership_id")
    return standing.filter(pk=chosen).first() if chosen else standing.first()


def _their_place_has_ended(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request,
        _("Your membership of the organisation you acted for has ended."),
    )
    return redirect("membership-list")


def _needs_second_factor(request: HttpRequest, membership: Membership) -> bool:
    if not membership.is_staff or request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR):
        return False
    return not has_second_factor(membership.user)


def _led_to_second_factor(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        request.session["go_on_to"] = request.get_full_path()
    return redirect("second-factor")
