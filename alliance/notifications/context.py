from typing import Any

from django.http import HttpRequest

from alliance.access import Permission
from alliance.notifications.models import Notification
from portal.actor import NOBODY, Actor
from portal.web import navigation as places


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and where they may go, for the top of every page."""
    actor: Actor = getattr(request, "actor", NOBODY)
    told: dict[str, Any] = {
        "actor": actor,
        "can": {p.name: p in actor.permissions for p in Permission},
        "login_url": places.url_of("account_login"),
    }
    # A request refused early (a wrong host) has its error page, and no user yet.
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return told
    return told | {
        "user_name": str(user),
        "organisation_name": actor.organisation_name,
        "navigation": places.items(places.TOP, actor, path=request.path),
        "account_links": places.items(places.ACCOUNT, actor, path=request.path),
        "bell_url": places.url_of("notification-list"),
        "unread_count": Notification.objects.visible_to(actor).unread().count(),
    }
