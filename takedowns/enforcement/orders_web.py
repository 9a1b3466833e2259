"""The staff's view of what marketplaces were asked to do."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alliance.access import NotPermitted, Permission
from alliance.members.middleware import ActorRequest
from portal.web import lists
from portal.web.navigation import url_of
from portal.web.shapes import Crumb, Fact, NavItem, View, Words
from portal.web.words import moment
from takedowns.enforcement import actions, queries
from takedowns.enforcement.models import Order
from takedowns.enforcement.states import RETRY, State


@require_safe
def order_list(request: ActorRequest) -> HttpResponse:
    _require_view(request)
    orders = Order.objects.visible_to(request.actor).with_listing()
    state = request.GET.get("state", "")
    if state == "for_staff":
        orders = orders.filter(state__in=queries.FOR_STAFF)
    elif state in State.values:
        orders = orders.filter(state=state)
    context = {
        "page": lists.page_of(orders.order_by("-id"), request),
        "views": _views(request, state),
        "standings": queries.standings(),
    }
    return render(request, "takedowns/enforcement/orders.html", context)


@require_safe
def order_detail(request: ActorRequest, pk: int) -> HttpResponse:
    order = _order(request, pk)
    context = {
        "order": order,
        "facts": _facts(order),
        "attempts": order.attempts.order_by("-id")[:100],
        "may_retry": order.state in RETRY.sources
        and request.actor.can(Permission.ORDER_RETRY),
        "trail": [
            Crumb(_("Orders"), url_of("order-list")),
            Crumb(str(order.item.listing)),
        ],
    }
    return render(request, "takedowns/enforcement/order.html", context)


@require_POST
def order_retry(request: ActorRequest, pk: int) -> HttpResponse:
    actions.retry(_order(request, pk), by=request.actor)
    return redirect("order-detail", pk=pk)


def _order(request: ActorRequest, pk: int) -> Order:
    orders = Order.objects.visible_to(request.actor).with_listing()
    return get_object_or_404(orders, pk=pk)


def _require_view(request: ActorRequest) -> None:
    if not (request.actor.can(Permission.ORDER_VIEW) and request.actor.everywhere):
        raise NotPermitted(f"{request.actor.name} may not see orders")


def _views(request: ActorRequest, chosen: str) -> list[View]:
    counts = queries.counts_by_state(request.actor)
    for_staff = sum(counts.get(state, 0) for state in queries.FOR_STAFF)
    named: list[tuple[str, Words, int]] = [
        ("for_staff", _("For you to see to"), for_staff),
        ("", _("All"), sum(counts.values())),
        *((state.value, state.label, counts.get(state.value, 0)) for state in State),
    ]
    base = url_of("order-list")
    items = [
        NavItem(
            label,
            f"{base}?state={value}" if value else base,
            is_current=value == chosen,
            count=count,
        )
        for value, label, count in named
    ]
    return [View(_("State"), items)]


def _facts(order: Order) -> list[Fact]:
    listing = order.item.listing
    return [
        Fact(_("Listing"), listing.url),
        Fact(_("Marketplace"), listing.marketplace.name),
        Fact(_("Notice"), order.item.notice.reference),
        Fact(_("Key"), order.key),
        Fact(_("Its reference"), order.reference),
        Fact(_("Its last word"), order.said),
        Fact(_("Ordered"), moment(order.queued_at)),
        *(
            Fact(label, moment(at))
            for label, at in (
                (_("Sent"), order.sent_at),
                (_("Acknowledged"), order.acknowledged_at),
                (_("Seen gone"), order.verified_at),
                (_("Next look"), order.next_look_at),
            )
            if at
        ),
    ]
