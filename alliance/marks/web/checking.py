"""The desk where marks entered by hand are held against their certificates."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance.access import Permission, require
from alliance.marks import actions, facts, letters
from alliance.marks.forms import DecisionForm, RenewalForm, refuse, sent
from alliance.marks.history import history
from alliance.marks.models import Mark, MarkDocument
from alliance.marks.states import State
from alliance.members.middleware import ActorRequest
from portal.states import WrongState
from portal.web.lists import page_of
from portal.web.shapes import Fact


@require_safe
def queue(request: ActorRequest) -> HttpResponse:
    """Oldest first, for whoever takes the next one."""
    require(
        Permission.MARK_VERIFY,
        by=request.actor,
        organisation_id=request.actor.organisation_id or 0,
    )
    waiting = (
        Mark.objects.visible_to(request.actor)
        .awaiting_check()
        .select_related("organisation", "brand")
        .order_by("registered_at", "id")
    )
    page = page_of(waiting, request)
    return render(request, "alliance/marks/queue.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: ActorRequest, pk: int) -> HttpResponse:
    mark = _checkable(request, pk)
    form = DecisionForm(
        sent(request)[0], initial={"distinctiveness": mark.distinctiveness}
    )
    letter = ""
    if request.method == "POST" and form.is_valid():
        if request.POST.get("act") == "preview":
            letter = _preview(mark, form.cleaned_data)
        else:
            _decide(request, mark, form.cleaned_data)
            return _to_next(request)
    context = _desk(request, mark) | {"form": form, "letter": letter}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "alliance/marks/check.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def renewal(request: ActorRequest, pk: int) -> HttpResponse:
    """A renewal that came in: read it, and say until when the mark holds."""
    mark = _checkable(request, pk, states={State.VERIFIED, State.LAPSED})
    form = RenewalForm(sent(request)[0])
    if request.method == "POST" and form.is_valid():
        try:
            actions.renew(
                mark, expires_on=form.cleaned_data["expires_on"], by=request.actor
            )
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Renewed. The rights holder is told."))
            return redirect("mark-queue")
    context = _desk(request, mark) | {"form": form}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "alliance/marks/renewal.html", context, status=status)


def _checkable(
    request: ActorRequest, pk: int, states: set[State] | None = None
) -> Mark:
    mark = get_object_or_404(
        Mark.objects.visible_to(request.actor).select_related(
            "organisation", "brand", "registered_by"
        ),
        pk=pk,
    )
    require(
        Permission.MARK_VERIFY, by=request.actor, organisation_id=mark.organisation_id
    )
    if mark.state not in (states or {State.PENDING}):
        raise WrongState(f"{mark} is not waiting to be checked")
    return mark


@transaction.atomic
def _decide(request: ActorRequest, mark: Mark, told: dict[str, Any]) -> None:
    """What staff found is two deeds: what the mark is worth, and whether it stands."""
    actions.judge(mark, told["distinctiveness"], by=request.actor)
    if told["outcome"] == "verify":
        actions.verify(mark, by=request.actor)
        messages.success(request, _("Verified. The rights holder is told."))
    else:
        actions.return_(mark, code=told["code"], note=told["note"], by=request.actor)
        messages.success(request, _("Returned. The rights holder is told why."))


def _preview(mark: Mark, told: dict[str, Any]) -> str:
    if told["outcome"] == "verify":
        return letters.preview(mark, "verified")
    return letters.preview(
        mark, "returned", **letters.reason_of(told["code"], told["note"])
    )


def _to_next(request: ActorRequest) -> HttpResponse:
    waiting = Mark.objects.visible_to(request.actor).filter(state=State.PENDING)
    first = waiting.order_by("registered_at", "id").first()
    if request.POST.get("act") == "next" and first:
        return redirect("mark-check", pk=first.pk)
    return redirect("mark-queue")


def _desk(request: ActorRequest, mark: Mark) -> dict[str, Any]:
    documents = mark.documents.select_related("file").order_by("-added_at", "-id")
    return {
        "mark": mark,
        "facts": [Fact(_("Holder"), mark.holder_name), *facts.facts(mark)],
        "documents": documents,
        "history": history(mark, viewer=request.actor),
        "renewals": [
            each for each in documents if each.kind == MarkDocument.Kind.RENEWAL
        ],
    }
