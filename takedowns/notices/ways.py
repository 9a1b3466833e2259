"""How far an item has come, as one strip: filed, in review, decided, ordered, down.

What the review decided and what the marketplace was ordered are asked for by name, since
those rooms stand above this one: `item.decision`, `item.measure.order`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.web.shapes import Stand, Step, Way
from takedowns.notices.models import Item
from takedowns.notices.states import ItemState, State

FILED, IN_REVIEW, DECIDED = _("Filed"), _("In review"), _("Decided")
ORDERED, ACKNOWLEDGED, DOWN = _("Ordered"), _("Acknowledged"), _("Verified down")
# What else is to be joined so that a way costs no query.
JOINED = ("decision", "measure__order")
# The order's own states that end in no takedown, and how we say them.
FAILED: dict[str, Promise] = {
    "refused": _("Refused by the marketplace"),
    "given_up": _("Not reached for 72 hours"),
    "contradicted": _("Said gone, seen live"),
}


@dataclass(frozen=True, slots=True)
class _Past:
    """What the rooms above have written of an item; `order` and `decision` or None."""

    decision: Any
    order: Any


def way_of(item: Item) -> Way:
    """Needs the item's notice, and what JOINED names."""
    past = _Past(found(item, "decision"), found(item, "measure", "order"))
    return Way([*_ours(item, past), *_theirs(item, past)], returns=item.generation)


def way_of_notice(notice: Any) -> Way:
    """The strip of the whole notice; it comes with the counts of `queries.summaries`."""
    filed = Step(FILED, Stand.DONE, notice.submitted_at)
    if notice.state == State.WITHDRAWN:
        return Way([filed, Step(_("Withdrawn"), Stand.SKIPPED)])
    decided = notice.item_count - notice.open_count
    if notice.open_count:
        told = {"decided": decided, "all": notice.item_count}
        note = gettext("%(decided)s of %(all)s decided") % told
        return Way(
            [filed, Step(IN_REVIEW, Stand.NOW, note=note), Step(DECIDED), Step(DOWN)]
        )
    steps = [filed, Step(IN_REVIEW, Stand.DONE), Step(DECIDED, Stand.DONE)]
    if not notice.upheld_count:
        return Way(steps)
    told = {"down": notice.down_count, "all": notice.upheld_count}
    note = gettext("%(down)s of %(all)s down") % told
    is_down = notice.down_count == notice.upheld_count
    return Way([*steps, Step(DOWN, Stand.DONE if is_down else Stand.NOW, note=note)])


def found(row: Any, *path: str) -> Any:
    """What stands at the end of one-to-one relations, or None."""
    for name in path:
        try:
            row = getattr(row, name)
        except ObjectDoesNotExist:
            return None
    return row


def _ours(item: Item, past: _Past) -> list[Step]:
    state = item.state
    if state == ItemState.NEW:
        return [Step(FILED), Step(IN_REVIEW), Step(DECIDED)]
    filed = Step(FILED, Stand.DONE, item.notice.submitted_at)
    if state == ItemState.WITHDRAWN:
        return [filed, Step(_("Withdrawn"), Stand.SKIPPED)]
    if state in {ItemState.QUEUED, ItemState.IN_REVIEW}:
        waiting = state == ItemState.QUEUED
        note = _("Waiting for a reviewer") if waiting else ""
        return [filed, Step(IN_REVIEW, Stand.NOW, note=note), Step(DECIDED)]
    decided_at = past.decision and past.decision.decided_at
    note = ItemState(state).label
    return [
        filed,
        Step(IN_REVIEW, Stand.DONE),
        Step(DECIDED, Stand.DONE, decided_at, note),
    ]


def _theirs(item: Item, past: _Past) -> list[Step]:
    """The part of the way at the marketplace, unless it is not gone."""
    if item.state in {ItemState.REJECTED, ItemState.WITHDRAWN}:
        return []
    order = past.order
    if order is None:
        return [Step(ORDERED), Step(ACKNOWLEDGED), Step(DOWN)]
    steps = [
        _step(ORDERED, order.queued_at, is_here=not order.acknowledged_at),
        _step(ACKNOWLEDGED, order.acknowledged_at, is_here=not order.verified_at),
        _step(DOWN, order.verified_at, is_here=False),
    ]
    if failure := FAILED.get(order.state):
        return [*(s for s in steps if s.stand == Stand.DONE), _failed(failure, order)]
    if order.state == "relisted":
        return [*steps, Step(_("Came back"), Stand.FAILED)]
    return steps


def _step(label: Promise, at: datetime | None, *, is_here: bool) -> Step:
    if at is None:
        return Step(label)
    return Step(label, Stand.NOW if is_here else Stand.DONE, at)


def _failed(label: Promise, order: Any) -> Step:
    return Step(label, Stand.FAILED, note=order.said)
