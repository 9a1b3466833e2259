"""How allauth fits this house: addresses as names, sealed second-factor secrets."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from portal import sealing


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is open: an account alone may do nothing but apply or accept."""

    def populate_username(self, _request: HttpRequest, _user: Any) -> None:
        """There are no user names here."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth keeps TOTP secrets in clear unless told otherwise."""

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)
