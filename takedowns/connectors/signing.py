"""Standard Webhooks signatures, for what has a body and for what has none.

Signed is `{webhook-id}.{webhook-timestamp}.{payload}` with HMAC-SHA256. The payload
is the body; a request without one signs its method and target instead, so that a
signature for one listing opens no other. https://www.standardwebhooks.com, version 1.
"""

import base64
import binascii
import secrets
from collections.abc import Mapping
from datetime import datetime

from standardwebhooks import Webhook, WebhookVerificationError


class Forged(Exception):
    """The signature is missing, wrong, too old or too new."""


def new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def payload(method: str, target: str, body: bytes) -> bytes:
    """What is signed. The target is the path with its query, as it is sent."""
    return body or f"{method} {target}".encode()


def headers(secret: str, key: str, signed: bytes, *, at: datetime) -> dict[str, str]:
    return {
        "webhook-id": key,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(key, at, signed.decode()),
    }


def verify(secret: str, signed: bytes, given: Mapping[str, str]) -> None:
    """Raises Forged unless the headers sign the payload, within five minutes of now."""
    found = {name.lower(): value for name, value in given.items()}
    timestamp = found.get("webhook-timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit()):
        raise Forged("The timestamp is not a number of seconds.")
    found["webhook-signature"] = " ".join(
        part
        for part in found.get("webhook-signature", "").split(" ")
        if _is_plain(part)
    )
    try:
        Webhook(secret).verify(signed, found, json_parse=False)
    except (WebhookVerificationError, ValueError) as error:
        raise Forged(str(error)) from error


def _is_plain(part: str) -> bool:
    """Base64 has several spellings of the same bytes: only one of them is ours."""
    version, comma, signature = part.partition(",")
    try:
        decoded = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        return False
    return (
        bool(comma)
        and base64.b64encode(decoded).decode() == signature
        and version == "v1"
    )
