"""What will be sent if this decision is submitted, word for word."""

from django.conf import settings
from django.utils.translation import gettext as _

from takedowns.enforcement import statement
from takedowns.enforcement.actions import reasons_of
from takedowns.notices.models import Item
from takedowns.review.models import Decision
from takedowns.review.rules import CLAUSES, MENDS, POLICY_VERSION, Rejection


def of(item: Item, *, outcome: str, code: str, facts: str, **_rest: str) -> str:
    """To the seller if it is upheld, in the seller's language; else to the sender."""
    if outcome == Decision.Outcome.UPHELD:
        return _to_seller(item, code, facts)
    return _to_sender(code, facts)


def _to_seller(item: Item, code: str, facts: str) -> str:
    seller = item.listing.seller
    reasons = reasons_of(item, code, CLAUSES[code].number, POLICY_VERSION, facts)
    return statement.plain_text(
        reasons,
        statement.payload(reasons),
        language=seller.language if seller else settings.LANGUAGE_CODE,
    )


def _to_sender(code: str, facts: str) -> str:
    rejection = Rejection(code)
    mend = _("What you can do: %(mend)s") % {"mend": MENDS[rejection]}
    return f"{rejection.label}\n\n{facts.strip()}\n\n{mend}"
