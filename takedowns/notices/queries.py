from collections.abc import Iterable
from dataclasses import replace

from django.db.models import (
    Count,
    Exists,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from alliance.marks.models import Mark
from portal.actor import Actor
from takedowns.evidence.models import Evidence
from takedowns.listings import lines
from takedowns.listings.lines import Line, Verdict
from takedowns.listings.models import Marketplace
from takedowns.notices.models import Item, Notice
from takedowns.notices.states import ItemState
from takedowns.notices.ways import JOINED


def answers(
    pasted: str, *, marketplace: Marketplace, mark: Mark | None, actor: Actor
) -> list[Line]:
    """An answer for each line pasted, open notices included. Six queries at most."""
    read = _reported_marked(lines.read(pasted, marketplace))
    if mark is None:
        return read
    taken = open_for(mark, _listing_ids(read))
    seen = references_seen(taken.values(), actor)
    return [
        _taken(line, seen.get(taken[line.listing_id], ""))
        if line.listing_id in taken and line.is_good
        else line
        for line in read
    ]


def _reported_marked(read: list[Line]) -> list[Line]:
    """A listing that only stands in drafts is as good as new."""
    items = Item.objects.exclude(state=ItemState.NEW)
    reported = set(
        items.filter(listing_id__in=_listing_ids(read)).values_list(
            "listing_id", flat=True
        )
    )
    return [
        replace(line, verdict=Verdict.NEW)
        if line.verdict == Verdict.KNOWN and line.listing_id not in reported
        else line
        for line in read
    ]


def _listing_ids(read: list[Line]) -> list[int]:
    return [line.listing_id for line in read if line.listing_id and line.is_good]


def open_for(mark: Mark, listing_ids: Iterable[int]) -> dict[int | None, int]:
    """Listings that are open for the mark, each with the id of its notice."""
    items = Item.objects.open().filter(mark=mark, listing_id__in=list(listing_ids))
    return dict(items.values_list("listing_id", "notice_id"))


def references_seen(notice_ids: Iterable[int], actor: Actor) -> dict[int, str]:
    """The references of those notices which the actor may know of."""
    seen = Notice.objects.visible_to(actor).filter(pk__in=set(notice_ids))
    return dict(seen.values_list("pk", "reference"))


def _taken(line: Line, reference: str) -> Line:
    if reference:
        sentence = _("Notice %(reference)s about it is open.") % {
            "reference": reference
        }
    else:
        sentence = _("Another sender's notice about it is open for this mark.")
    fix = _("Nothing to do: wait for the decision. It is left out of this notice.")
    return replace(
        line, verdict=Verdict.OPEN, reference=reference, sentence=sentence, fix=fix
    )


def summaries(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """With what a line of a list tells of a notice."""
    return notices.select_related("sender", "mark", "marketplace").annotate(
        item_count=_count(Item.objects.all()),
        open_count=_count(Item.objects.open()),
        upheld_count=_count(Item.objects.filter(state=ItemState.MEASURE_SET)),
        down_count=_count(Item.objects.filter(measure__order__state="verified_down")),
        due_at=Max("deadlines__due_at", filter=Q(deadlines__met_at=None)),
    )


def _count(items: QuerySet[Item]) -> Coalesce:
    """How many of these a notice has, asked for each notice by itself."""
    counted = (
        items.filter(notice=OuterRef("pk"))
        .order_by()
        .values("notice")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted), 0)


def whole(notice: Notice) -> Notice:
    """The notice with all that its page tells. Four queries, however many items."""
    return (
        summaries(Notice.objects.filter(pk=notice.pk))
        .prefetch_related(
            Prefetch("items", items_told().order_by("row")),
            Prefetch(
                "evidence", Evidence.objects.select_related("file").order_by("id")
            ),
        )
        .get()
    )


def items_told() -> QuerySet[Item]:
    """Items with their listing, its picture, and how far they have come."""
    return Item.objects.select_related(
        "notice", "listing__marketplace", "listing__seller", "capture__picture", *JOINED
    )


def matching(notices: QuerySet[Notice], sought: str) -> QuerySet[Notice]:
    """By a reference, the name of a mark, or a marketplace's id of a listing."""
    sought = sought.strip()
    listed = Item.objects.filter(notice=OuterRef("pk"), listing__native_id=sought)
    return notices.filter(
        Q(reference__iexact=sought) | Q(mark__name__icontains=sought) | Exists(listed)
    )
