"""Secrets at rest: sealed with a key derived from SECRET_KEY and its fallbacks."""

from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """Raises cryptography's InvalidToken for what was not sealed here."""
    return _box().decrypt(sealed.encode()).decode() if sealed else ""


@lru_cache
def _box() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    return urlsafe_b64encode(sha256(b"sealing:" + secret.encode()).digest())
