"""What happened to a notice, in words, from the audit log alone."""

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliance.access.telling import who
from portal.actor import Actor
from portal.audit.models import Entry
from portal.web.shapes import TimelineLine, Tone
from takedowns.events import Event
from takedowns.notices.models import Item, Notice

# Events of no interest to a reader of the page; they stay in the log.
SILENT = {Event.NOTICE_EDITED, Event.ITEM_CLAIMED, Event.ITEM_RELEASED}
# Told to staff alone.
STAFF_ONLY = {Event.STATEMENT_OPENED, Event.ORDER_RETRIED}
WORDS: dict[str, Promise] = {
    Event.NOTICE_DRAFTED: gettext_lazy("Drafted"),
    Event.NOTICE_DISCARDED: gettext_lazy("Discarded"),
    Event.NOTICE_SUBMITTED: gettext_lazy("Sent to review"),
    Event.NOTICE_DECIDED: gettext_lazy("All listings decided"),
    Event.NOTICE_REOPENED: gettext_lazy("Reopened: a listing came back"),
    Event.NOTICE_WITHDRAWN: gettext_lazy("Withdrawn"),
    Event.EVIDENCE_ADDED: gettext_lazy("Evidence added"),
    Event.EVIDENCE_REMOVED: gettext_lazy("Evidence removed"),
    Event.LISTING_CAPTURED: gettext_lazy("Listing captured"),
    Event.ITEM_UPHELD: gettext_lazy("Upheld"),
    Event.ITEM_REJECTED: gettext_lazy("Rejected"),
    Event.ITEM_WITHDRAWN: gettext_lazy("Listing withdrawn"),
    Event.ITEM_RELISTED: gettext_lazy("Came back, and waits for review again"),
    Event.MEASURE_SET: gettext_lazy("Takedown decided"),
    Event.STATEMENT_SENT: gettext_lazy("Seller told why"),
    Event.STATEMENT_OPENED: gettext_lazy("Seller opened the statement of reasons"),
    Event.ORDER_QUEUED: gettext_lazy("Takedown ordered"),
    Event.ORDER_SENT: gettext_lazy("Order sent to the marketplace"),
    Event.ORDER_ACKNOWLEDGED: gettext_lazy("Marketplace acknowledged the order"),
    Event.ORDER_VERIFIED_DOWN: gettext_lazy("Seen gone by our own check"),
    Event.ORDER_CONTRADICTED: gettext_lazy("Said gone, but seen live"),
    Event.ORDER_REFUSED: gettext_lazy("Marketplace refused the order"),
    Event.ORDER_GIVEN_UP: gettext_lazy("Marketplace not reached for 72 hours"),
    Event.ORDER_RETRIED: gettext_lazy("Order tried again"),
    Event.ORDER_RELISTED: gettext_lazy("Seen on sale again"),
}
TONES: dict[str, Tone] = {
    Event.NOTICE_SUBMITTED: Tone.WAITING,
    Event.NOTICE_REOPENED: Tone.OVERDUE,
    Event.ITEM_UPHELD: Tone.DOWN,
    Event.ITEM_REJECTED: Tone.REFUSED,
    Event.ITEM_RELISTED: Tone.OVERDUE,
    Event.ORDER_VERIFIED_DOWN: Tone.DOWN,
    Event.ORDER_CONTRADICTED: Tone.OVERDUE,
    Event.ORDER_REFUSED: Tone.REFUSED,
    Event.ORDER_GIVEN_UP: Tone.OVERDUE,
    Event.ORDER_RELISTED: Tone.OVERDUE,
}

# What an entry may speak of, and the way there from its item.
SUBJECTS = {
    "takedowns.item": "pk",
    "takedowns.measure": "measure__pk",
    "takedowns.statementofreasons": "statement__pk",
    "takedowns.order": "measure__order__pk",
    "takedowns.decision": "decision__pk",
}
Subjects = dict[tuple[str, str], int]


def lines_of(notice: Notice, *, viewer: Actor) -> list[TimelineLine]:
    """The newest first. Outside the office nobody learns who decided."""
    rows = _rows_of_subjects(notice.items.all())
    return [
        _line(entry, rows, viewer)
        for entry in Entry.objects.of_case(notice.case).reverse()
        if _is_told(entry, viewer)
    ]


def lines_of_item(item: Item, *, viewer: Actor) -> list[TimelineLine]:
    """What happened to this one, and to the notice as a whole."""
    others = Item.objects.filter(notice_id=item.notice_id).exclude(pk=item.pk)
    about_others = _rows_of_subjects(others)
    return [
        _line(entry, {}, viewer)
        for entry in Entry.objects.of_case(item.case).reverse()
        if _is_told(entry, viewer)
        and (entry.subject_kind, entry.subject_id) not in about_others
    ]


def _line(entry: Entry, rows: Subjects, viewer: Actor) -> TimelineLine:
    return TimelineLine(
        at=entry.recorded_at,
        what=_what(entry),
        who=who(entry, viewer=viewer),
        note=_note(entry, rows),
        tone=TONES.get(entry.event, Tone.QUIET),
    )


def _what(entry: Entry) -> Promise:
    if entry.event == Event.LISTING_CAPTURED and entry.detail.get("refused"):
        return gettext_lazy("Listing could not be captured")
    return WORDS[entry.event]


def _rows_of_subjects(items: QuerySet[Item]) -> Subjects:
    """Items and their measures, statements, orders and decisions: of which row each is."""
    return {
        (kind, str(told[path])): told["row"]
        for told in items.values("row", *SUBJECTS.values())
        for kind, path in SUBJECTS.items()
        if told[path] is not None
    }


def _is_told(entry: Entry, viewer: Actor) -> bool:
    return entry.event in WORDS and (viewer.everywhere or entry.event not in STAFF_ONLY)


def _note(entry: Entry, rows: Subjects) -> str:
    detail = entry.detail
    told = [
        str(detail[key])
        for key in ("reason", "refused", "facts", "sentence")
        if detail.get(key)
    ]
    if row := rows.get((entry.subject_kind, entry.subject_id)):
        told.insert(0, _("Listing %(row)s") % {"row": row})
    if number := detail.get("attempts"):
        told.append(ngettext("%(n)s attempt", "%(n)s attempts", number) % {"n": number})
    return " · ".join(told)[:300]
