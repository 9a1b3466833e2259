"""What a marketplace's JSON means. Nonsense is Unavailable: a person may mend it."""

import json
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from takedowns.connectors import clock
from takedowns.connectors.base import (
    FeedPage,
    ListingCapture,
    Outcome,
    Receipt,
    Refused,
    Unavailable,
)
from takedowns.connectors.fetching import Answer

ACCEPTED = {200, 201, 202}
# Nothing is wrong with the order itself: the same one may succeed later.
PASSING = {401, 403, 407, 408, 421, 423, 425, 429}
CODE = re.compile(r"[a-z0-9_]{1,60}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LONGEST_WAIT = timedelta(hours=24)
LONGEST_REFERENCE = 100  # what an order keeps
DEAREST = Decimal(10) ** 12

_Object = dict[str, Any]


def receipt(answer: Answer, *, is_removal: bool = False) -> Receipt:
    """Raises Refused with the marketplace's own code, or Unavailable."""
    if answer.status in ACCEPTED:
        return _receipt(_object(answer), answer.status)
    problem = _problem(answer)
    if is_removal and problem.code == "listing_gone":
        return Receipt(reference=problem.reference, outcome=Outcome.ALREADY)
    raise Refused(problem.code, problem.sentence)


def capture(answer: Answer) -> ListingCapture:
    """Raises Refused where the marketplace has no such listing, or Unavailable."""
    if answer.status != 200:
        problem = _problem(answer)
        raise Refused(problem.code, problem.sentence)
    return listing(_object(answer), sha256(answer.body).hexdigest())


def feed(answer: Answer) -> FeedPage:
    if answer.status != 200:
        problem = _problem(answer)
        raise Refused(problem.code, problem.sentence)
    page = _object(answer)
    rows = page.get("listings")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unavailable(_("The marketplace's feed was not a list of listings."))
    digest = sha256(answer.body).hexdigest()
    return FeedPage(
        text(page.get("cursor"), 200), tuple(listing(row, digest) for row in rows)
    )


def listing(row: _Object, digest: str) -> ListingCapture:
    """One listing of docs/marketplace-protocol.md. Raises Unavailable without an id."""
    seller, pictures = row.get("seller"), row.get("pictures")
    seller = seller if isinstance(seller, dict) else {}
    pictures = pictures if isinstance(pictures, list) else []
    if not (listing_id := text(row.get("id"), 200)):
        raise Unavailable(_("The marketplace described a listing without its id."))
    return ListingCapture(
        listing_id=listing_id,
        url=text(row.get("url"), 2_000),
        title=line(row.get("title"), 500),
        description=text(row.get("description"), 10_000),
        category=line(row.get("category"), 200),
        price=price(row.get("price")),
        currency=currency(row.get("currency")),
        seller_id=text(seller.get("id"), 200),
        seller_name=line(seller.get("name"), 300),
        seller_email=_email(seller.get("email")),
        picture_urls=tuple(
            text(url, 2_000) for url in pictures[:20] if text(url, 2_000)
        ),
        picture=None,
        body_sha256=digest,
        captured_at=clock.now(),
    )


def retry_after(answer: Answer) -> timedelta | None:
    """Seconds or a date, as RFC 9110 section 10.2.3 has it; at most a day."""
    said = answer.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said)
        wait = until.replace(tzinfo=until.tzinfo or UTC) - clock.now()
    except (ValueError, OverflowError):
        return None
    return min(max(wait, timedelta(0)), LONGEST_WAIT)


def unusual_status(status: int) -> str:
    return _("The marketplace answered with status %(status)s.") % {"status": status}


def text(value: object, limit: int) -> str:
    """A string or number as one safe piece of text; anything else is no text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    plain = str(value).encode("utf-8", "replace").decode()  # lone surrogates
    return CONTROL.sub("", plain).strip()[:limit]


def line(value: object, limit: int) -> str:
    """The same on one line: a title must not write a second line into a letter."""
    return " ".join(text(value, limit).split())


def price(value: object) -> Decimal | None:
    try:
        amount = Decimal(text(value, 30).replace(",", "") or "x")
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < DEAREST else None


def currency(value: object) -> str | None:
    code = text(value, 10).upper()
    return code if re.fullmatch(r"[A-Z]{3}", code) else None


class _Problem:
    def __init__(self, told: _Object, status: int) -> None:
        self.code = text(told.get("code"), 61)
        self.sentence = text(told.get("detail"), 500) or text(told.get("title"), 500)
        self.sentence = self.sentence or str(_("The marketplace gave no reason."))
        self.reference = line(told.get("reference"), LONGEST_REFERENCE)
        if not CODE.fullmatch(self.code):
            self.code = f"http_{status}"


def _problem(answer: Answer) -> _Problem:
    """A refusal in words. Raises Unavailable where the answer refuses nothing."""
    if answer.status in PASSING or not 400 <= answer.status < 500:
        raise Unavailable(unusual_status(answer.status), retry_after(answer))
    problem = _Problem(_object(answer), answer.status)
    if answer.status in {404, 405} and problem.code == f"http_{answer.status}":
        # A wrong base address answers so, too: that is no word about our listing.
        raise Unavailable(_("The marketplace does not seem to have this door."))
    return problem


def _receipt(told: _Object, status: int) -> Receipt:
    reference = line(told.get("reference"), LONGEST_REFERENCE)
    usual = Outcome.ACCEPTED if status == 202 else Outcome.DONE
    outcome = text(told.get("outcome", usual), 20)
    if not reference or outcome not in set(Outcome):
        raise Unavailable(_("The marketplace's receipt could not be understood."))
    return Receipt(reference, _moment(told.get("acknowledged_at")), Outcome(outcome))


def _email(value: object) -> str | None:
    """An address that a letter can be sent to, or none."""
    address = text(value, 254)
    try:
        validate_email(address)
    except ValidationError:
        return None
    return address if address.isascii() else None


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text(value, 40))
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _object(answer: Answer) -> _Object:
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise Unavailable(_("The marketplace's answer was not JSON.")) from error
    if not isinstance(told, dict):
        raise Unavailable(_("The marketplace's answer was not a JSON object."))
    return told
