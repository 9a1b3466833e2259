from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from alliance.members.middleware import ActorRequest
from alliance.notifications import actions
from alliance.notifications.models import Notification
from portal.web import lists


@require_safe
def notification_list(request: ActorRequest) -> HttpResponse:
    told = Notification.objects.visible_to(request.actor).order_by("-id")
    if is_unread := request.GET.get("state") == "unread":
        told = told.unread()
    page = lists.page_of(told, request)
    context = {"page": page, "is_unread": is_unread}
    return render(request, "alliance/notifications/list.html", context)


@require_POST
def notification_open(request: ActorRequest, pk: int) -> HttpResponse:
    """Read it, and go to what it tells of."""
    told = get_object_or_404(Notification.objects.visible_to(request.actor), pk=pk)
    actions.mark_read(told, by=request.actor)
    return redirect(told.link or "notification-list")


@require_POST
def notification_read_all(request: ActorRequest) -> HttpResponse:
    actions.mark_all_read(by=request.actor)
    return redirect("notification-list")
