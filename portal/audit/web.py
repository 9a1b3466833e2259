"""Search the log, see whether a case's chain is whole, and take it away as CSV."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.actor import NOBODY, Actor
from portal.audit import verify
from portal.audit.models import Entry, EntryQuerySet
from portal.web import lists, spreadsheet

PERMISSION = "audit.view"
MOST_ROWS = 50_000
COLUMNS = (
    "id", "recorded_at", "case", "position", "event", "subject_kind", "subject_id",
    "actor_name", "actor_role", "detail", "previous_hash", "hash",
)  # fmt: skip


class SearchForm(forms.Form):
    case = forms.CharField(label=_("Case"), required=False, max_length=80)
    event = forms.CharField(label=_("Event"), required=False, max_length=60)
    person = forms.CharField(label=_("Who"), required=False, max_length=150)
    day = forms.DateField(
        label=_("Day (UTC)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    _require_view(request)
    form = SearchForm(request.GET)
    found = _found(form)
    case = form.cleaned_data.get("case", "") if form.is_valid() else ""
    context = {
        "form": form,
        "page": lists.page_of(found.order_by("-id"), request),
        "case": case,
        "fault": verify.fault_of(case) if case else None,
        "query": request.GET.urlencode(),
    }
    return render(request, "portal/audit/list.html", context)


@require_safe
def audit_export(request: HttpRequest) -> StreamingHttpResponse:
    """The newest rows that the filters let through, as a spreadsheet reads them."""
    _require_view(request)
    found = _found(SearchForm(request.GET)).order_by("-id")[:MOST_ROWS]
    return StreamingHttpResponse(
        _lines(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )


def _lines(found: EntryQuerySet) -> Iterator[str]:
    yield spreadsheet.line(COLUMNS)
    for entry in found.iterator(chunk_size=1000):
        yield spreadsheet.line(_cell(getattr(entry, name)) for name in COLUMNS)


def _cell(value: object) -> object:
    is_detail = isinstance(value, dict)
    return json.dumps(value, ensure_ascii=False) if is_detail else value


def _found(form: SearchForm) -> EntryQuerySet:
    if not form.is_valid():
        return Entry.objects.none()
    asked = form.cleaned_data
    found = Entry.objects.all()
    if asked["case"]:
        found = found.filter(case=asked["case"])
    if asked["event"]:
        found = found.filter(event__startswith=asked["event"])
    if asked["person"]:
        found = found.filter(actor_name__icontains=asked["person"])
    if asked["day"]:
        found = found.filter(recorded_at__range=_bounds(asked["day"]))
    return found


def _bounds(day: date) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time.min, tzinfo=UTC)
    return start, start + timedelta(days=1, microseconds=-1)


def _require_view(request: HttpRequest) -> None:
    actor: Actor = getattr(request, "actor", NOBODY)
    if not (actor.everywhere and actor.can(PERMISSION)):
        raise PermissionDenied(f"{actor.name} may not read the audit log")
