"""Notices as CSV: one line for each listing, safe to open in a spreadsheet."""

from collections.abc import Iterator

from django.db.models import QuerySet

from portal.web import spreadsheet
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


def lines(notices: QuerySet[Notice]) -> Iterator[str]:
    yield spreadsheet.line(COLUMNS)
    items = (
        Item.objects.filter(notice__in=notices)
        .select_related("notice__mark", "notice__marketplace", "listing", *JOINED)
        .order_by("-notice_id", "row")
    )
    for item in items.iterator(chunk_size=500):
        yield spreadsheet.line(_cells(item))


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
