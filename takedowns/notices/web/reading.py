"""Lists, the page of a notice and of an item, and their pictures."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alliance.access import NotPermitted, Permission
from alliance.members.middleware import ActorRequest
from portal.files.web import respond
from portal.web.lists import page_of
from portal.web.shapes import Crumb, Fact
from takedowns.notices import actions, drafts, export, queries, timeline
from takedowns.notices.clocks import clock_of
from takedowns.notices.forms import FilterForm, WithdrawForm
from takedowns.notices.models import Item, Notice
from takedowns.notices.states import State
from takedowns.notices.ways import way_of, way_of_notice


@require_safe
def notice_list(request: ActorRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    sent = Notice.objects.visible_to(request.actor).sent()
    page = page_of(queries.summaries(form.narrowed(sent)).order_by("-id"), request)
    context = {
        "filter": form,
        "page": page,
        "rows": [(notice, way_of_notice(notice)) for notice in page],
        "draft_count": Notice.objects.visible_to(request.actor).drafts().count(),
    }
    # htmx asks for the rows alone; the page includes the same rows.
    template = "_rows.html" if request.htmx else "list.html"
    return render(request, f"takedowns/notices/{template}", context)


@require_safe
def notice_export(request: ActorRequest) -> StreamingHttpResponse:
    """The list, as filtered, one line for each listing, as CSV."""
    sent = Notice.objects.visible_to(request.actor).sent()
    found = FilterForm(request.GET).narrowed(sent)
    response = StreamingHttpResponse(
        export.lines(found), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="notices.csv"'
    return response


@require_safe
def draft_list(request: ActorRequest) -> HttpResponse:
    found = Notice.objects.visible_to(request.actor).drafts()
    page = page_of(queries.summaries(found).order_by("-edited_at", "-id"), request)
    frozen = drafts.reasons(page.rows, request.actor)
    rows = [(notice, frozen.get(notice.pk, "")) for notice in page]
    return render(
        request, "takedowns/notices/drafts.html", {"page": page, "rows": rows}
    )


@require_safe
def notice_detail(request: ActorRequest, reference: str) -> HttpResponse:
    notice = _notice(request, reference)
    if notice.state == State.DRAFT:
        return redirect("notice-edit", reference)
    return _detail(request, queries.whole(notice), WithdrawForm())


@require_safe
def notice_sent(request: ActorRequest, reference: str) -> HttpResponse:
    """The confirmation: the reference, and what happens next, with dates."""
    notice = _notice(request, reference)
    if notice.state == State.DRAFT:
        return redirect("notice-edit", reference)
    context = {"notice": queries.whole(notice)}
    return render(request, "takedowns/notices/sent.html", context)


@require_POST
def notice_withdraw(request: ActorRequest, reference: str) -> HttpResponse:
    notice = _notice(request, reference)
    if not request.actor.can(Permission.NOTICE_WITHDRAW):
        raise NotPermitted(f"{request.actor.name} withdraws no notices")
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _detail(request, queries.whole(notice), form, status=422)
    actions.withdraw(notice, reason=form.cleaned_data["reason"], by=request.actor)
    messages.success(request, _("The notice is withdrawn."))
    return redirect("notice-detail", reference)


@require_safe
def item_detail(request: ActorRequest, reference: str, row: int) -> HttpResponse:
    item = get_object_or_404(
        queries.items_told().filter(notice=_sent(request, reference)), row=row
    )
    context = {
        "item": item,
        "notice": item.notice,
        "way": way_of(item),
        "decision": getattr(item, "decision", None),
        "facts": _facts_of_listing(item),
        "lines": timeline.lines_of_item(item, viewer=request.actor),
        "trail": [
            Crumb(_("Notices"), reverse("notice-list")),
            Crumb(reference, reverse("notice-detail", args=[reference])),
            Crumb(_("Listing %(row)s") % {"row": item.row}),
        ],
    }
    return render(request, "takedowns/notices/item.html", context)


@require_safe
def item_picture(
    request: ActorRequest, reference: str, row: int, which: str
) -> HttpResponse:
    item = get_object_or_404(
        Item.objects.visible_to(request.actor)
        .filter(capture__picture__isnull=False)
        .select_related("capture__picture"),
        notice__reference=reference,
        row=row,
    )
    assert item.capture is not None  # noqa: S101 - asked for above
    assert item.capture.picture is not None  # noqa: S101
    return respond(item.capture.picture, which)


@require_safe
def evidence_file(
    request: ActorRequest, reference: str, pk: int, which: str
) -> HttpResponse:
    notice = _notice(request, reference)
    evidence = get_object_or_404(notice.evidence.select_related("file"), pk=pk)
    return respond(evidence.file, which)


def _notice(request: ActorRequest, reference: str) -> Notice:
    visible = Notice.objects.visible_to(request.actor)
    return get_object_or_404(visible, reference=reference)


def _sent(request: ActorRequest, reference: str) -> Notice:
    visible = Notice.objects.visible_to(request.actor).sent()
    return get_object_or_404(visible, reference=reference)


def _detail(
    request: ActorRequest, notice: Notice, form: WithdrawForm, status: int = 200
) -> HttpResponse:
    items = list(notice.items.all())
    context = {
        "notice": notice,
        "rows": [
            (item, way_of(item), getattr(item, "decision", None)) for item in items
        ],
        "way": way_of_notice(notice),
        "clock": clock_of(notice, as_of=timezone.now()),
        "facts": _facts(notice),
        "lines": timeline.lines_of(notice, viewer=request.actor),
        "form": form,
        "may_withdraw": _may_withdraw(request, notice),
    }
    return render(request, "takedowns/notices/detail.html", context, status=status)


def _may_withdraw(request: ActorRequest, notice: Notice) -> bool:
    sides = {notice.sender_id, notice.mark and notice.mark.organisation_id}
    return (
        notice.state == State.SUBMITTED
        and request.actor.can(Permission.NOTICE_WITHDRAW)
        and request.actor.organisation_id in sides
    )


def _facts(notice: Notice) -> list[Fact]:
    facts: list[Any] = [
        (_("Mark"), notice.mark),
        (_("Marketplace"), notice.marketplace),
        (_("What is wrong"), notice.get_reason_display()),
        (_("Why they infringe"), notice.explanation),
        (_("Sender"), notice.sender),
        (_("Signed by"), notice.signed_name),
        (_("Seal of the content (SHA-256)"), notice.content_sha256),
    ]
    return [Fact(label, str(value)) for label, value in facts]


def _facts_of_listing(item: Item) -> list[Fact]:
    capture, seller = item.capture, item.listing.seller
    price = f"{capture.price} {capture.currency}" if capture and capture.price else ""
    return [
        Fact(_("Marketplace"), str(item.listing.marketplace)),
        Fact(_("Number there"), item.listing.native_id),
        Fact(_("Address"), item.listing.url),
        Fact(_("Seller"), str(seller or "")),
        Fact(_("Price"), price),
        Fact(_("Category"), capture.category if capture else ""),
    ]
