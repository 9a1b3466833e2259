from datetime import timedelta

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.access import Permission
from alliance.marks.models import Mark
from alliance.marks.states import State as MarkState
from alliance.members.middleware import ActorRequest
from takedowns.notices import drafts, queries
from takedowns.notices.models import Notice
from takedowns.notices.states import State
from takedowns.notices.ways import way_of_notice

SOON = timedelta(days=30)
SHOWN = 5


@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    """What needs a brand or its agent, what is open, and what came of it last."""
    if request.actor.everywhere:
        decides = request.actor.can(Permission.ITEM_CLAIM)
        return redirect("review-desk" if decides else "organisation-list")
    notices = Notice.objects.visible_to(request.actor)
    unsent = list(
        notices.drafts().select_related("mark").order_by("-edited_at")[:SHOWN]
    )
    frozen = drafts.reasons(unsent, request.actor)
    decided = queries.summaries(notices.filter(state=State.DECIDED))
    newest = decided.order_by("-decided_at", "-id")[:SHOWN]
    context = {
        "drafts": [(notice, frozen.get(notice.pk, "")) for notice in unsent],
        "returned": _marks(request).filter(state=MarkState.RETURNED),
        "ending": _ending(request),
        "counts": _counts(request),
        "has_marks": _marks(request).exists(),
        "newest": [(notice, way_of_notice(notice)) for notice in newest],
    }
    return render(request, "takedowns/notices/overview.html", context)


def _marks(request: ActorRequest) -> QuerySet[Mark]:
    return Mark.objects.visible_to(request.actor).order_by("ends_on", "id")


def _ending(request: ActorRequest) -> QuerySet[Mark]:
    today = timezone.now().date()
    return _marks(request).filter(
        state=MarkState.VERIFIED, ends_on__gte=today, ends_on__lte=today + SOON
    )


def _counts(request: ActorRequest) -> list[tuple[State, int]]:
    sent = Notice.objects.visible_to(request.actor).sent()
    found = dict(sent.order_by().values_list("state").annotate(Count("pk")))
    states = (State.SUBMITTED, State.DECIDED, State.WITHDRAWN)
    return [(state, found.get(state, 0)) for state in states]
