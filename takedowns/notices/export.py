"""Notices as CSV: one line for each listing, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.db.models import QuerySet

from takedowns.notices.models import Item, Notice
from takedowns.notices.ways import JOINED, found

COLUMNS = (
    "reference",
    "state",
    "mark",
    "marketplace",
    "reason",
    "submitted_at",
    "row",
    "listing_id",
    "url",
    "item_state",
    "decided_at",
    "code",
    "order_state",
    "verified_down_at",
)
# What a spreadsheet would take for a formula (OWASP, CSV injection).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def lines(notices: QuerySet[Notice]) -> Iterator[str]:
    yield _line(COLUMNS)
    items = (
        Item.objects.filter(notice__in=notices)
        .select_related("notice__mark", "notice__marketplace", "listing", *JOINED)
        .order_by("-notice_id", "row")
    )
    for item in items.iterator(chunk_size=500):
        yield _line(_cells(item))


def _cells(item: Item) -> tuple[object, ...]:
    notice, decision = item.notice, found(item, "decision")
    order = found(item, "measure", "order")
    return (
        notice.reference,
        notice.state,
        notice.mark,
        notice.marketplace,
        notice.reason,
        notice.submitted_at and notice.submitted_at.isoformat(),
        item.row,
        item.listing.native_id,
        item.listing.url,
        item.state,
        decision and decision.decided_at.isoformat(),
        decision and decision.code,
        order and order.state,
        order and order.verified_at and order.verified_at.isoformat(),
    )


def _line(cells: tuple[object, ...]) -> str:
    written = StringIO()
    csv.writer(written).writerow([_harmless(cell) for cell in cells])
    return written.getvalue()


def _harmless(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(DANGEROUS) else text
