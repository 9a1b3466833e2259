"""How the API knows who asks: a key in the header, or the session of our own pages."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from alliance.members.models import User
from alliance.members.tokens import actor_of_key
from portal.actor import NOBODY, Actor


class ApiKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer bap_…`"""

    def authenticate(self, request: Request) -> tuple[User, Actor] | None:
        kind, _space, text = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        found = actor_of_key(text.strip(), now=timezone.now())
        if found is None:
            raise AuthenticationFailed(
                _(
                    "This API key is not valid, was revoked or has run out. Make a new one."
                )
            )
        return found

    def authenticate_header(self, _request: Request) -> str:
        return "Bearer"


class PageSession(SessionAuthentication):
    """Our own pages may ask the API with the visitor's session (and CSRF token)."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found = super().authenticate(request)
        django_request: HttpRequest = request._request
        return found and (found[0], getattr(django_request, "actor", NOBODY))


class IsSomebody(BasePermission):
    """The least the API asks for: an actor. Actions and querysets ask the rest."""

    def has_permission(self, request: Request, _view: Any) -> bool:
        return isinstance(request.auth, Actor) and request.auth != NOBODY


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "alliance.members.authentication.ApiKeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "bap_…"}


class PageSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "alliance.members.authentication.PageSession"
    name = "session"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "session"}
