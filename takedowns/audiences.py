"""Who hears of what happens to a case. Every event stands here, told or silent."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alliance.access import Permission
from alliance.audiences import members_of, staff_who_may
from alliance.members.models import User
from alliance.notifications.rules import About, Rule
from portal.audit.models import Entry
from portal.web.navigation import url_of
from takedowns.enforcement.models import Order
from takedowns.enforcement.states import State
from takedowns.events import Event
from takedowns.notices.models import Item, Notice
from takedowns.notices.states import ItemState

# --- audiences -----------------------------------------------------------------


def _the_sender_s_people(entry: Entry) -> QuerySet[User]:
    """Of who sent the notice, and of whose mark it is: an agency and its principal."""
    notice = _notice(entry)
    owner_id = notice.mark.organisation_id if notice.mark else notice.sender_id
    return members_of(notice.sender_id, owner_id)


def _who_submitted(entry: Entry) -> QuerySet[User]:
    return User.objects.filter(pk=_notice(entry).submitted_by_id or 0)


def _once_all_are_down(entry: Entry) -> Iterable[User]:
    """One bell for the notice, when the last of its listings is seen gone."""
    orders = Order.objects.filter(measure__item__notice=_notice(entry))
    if orders.exclude(state=State.VERIFIED_DOWN).exists():
        return ()
    last = Entry.objects.of_case(entry.case).filter(event=entry.event).last()
    return _the_sender_s_people(entry) if last and last.pk == entry.pk else ()


def _order_staff(_entry: Entry) -> Iterable[User]:
    return staff_who_may(Permission.ORDER_RETRY)


# --- what they are told of -----------------------------------------------------


def _notice(entry: Entry) -> Notice:
    return Notice.objects.select_related("mark", "sender", "marketplace").get(
        pk=entry.case.removeprefix("notice-")
    )


def _about_notice(entry: Entry) -> About:
    notice = _notice(entry)
    items = list(
        notice.items.select_related("listing", "capture", "decision").order_by("row")
    )
    facts: dict[str, Any] = {
        "reference": notice.reference,
        "notice": notice,
        "items": items,
        "upheld": [item for item in items if item.state == ItemState.MEASURE_SET],
        "rejected": [item for item in items if item.state == ItemState.REJECTED],
    }
    return About(facts, url_of("notice-detail", notice.pk))


def _about_item(entry: Entry) -> About:
    item = Item.objects.select_related("notice", "listing").get(pk=entry.subject_id)
    facts = {"reference": item.notice.reference, "listing": str(item.listing)}
    return About(facts, url_of("notice-detail", item.notice_id))


def _about_order(entry: Entry) -> About:
    order = Order.objects.with_listing().get(pk=entry.subject_id)
    listing = order.item.listing
    facts = {"listing": str(listing), "marketplace": listing.marketplace.name}
    return About(facts, url_of("order-detail", order.pk))


# --- the table -----------------------------------------------------------------

RULES: dict[str, Rule] = {
    # Its receipt (DSA Art. 16(4)) is written by the notices themselves, on sending.
    Event.NOTICE_SUBMITTED: Rule(
        _("%(reference)s was sent"), _the_sender_s_people, _about_notice
    ),
    Event.NOTICE_DECIDED: Rule(
        _("%(reference)s is decided"),
        _the_sender_s_people,
        _about_notice,
        # The decision and its redress, DSA Art. 16(5): one letter for all its items.
        letter="takedowns/notices/letters/outcome.txt",
        written_to=_who_submitted,
    ),
    Event.NOTICE_WITHDRAWN: Rule(
        _("%(reference)s was withdrawn"), _the_sender_s_people, _about_notice
    ),
    Event.ITEM_RELISTED: Rule(
        _("%(listing)s came back: %(reference)s is open again"),
        _the_sender_s_people,
        _about_item,
    ),
    Event.ORDER_VERIFIED_DOWN: Rule(
        _("All upheld listings of %(reference)s are down"),
        _once_all_are_down,
        _about_notice,
    ),
    Event.ORDER_CONTRADICTED: Rule(
        _("%(marketplace)s says gone, we do not see it gone: %(listing)s"),
        _order_staff,
        _about_order,
    ),
    Event.ORDER_REFUSED: Rule(
        _("%(marketplace)s refused an order: %(listing)s"), _order_staff, _about_order
    ),
    Event.ORDER_GIVEN_UP: Rule(
        _("%(marketplace)s was not reached for 72 hours: %(listing)s"),
        _order_staff,
        _about_order,
    ),
}

# Steps on the way: they stand in the timeline, and the outcome is told.
SILENT = frozenset(
    {
        Event.NOTICE_DRAFTED,
        Event.NOTICE_EDITED,
        Event.NOTICE_DISCARDED,
        Event.NOTICE_REOPENED,  # the item that came back is told
        Event.EVIDENCE_ADDED,
        Event.EVIDENCE_REMOVED,
        Event.LISTING_CAPTURED,
        Event.ITEM_CLAIMED,
        Event.ITEM_RELEASED,
        Event.ITEM_UPHELD,
        Event.ITEM_REJECTED,
        Event.ITEM_WITHDRAWN,
        Event.MEASURE_SET,
        Event.STATEMENT_SENT,
        Event.STATEMENT_OPENED,
        Event.ORDER_QUEUED,
        Event.ORDER_SENT,
        Event.ORDER_ACKNOWLEDGED,
        Event.ORDER_RETRIED,
        Event.ORDER_RELISTED,
    }
)
