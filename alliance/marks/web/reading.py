from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.access import Permission
from alliance.marks import facts, trust
from alliance.marks.forms import FilterForm
from alliance.marks.history import history
from alliance.marks.models import Mark, MarkDocument, ReferencePicture
from alliance.marks.rules import RETURNS, ReturnCode
from alliance.marks.states import State
from alliance.members.middleware import ActorRequest
from portal.files.web import respond
from portal.web.lists import page_of


@require_safe
def mark_list(request: ActorRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    page = page_of(_filtered(_listed(request), form), request)
    context = {"page": page, "filter": form, "is_filtered": any(request.GET.values())}
    template = "_rows.html" if request.htmx else "list.html"
    return render(request, f"alliance/marks/{template}", context)


@require_safe
def mark_detail(request: ActorRequest, pk: int) -> HttpResponse:
    mark = get_object_or_404(
        Mark.objects.visible_to(request.actor).select_related(
            "brand", "organisation", "signed_file"
        ),
        pk=pk,
    )
    return render(request, "alliance/marks/detail.html", _detail(request, mark))


@require_safe
def mark_picture(
    request: ActorRequest, pk: int, picture_pk: int, which: str
) -> HttpResponse:
    picture = get_object_or_404(
        ReferencePicture.objects.select_related("file"),
        pk=picture_pk,
        mark__in=Mark.objects.visible_to(request.actor).filter(pk=pk),
    )
    return respond(picture.file, which)


@require_safe
def mark_document(
    request: ActorRequest, pk: int, document_pk: int, which: str
) -> HttpResponse:
    document = get_object_or_404(
        MarkDocument.objects.select_related("file"),
        pk=document_pk,
        mark__in=Mark.objects.visible_to(request.actor).filter(pk=pk),
    )
    return respond(document.file, which)


def _listed(request: ActorRequest) -> QuerySet[Mark]:
    pictures = ReferencePicture.objects.order_by("id").only("id", "mark_id", "caption")
    return (
        Mark.objects.visible_to(request.actor)
        .select_related("brand", "organisation")
        .prefetch_related(Prefetch("pictures", queryset=pictures))
        .order_by("-registered_at", "-id")
    )


def _filtered(marks: QuerySet[Mark], form: FilterForm) -> QuerySet[Mark]:
    form.is_valid()
    asked = form.cleaned_data
    if words := asked.get("q"):
        marks = marks.filter(
            Q(name__icontains=words)
            | Q(registration_number__icontains=words)
            | Q(reference_number__icontains=words)
            | Q(brand__name__icontains=words)
            | Q(organisation__name__icontains=words)
        )
    if state := asked.get("state"):
        marks = marks.filter(state=state)
    if kind := asked.get("kind"):
        marks = marks.filter(kind=kind)
    return marks


def _detail(request: ActorRequest, mark: Mark) -> dict[str, Any]:
    may = request.actor.may
    sentence, lines = facts.use(mark)
    is_returned = mark.state == State.RETURNED
    code = ReturnCode(mark.return_code) if is_returned else None
    return {
        "mark": mark,
        "facts": facts.facts(mark),
        "signature": facts.signature_facts(mark),
        "holders": facts.people(mark.holders),
        "contacts": facts.people(mark.contacts),
        "pictures": mark.pictures.select_related("file").order_by("id"),
        "documents": mark.documents.select_related("file").order_by("id"),
        "history": history(mark, viewer=request.actor),
        "use": sentence,
        "use_lines": lines,
        "returned": code and RETURNS[code],
        "stale": _stale_lists(mark),
        "may_change": may(
            Permission.MARK_REGISTER, organisation_id=mark.organisation_id
        ),
        "may_check": may(Permission.MARK_VERIFY, organisation_id=mark.organisation_id),
        "is_own": mark.organisation_id == request.actor.organisation_id,
    }


def _stale_lists(mark: Mark) -> list[trust.ListState]:
    """Of the authority that signed this mark."""
    if mark.signed_file is None:
        return []
    return [
        each
        for each in trust.lists(at=timezone.now())
        if each.authority == mark.signed_file.authority and each.is_stale
    ]
