"""The one-time codes of this half-minute: what the cast's telephones would show.

In real life a secret is in one telephone and, sealed, with us; nobody shows its codes.
Here a page plays the telephone, so that signing in with a second factor can be tried.
"""

import time
from datetime import UTC, datetime

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value


def code_of(secret: str) -> str:
    """Six digits for now (RFC 6238); empty for who has no second factor."""
    if not secret:
        return ""
    code: str = format_hotp_value(hotp_value(secret, _counter()))
    return code


def changes_at() -> datetime:
    return datetime.fromtimestamp((_counter() + 1) * app_settings.TOTP_PERIOD, UTC)


def _counter() -> int:
    return int(time.time()) // int(app_settings.TOTP_PERIOD)
