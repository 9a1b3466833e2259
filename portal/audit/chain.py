"""The arithmetic of the audit log: pure functions over hashes.

An entry's hash covers every column and the hash before it. A day's root is the Merkle
tree hash of RFC 6962, section 2.1, over the entries' hashes in the order of their ids.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

START = "0" * 64  # what stands before the first entry of a case


def plain(detail: dict[str, Any]) -> dict[str, Any]:
    """The detail as it will come back from the database."""
    found: dict[str, Any] = json.loads(json.dumps(detail, cls=DjangoJSONEncoder))
    return found


def entry_hash(columns: dict[str, Any], *, previous_hash: str) -> str:
    told = json.dumps(
        columns | {"previous_hash": previous_hash},
        cls=ExactTimes,
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return sha256(told.encode()).hexdigest()


class ExactTimes(DjangoJSONEncoder):
    """Django's encoder cuts moments to milliseconds; the database keeps microseconds."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def merkle_root(hashes: Sequence[str]) -> str:
    """RFC 6962: leaves are prefixed with 0x00 and nodes with 0x01."""
    if not hashes:
        return sha256(b"").hexdigest()
    level = [sha256(b"\0" + bytes.fromhex(leaf)).digest() for leaf in hashes]
    while len(level) > 1:
        paired = [
            sha256(b"\1" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        # RFC 6962 splits at the largest power of two: an odd last node moves up as it is.
        level = paired + (level[-1:] if len(level) % 2 else [])
    return level[0].hex()
