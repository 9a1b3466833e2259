from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone

from portal.actor import Actor
from takedowns.enforcement.models import Attempt, Order
from takedowns.enforcement.states import State
from takedowns.listings.models import Marketplace

FAILED = Q(outcome__in=["unavailable", "refused"])
# What waits for a person: the portal alone gets no further.
FOR_STAFF = (State.REFUSED, State.GIVEN_UP, State.CONTRADICTED)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one marketplace has answered of late."""

    marketplace: Marketplace
    succeeded_at: datetime | None
    failed_at: datetime | None
    failures_of_the_day: int
    waiting: int

    @property
    def is_failing(self) -> bool:
        if self.failed_at is None:
            return False
        return self.succeeded_at is None or self.failed_at > self.succeeded_at


def counts_by_state(actor: Actor) -> dict[str, int]:
    counted = Order.objects.visible_to(actor).values_list("state").annotate(Count("id"))
    return dict(counted.order_by())


def standings() -> list[Standing]:
    """Three queries, however many marketplaces there are."""
    day_ago = timezone.now() - timedelta(days=1)
    of_marketplace = "order__measure__item__listing__marketplace"
    answered = {
        row[of_marketplace]: row
        for row in Attempt.objects.values(of_marketplace).annotate(
            succeeded_at=Max("made_at", filter=~FAILED),
            failed_at=Max("made_at", filter=FAILED),
            failures=Count("id", filter=FAILED & Q(made_at__gt=day_ago)),
        )
    }
    queued = Order.objects.filter(state=State.QUEUED)
    waiting = dict(
        queued.values_list("measure__item__listing__marketplace")
        .annotate(Count("id"))
        .order_by()
    )
    return [
        _standing(marketplace, answered.get(marketplace.pk, {}), waiting)
        for marketplace in Marketplace.objects.open().order_by("name")
    ]


def _standing(
    marketplace: Marketplace, answered: dict[str, object], waiting: dict[int, int]
) -> Standing:
    return Standing(
        marketplace,
        succeeded_at=answered.get("succeeded_at"),  # type: ignore[arg-type]
        failed_at=answered.get("failed_at"),  # type: ignore[arg-type]
        failures_of_the_day=answered.get("failures", 0),  # type: ignore[arg-type]
        waiting=waiting.get(marketplace.pk, 0),
    )
