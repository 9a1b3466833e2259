"""What a notice says, as one hash: sealed on sending, so that nothing can be slipped in."""

import json
from hashlib import sha256

from takedowns.notices.models import Notice


def content_sha256(notice: Notice) -> str:
    """Over everything its sender said and signed; hexadecimal."""
    told = {
        "reference": notice.reference,
        "sender": notice.sender_id,
        "mark": notice.mark_id,
        "marketplace": notice.marketplace_id,
        "reason": notice.reason,
        "explanation": notice.explanation,
        "items": list(notice.items.order_by("row").values_list("row", "listing__url")),
        "evidence": list(
            notice.evidence.order_by("id").values_list("file__sha256", "description")
        ),
        "declarations": [
            notice.declares_good_faith,
            notice.declares_accuracy,
            notice.declares_authority,
        ],
        "signed_name": notice.signed_name,
    }
    plain = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(plain.encode()).hexdigest()
