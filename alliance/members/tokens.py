"""API keys: how they are made, and whom they let act.

A key reads `bap_<public id>_<secret>_<crc>`: the prefix and checksum let scanners find
one that leaked, and let us refuse a mistyped one without asking the database.
"""

import secrets
from binascii import crc32
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

from alliance.access import Permission as P
from alliance.members.models import ApiKey, User
from portal.actor import Actor

READS = frozenset(
    {P.ORGANISATION_VIEW, P.MEMBER_VIEW, P.MARK_VIEW, P.MANDATE_VIEW, P.NOTICE_VIEW,
     P.ORDER_VIEW, P.AUDIT_VIEW}
)  # fmt: skip
FILES = frozenset({P.MARK_REGISTER, P.NOTICE_DRAFT, P.NOTICE_SUBMIT, P.NOTICE_WITHDRAW})
DECIDES = frozenset({P.ITEM_CLAIM, P.NOTICE_DECIDE, P.MARK_VERIFY})
ALLOWS: dict[str, frozenset[P]] = {
    ApiKey.Scope.READ: READS,
    ApiKey.Scope.FILE: READS | FILES,
    ApiKey.Scope.DECIDE: READS | DECIDES,
}


def new_key() -> tuple[str, str, str]:
    """A new key: its whole text, its public id, and the hash of its secret."""
    public_id, secret = (
        secrets.token_hex(6),
        secrets.token_urlsafe(32).replace("_", "-"),
    )
    return (
        f"{_body(public_id, secret)}_{_checksum(public_id, secret)}",
        public_id,
        _hash(secret),
    )


def actor_of_key(text: str, *, now: datetime) -> tuple[User, Actor] | None:
    """Whom a key lets act: its maker, narrowed to the key's scopes; nobody if it is bad."""
    parts = text.split("_")
    if len(parts) != 4 or _checksum(parts[1], parts[2]) != parts[3]:
        return None
    key = (
        ApiKey.objects.usable()
        .select_related("membership__user", "membership__organisation")
        .filter(
            public_id=parts[1],
            membership__ended_at=None,
            membership__user__is_active=True,
        )
        .first()
    )
    if key is None or not compare_digest(key.secret_sha256, _hash(parts[2])):
        return None
    ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    return key.membership.user, _narrowed(key)


def _narrowed(key: ApiKey) -> Actor:
    actor = key.membership.as_actor()
    allowed = frozenset().union(*(ALLOWS[scope] for scope in key.scopes))
    return Actor(
        name=f"{actor.name} ({key.name})",
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        organisation_name=actor.organisation_name,
        role=actor.role,
        permissions=actor.permissions & allowed,
        everywhere=actor.everywhere,
    )


def _body(public_id: str, secret: str) -> str:
    return f"bap_{public_id}_{secret}"


def _checksum(public_id: str, secret: str) -> str:
    return f"{crc32(_body(public_id, secret).encode()):08x}"


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
