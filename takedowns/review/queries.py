"""Questions of the review desk."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from alliance.members.models import Membership
from portal.actor import Actor
from portal.web.shapes import Words
from takedowns.notices.models import Item
from takedowns.notices.reasons import Harm
from takedowns.review.models import Decision, Lease


def queue_for(actor: Actor) -> QuerySet[Item]:
    """What waits, in order, without what would be a conflict of interest."""
    own = Membership.objects.standing().filter(user_id=actor.user_id or 0)
    organisations = own.values("organisation_id")
    return (
        Item.objects.waiting()
        .exclude(notice__sender__in=organisations)
        .exclude(mark__organisation__in=organisations)
    )


def on_the_desk_of(actor: Actor) -> Item | None:
    """The item this reviewer holds, if any."""
    lease = (
        Lease.objects.filter(reviewer_id=actor.user_id).select_related("item").first()
    )
    return lease.item if lease else None


@dataclass(frozen=True, slots=True)
class View:
    """A saved view of the queue: its name in the address, its words, its question."""

    name: str
    label: Words
    where: Q


VIEWS = (
    View("", _("All that waits"), Q()),
    View("health", _("Health and safety"), Q(harm=Harm.HEALTH)),
    View("fraud", _("Fraud"), Q(harm=Harm.FRAUD)),
    View("counterfeit", _("Counterfeit"), Q(harm=Harm.COUNTERFEIT)),
    View("other", _("Other infringement"), Q(harm=Harm.OTHER)),
    View("again", _("Came back"), Q(generation__gt=0)),
)
LINE = 50  # how much of the queue is shown; the server chooses who takes what


def first_in_line(actor: Actor, *, view: str) -> QuerySet[Item]:
    """The first fifty of a view, with all that a row shows."""
    where = next((v.where for v in VIEWS if v.name == view), Q())
    rows = queue_for(actor).filter(where)
    return rows.select_related(
        "notice__sender", "mark", "listing__marketplace", "capture__picture"
    )[:LINE]


def counts(actor: Actor) -> dict[str, int]:
    """How many wait in each view, in one query."""
    return (
        queue_for(actor)
        .order_by()
        .aggregate(
            **{f"in_{v.name}": Count("pk", filter=v.where) for v in VIEWS if v.name},
            in_=Count("pk"),
        )
    )


def next_due(actor: Actor) -> datetime | None:
    found: datetime | None = queue_for(actor).aggregate(first=Min("due_at"))["first"]
    return found


def record_of(item: Item) -> dict[str, int]:
    """What was decided before about this seller, and on this sender's items."""
    seller_id = item.listing.seller_id
    of_seller = Q(item__listing__seller_id=seller_id) if seller_id else Q(pk=None)
    of_sender = Q(item__notice__sender_id=item.notice.sender_id)
    upheld = Q(outcome=Decision.Outcome.UPHELD)
    return Decision.objects.exclude(item=item).aggregate(
        seller_upheld=Count("pk", filter=of_seller & upheld),
        seller_all=Count("pk", filter=of_seller),
        sender_upheld=Count("pk", filter=of_sender & upheld),
        sender_all=Count("pk", filter=of_sender),
    )
