from typing import cast

from rest_framework.request import Request

from portal.actor import Actor


def actor_of(request: Request) -> Actor:
    """Who asks the API. Our authentications give an actor where others give a token."""
    return cast("Actor", request.auth)
