"""The wizard: one thing on each page, kept at every step, checked before it is sent."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from alliance.access import NotPermitted, Permission
from alliance.marks.models import Mark
from alliance.members.middleware import ActorRequest
from portal.states import WrongState
from takedowns.notices import actions, answers, drafts, queries, validation
from takedowns.notices.filing import AlreadyOpen
from takedowns.notices.forms import (
    EvidenceForm,
    ListingsForm,
    MarketplaceForm,
    MarkForm,
    ReasonForm,
    SignForm,
    WhyForm,
)
from takedowns.notices.models import Notice
from takedowns.notices.reasons import EXPLAINED
from takedowns.notices.states import State
from takedowns.notices.validation import Declarations, NotWhole

P = ParamSpec("P")
DraftView = Callable[Concatenate[ActorRequest, Notice, P], HttpResponse]
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def of_draft(view: DraftView[P]) -> Callable[..., HttpResponse]:
    """Find the draft. What was sent meanwhile is shown; what is frozen says why."""

    @wraps(view)
    def found(
        request: ActorRequest, reference: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        notice = get_object_or_404(
            Notice.objects.visible_to(request.actor).select_related(
                "mark", "marketplace"
            ),
            reference=reference,
        )
        if not request.actor.can(Permission.NOTICE_DRAFT):
            raise NotPermitted(f"{request.actor.name} files no notices")
        if notice.state != State.DRAFT:
            return _moved_on(request, notice)
        if view.__name__ not in MAY_BE_FROZEN and drafts.why_frozen(
            notice, request.actor
        ):
            return _frozen(request, notice)
        try:
            return view(request, notice, *args, **kwargs)
        except actions.Frozen:
            return _frozen(request, notice)
        except WrongState:
            return _moved_on(request, notice)

    return found


MAY_BE_FROZEN = {"edit_mark", "discard"}


@get_or_post
def new(request: ActorRequest) -> HttpResponse:
    """The first question. Nothing is kept before it is answered."""
    if not request.actor.can(Permission.NOTICE_DRAFT):
        raise NotPermitted(f"{request.actor.name} files no notices")
    form = MarkForm(request.POST or None, marks=_marks(request))
    if request.method == "POST" and form.is_valid():
        notice = actions.draft(
            mark=form.cleaned_data["mark"],
            language=get_language() or "en-gb",
            by=request.actor,
        )
        return redirect("notice-edit-marketplace", notice.reference)
    return _page(request, None, "mark", form)


@get_or_post
@of_draft
def edit_mark(request: ActorRequest, notice: Notice) -> HttpResponse:
    form = MarkForm(
        request.POST or None, marks=_marks(request), initial={"mark": notice.mark_id}
    )
    return _filled_in(request, notice, "mark", form)


@get_or_post
@of_draft
def edit_marketplace(request: ActorRequest, notice: Notice) -> HttpResponse:
    form = MarketplaceForm(
        request.POST or None, initial={"marketplace": notice.marketplace_id}
    )
    return _filled_in(request, notice, "marketplace", form)


@get_or_post
@of_draft
def edit_reason(request: ActorRequest, notice: Notice) -> HttpResponse:
    form = ReasonForm(request.POST or None, initial={"reason": notice.reason})
    return _filled_in(request, notice, "reason", form)


@get_or_post
@of_draft
def edit_listings(request: ActorRequest, notice: Notice) -> HttpResponse:
    if notice.marketplace is None:
        return redirect("notice-edit-marketplace", notice.reference)
    form = ListingsForm(request.POST or None, initial={"pasted": notice.pasted})
    if request.method == "POST" and form.is_valid():
        actions.name_listings(notice, form.cleaned_data["pasted"], by=request.actor)
        return redirect("notice-edit-lines", notice.reference)
    return _page(request, notice, "listings", form)


@require_safe
@of_draft
def lines(request: ActorRequest, notice: Notice) -> HttpResponse:
    """Every line that was pasted, with its answer, before going on."""
    if notice.marketplace is None or not notice.pasted:
        return redirect("notice-edit-listings", notice.reference)
    answered = queries.answers(
        notice.pasted,
        marketplace=notice.marketplace,
        mark=notice.mark,
        actor=request.actor,
    )
    good = [line for line in answered if line.is_good]
    bad = [line for line in answered if not line.is_good]
    context = {"notice": notice, "good": good, "bad": bad}
    return render(request, "takedowns/notices/edit/lines.html", context)


@get_or_post
@of_draft
def edit_why(request: ActorRequest, notice: Notice) -> HttpResponse:
    form = WhyForm(request.POST or None, initial={"explanation": notice.explanation})
    return _filled_in(request, notice, "why", form)


@get_or_post
@of_draft
def edit_evidence(request: ActorRequest, notice: Notice) -> HttpResponse:
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and _add_evidence(request, notice, form):
        messages.success(request, _("The file is added."))
        return redirect("notice-edit-evidence", notice.reference)
    given = notice.evidence.select_related("file").order_by("id")
    return _page(request, notice, "evidence", form, evidence=given)


@require_POST
@of_draft
def remove_evidence(request: ActorRequest, notice: Notice, pk: int) -> HttpResponse:
    evidence = get_object_or_404(notice.evidence.all(), pk=pk)
    actions.remove_evidence(notice, evidence, by=request.actor)
    messages.success(request, _("The file is removed."))
    return redirect("notice-edit-evidence", notice.reference)


@get_or_post
@of_draft
def edit_sign(request: ActorRequest, notice: Notice) -> HttpResponse:
    told = {
        "good_faith": notice.declares_good_faith,
        "accuracy": notice.declares_accuracy,
        "authority": notice.declares_authority,
        "signed_name": notice.signed_name,
    }
    form = SignForm(request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data.pop("signed_name")
        declared = Declarations(**form.cleaned_data)
        actions.declare(notice, declared=declared, signed_name=name, by=request.actor)
        return redirect("notice-check", notice.reference)
    return _page(request, notice, "sign", form)


@get_or_post
@of_draft
def check(request: ActorRequest, notice: Notice) -> HttpResponse:
    """All answers on one page, each with its way back; posting sends."""
    if request.method != "POST":
        return _check_page(request, notice)
    try:
        actions.submit(
            notice,
            declared=_declared(notice),
            signed_name=notice.signed_name,
            by=request.actor,
        )
    except NotWhole as refused:
        return _check_page(request, notice, refused.gaps, status=422)
    except AlreadyOpen as refused:
        messages.warning(request, refused.advice)
        return redirect("notice-edit-lines", notice.reference)
    return redirect("notice-sent", notice.reference)


@get_or_post
@of_draft
def discard(request: ActorRequest, notice: Notice) -> HttpResponse:
    if request.method == "POST":
        actions.discard(notice, by=request.actor)
        messages.success(
            request, _("Draft %(notice)s is discarded.") % {"notice": notice}
        )
        return redirect("draft-list")
    return render(request, "takedowns/notices/edit/discard.html", {"notice": notice})


@require_safe
@of_draft
def resume(_request: ActorRequest, notice: Notice) -> HttpResponse:
    """Go on where something is missing."""
    gaps = validation.missing_before_declaring(notice, on=timezone.now().date())
    name = answers.STEP_OF[gaps[0].field] if gaps else "notice-check"
    return redirect(name, notice.reference)


def _declared(notice: Notice) -> Declarations:
    return Declarations(
        good_faith=notice.declares_good_faith,
        accuracy=notice.declares_accuracy,
        authority=notice.declares_authority,
    )


def _marks(request: ActorRequest) -> Any:
    return (
        Mark.objects.visible_to(request.actor)
        .usable()
        .select_related("organisation")
        .prefetch_related("pictures")
        .order_by("name", "id")
    )


def _filled_in(
    request: ActorRequest, notice: Notice, step: str, form: forms.Form
) -> HttpResponse:
    """Show the question, or keep the answer and go on."""
    if request.method == "POST" and form.is_valid():
        actions.edit(notice, **form.cleaned_data, by=request.actor)
        return redirect(answers.after(step, notice), notice.reference)
    return _page(request, notice, step, form)


def _page(
    request: ActorRequest,
    notice: Notice | None,
    step: str,
    form: forms.Form,
    **more: Any,
) -> HttpResponse:
    context = more | {
        "notice": notice,
        "form": form,
        "back": notice and answers.before(step, notice),
        "explained": EXPLAINED,
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(
        request, f"takedowns/notices/edit/{step}.html", context, status=status
    )


def _add_evidence(request: ActorRequest, notice: Notice, form: EvidenceForm) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.add_evidence(notice, **form.cleaned_data, by=request.actor)
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    return True


def _check_page(
    request: ActorRequest,
    notice: Notice,
    gaps: tuple[validation.Gap, ...] = (),
    status: int = 200,
) -> HttpResponse:
    missing = answers.missing(gaps, notice)
    context = {
        "notice": notice,
        "facts": answers.facts(notice),
        "missing": missing,
    }
    return render(request, "takedowns/notices/edit/check.html", context, status=status)


def _moved_on(request: ActorRequest, notice: Notice) -> HttpResponse:
    """A stale tab, or a second click: nothing happens, and the notice is shown."""
    notice.refresh_from_db(fields=["state"])
    if notice.state == State.DISCARDED:
        messages.info(request, _("This draft was discarded. Nothing was changed."))
        return redirect("draft-list")
    messages.info(
        request, _("This notice was sent already. Nothing was changed or sent twice.")
    )
    return redirect("notice-detail", notice.reference)


def _frozen(request: ActorRequest, notice: Notice) -> HttpResponse:
    context = {
        "notice": notice,
        "why": drafts.why_frozen(notice, request.actor),
    }
    return render(request, "takedowns/notices/edit/frozen.html", context, status=409)
