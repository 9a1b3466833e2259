"""How items come into the queue: a listing is open once for a mark, whoever is first."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal import states
from portal.actor import Actor
from portal.states import WrongState
from takedowns.listings.models import Listing
from takedowns.notices import queries
from takedowns.notices.models import Item, Notice
from takedowns.notices.reasons import Harm, Lane
from takedowns.notices.states import QUEUE_ITEM

OPEN_ONCE = "a_listing_is_open_once_for_a_mark"


class AlreadyOpen(WrongState):
    """Some of the listings are open for this mark in another notice."""

    def __init__(self, addresses: Iterable[str], references: Iterable[str]) -> None:
        self.addresses, self.references = tuple(addresses), tuple(references)
        super().__init__(f"already open: {', '.join(self.addresses)}")

    @property
    def advice(self) -> str:  # type: ignore[override]
        told = {"addresses": ", ".join(self.addresses[:5])}
        if not self.references:
            return (
                _("Another sender's notice about this is open: %(addresses)s.") % told
            )
        told["references"] = ", ".join(self.references)
        return (
            _("Notice %(references)s about this is open already: %(addresses)s.") % told
        )


def queue(
    notice: Notice,
    items: list[Item],
    *,
    harm: Harm,
    lane: Lane,
    due_at: datetime,
    by: Actor,
) -> None:
    """Let the items wait for review. Whose listing is open already is refused.

    The listings are locked in the order of their ids first, so that two notices that
    name the same ones, in whatever order, go one after the other.
    """
    listing_ids = [item.listing_id for item in items]
    list(
        Listing.objects.filter(pk__in=listing_ids)
        .order_by("pk")
        .select_for_update(no_key=True, of=("self",))
        .values_list("pk")
    )
    waiting = notice.items.filter(pk__in=[item.pk for item in items])
    try:
        with transaction.atomic():
            states.make_all(
                QUEUE_ITEM,
                waiting,
                mark_id=notice.mark_id,
                harm=harm,
                lane=lane,
                due_at=due_at,
            )
    except IntegrityError as error:
        if OPEN_ONCE not in str(error):
            raise
        raise _already_open(notice, items, by=by) from error


def _already_open(notice: Notice, items: list[Item], *, by: Actor) -> AlreadyOpen:
    assert notice.mark is not None  # noqa: S101 - a notice is checked before it is filed
    taken = queries.open_for(notice.mark, [item.listing_id for item in items])
    seen = queries.references_seen(taken.values(), by)
    addresses = [item.listing.url for item in items if item.listing_id in taken]
    return AlreadyOpen(addresses, sorted(seen.values()))
