"""How allauth fits this house: addresses as names, sealed second-factor secrets."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from alliance.members.models import User
from portal import sealing
from portal.web import preferences


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is open: an account alone may do nothing but apply or accept."""

    def new_user(self, request: HttpRequest) -> Any:
        """They are written to in the language in which they signed up."""
        user = super().new_user(request)
        user.language = get_language() or settings.LANGUAGE_CODE
        return user

    def populate_username(self, _request: HttpRequest, _user: Any) -> None:
        """There are no user names here."""

    def login(self, request: HttpRequest, user: Any) -> None:
        """Pin whom this session acts for: should that end, it acts for nobody else."""
        super().login(request, user)
        oldest = user.memberships.standing().order_by("id").first()
        if oldest:
            request.session["membership_id"] = oldest.pk

    def post_login(
        self, request: HttpRequest, user: Any, **options: Any
    ) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **options)
        keep_preferences(response, user)
        return response


def keep_preferences(response: HttpResponse, user: User) -> None:
    """A person's language and shortcuts, as cookies that the pages read."""
    preferences.keep(response, settings.LANGUAGE_COOKIE_NAME, user.language)
    preferences.keep(response, "shortcuts", "on" if user.uses_shortcuts else "")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth keeps TOTP secrets in clear unless told otherwise."""

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)
