from typing import Any

from django.http import HttpRequest

from alliance.access import Permission
from portal.actor import NOBODY


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Who acts, for the top of every page; what may be offered follows from it."""
    actor = getattr(request, "actor", NOBODY)
    return {"actor": actor, "can": {p.name: p in actor.permissions for p in Permission}}
