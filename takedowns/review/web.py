from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from alliance.access import NotPermitted, Permission
from alliance.members.middleware import ActorRequest
from portal.web.shapes import NavItem, View
from takedowns.notices.models import Item
from takedowns.review import actions, queries, workspace
from takedowns.review.actions import NotOnYourDesk
from takedowns.review.forms import DecisionForm, ReleaseForm
from takedowns.review.models import Decision
from takedowns.review.preview import of as preview_of


@require_safe
def desk(request: ActorRequest) -> HttpResponse:
    """What waits, by harm and clock, and the one button that matters."""
    _require_desk(request)
    context = {
        "held": queries.on_the_desk_of(request.actor),
        "waiting": queries.first_in_line(
            request.actor, view=request.GET.get("view", "")
        ),
        "views": [_rail(request)],
        "next_due": queries.next_due(request.actor),
    }
    template = "_rows.html" if request.htmx else "desk.html"
    return render(request, f"takedowns/review/{template}", context)


@require_POST
def claim(request: ActorRequest) -> HttpResponse:
    item = actions.claim_next(by=request.actor)
    if item is None:
        messages.info(request, _("Nothing is waiting."))
        return redirect("review-desk")
    return redirect("review-item", pk=item.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: ActorRequest, pk: int) -> HttpResponse:
    """The workspace. Posting decides; what was typed survives a lost lease."""
    item = _item(request, pk)
    form = DecisionForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return _workspace(request, item, form, status=status)
    if request.POST.get("act") == "preview":
        return _workspace(request, item, form, preview=True)
    try:
        actions.decide(item, **form.cleaned_data, by=request.actor)
    except NotOnYourDesk:
        return _workspace(request, item, form, status=409)
    messages.success(request, _told(item, form.cleaned_data["outcome"]))
    if request.POST.get("act") == "submit_next":
        return claim(request)
    return redirect("review-desk")


@require_POST
def release(request: ActorRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _workspace(request, item, DecisionForm(), release_form=form, status=422)
    actions.release(item, reason=form.cleaned_data["reason"], by=request.actor)
    return redirect("review-desk")


@require_POST
def renew(request: ActorRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    actions.renew(item, by=request.actor)
    return redirect("review-item", pk=pk)


@require_POST
def take_back(request: ActorRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    actions.take_back(item, by=request.actor)
    return redirect("review-item", pk=pk)


def _told(item: Item, outcome: str) -> str:
    """What was just decided about what: the next item is already on the screen."""
    names = {"listing": _name(item), "marketplace": item.listing.marketplace.name}
    if outcome == Decision.Outcome.UPHELD:
        return (
            _("Upheld: “%(listing)s”. %(marketplace)s is ordered to take it down.")
            % names
        )
    return _("Rejected: “%(listing)s” stays up. Its sender is told why.") % names


def _name(item: Item) -> str:
    capture = item.capture
    return (capture.title if capture else "") or item.listing.native_id


def _rail(request: ActorRequest) -> View:
    counts, desk_url = queries.counts(request.actor), reverse("review-desk")
    chosen = request.GET.get("view", "")
    items = [
        NavItem(
            view.label,
            f"{desk_url}?view={view.name}" if view.name else desk_url,
            is_current=view.name == chosen,
            count=counts[f"in_{view.name}"],
        )
        for view in queries.VIEWS
    ]
    return View(_("The queue"), items)


def _item(request: ActorRequest, pk: int) -> Item:
    """Its parties see the item, too, but not the desk that it lies on."""
    _require_desk(request)
    return get_object_or_404(workspace.items(request.actor), pk=pk)


def _require_desk(request: ActorRequest) -> None:
    if not request.actor.can(Permission.ITEM_CLAIM):
        raise NotPermitted(f"{request.actor.name} does not review")


def _workspace(
    request: ActorRequest,
    item: Item,
    form: DecisionForm,
    *,
    release_form: ReleaseForm | None = None,
    preview: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = workspace.context(item, viewer=request.actor) | {
        "form": form,
        "release_form": release_form or ReleaseForm(),
        "preview": preview_of(item, **form.cleaned_data) if preview else "",
        "is_lost": status == 409,
    }
    return render(request, "takedowns/review/item.html", context, status=status)
