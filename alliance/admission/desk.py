"""The operator's pages about organisations, and each organisation's page about itself."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance.access import NotPermitted, Permission
from alliance.admission import actions
from alliance.admission.forms import (
    BrandForm,
    DecisionForm,
    DetailsForm,
    FilterForm,
    LeaveForm,
    ReasonForm,
)
from alliance.admission.page import about
from alliance.members.middleware import ActorRequest
from alliance.organisations import actions as organisations
from alliance.organisations.models import (
    IdentityDocument,
    Organisation,
    OrganisationQuerySet,
)
from alliance.organisations.states import State
from portal.files.web import respond
from portal.web.lists import page_of


@require_safe
def organisation_list(request: ActorRequest) -> HttpResponse:
    """All of them for the operator; a member is led to their own."""
    if not request.actor.everywhere:
        return redirect("organisation-own")
    form = FilterForm(request.GET)
    found = _narrowed(Organisation.objects.visible_to(request.actor), form)
    context = {
        "filters": form,
        "page": page_of(found.order_by("name"), request),
        "waiting": Organisation.objects.visible_to(request.actor)
        .awaiting_vetting()
        .count(),
    }
    template = "_rows.html" if request.htmx else "list.html"
    return render(request, f"alliance/admission/{template}", context)


@require_safe
def organisation_queue(request: ActorRequest) -> HttpResponse:
    """Who waits to be admitted, longest first."""
    if not request.actor.can(Permission.ORGANISATION_VET):
        raise NotPermitted
    waiting = Organisation.objects.visible_to(request.actor).awaiting_vetting()
    context = {"page": page_of(waiting.order_by("applied_at"), request)}
    template = "_queue_rows.html" if request.htmx else "queue.html"
    return render(request, f"alliance/admission/{template}", context)


@require_safe
def organisation_own(request: ActorRequest) -> HttpResponse:
    if request.actor.organisation_id is None:
        return redirect("home")
    return organisation_detail(request, pk=request.actor.organisation_id)


@require_safe
def organisation_detail(request: ActorRequest, pk: int) -> HttpResponse:
    organisation = _organisation(request, pk)
    context = about(organisation, viewer=request.actor) | {"form": DecisionForm()}
    return render(request, "alliance/admission/detail.html", context)


@require_http_methods(["POST"])
def organisation_decide(request: ActorRequest, pk: int) -> HttpResponse:
    organisation = _organisation(request, pk)
    _require(request, Permission.ORGANISATION_VET)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        context = about(organisation, viewer=request.actor) | {"form": form}
        return render(request, "alliance/admission/detail.html", context, status=422)
    reason = form.cleaned_data["reason"]
    if form.cleaned_data["outcome"] == "admit":
        actions.admit(organisation, reason=reason, by=request.actor)
        messages.success(request, _("%(name)s was admitted.") % {"name": organisation})
    else:
        actions.refuse(organisation, reason=reason, by=request.actor)
        messages.success(request, _("%(name)s was refused.") % {"name": organisation})
    return redirect("organisation-queue")


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_suspend(request: ActorRequest, pk: int) -> HttpResponse:
    return _with_reason(
        request, pk, "suspend", actions.suspend, Permission.ORGANISATION_SUSPEND
    )


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_readmit(request: ActorRequest, pk: int) -> HttpResponse:
    return _with_reason(
        request, pk, "readmit", actions.readmit, Permission.ORGANISATION_SUSPEND
    )


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_leave(request: ActorRequest, pk: int) -> HttpResponse:
    if request.actor.organisation_id != pk:
        raise Http404  # nobody leaves for another
    return _with_reason(
        request, pk, "leave", actions.leave, Permission.ORGANISATION_EDIT
    )


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: ActorRequest, pk: int) -> HttpResponse:
    organisation = _organisation(request, pk)
    _require(request, Permission.ORGANISATION_EDIT)
    form = DetailsForm(
        request.POST or None,
        initial={
            "address": organisation.address,
            "website": organisation.website,
            "email": organisation.email,
        },
    )
    if request.method == "POST" and form.is_valid():
        organisations.edit(organisation, **form.cleaned_data, by=request.actor)
        messages.success(request, _("The details were saved."))
        return redirect("organisation-detail", pk=pk)
    return _form_page(request, "edit.html", organisation, form)


@require_http_methods(["GET", "HEAD", "POST"])
def brand_add(request: ActorRequest, pk: int) -> HttpResponse:
    organisation = _organisation(request, pk)
    _require(request, Permission.ORGANISATION_EDIT)
    form = BrandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organisations.add_brand(organisation, **form.cleaned_data, by=request.actor)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The brand was added."))
            return redirect("organisation-detail", pk=pk)
    return _form_page(request, "brand.html", organisation, form)


@require_safe
def organisation_document(
    request: ActorRequest, pk: int, document_pk: int
) -> HttpResponse:
    """For who vets, and for who signs for the organisation itself."""
    organisation = _organisation(request, pk)
    if not request.actor.can(Permission.ORGANISATION_VET):
        _require(request, Permission.ORGANISATION_EDIT)
    document = get_object_or_404(
        IdentityDocument.objects.select_related("file"),
        pk=document_pk,
        organisation=organisation,
    )
    return respond(document.file, "original")


def _narrowed(found: OrganisationQuerySet, form: FilterForm) -> OrganisationQuerySet:
    form.is_valid()
    given = form.cleaned_data
    if given.get("q"):
        found = found.filter(
            Q(name__icontains=given["q"])
            | Q(registration_number__icontains=given["q"])
            | Q(brands__name__icontains=given["q"])
        ).distinct()
    if given.get("kind"):
        found = found.filter(kind=given["kind"])
    if given.get("state"):
        found = found.filter(state=State(given["state"]))
    return found


def _with_reason(
    request: ActorRequest,
    pk: int,
    page: str,
    action: Callable[..., None],
    permission: Permission,
) -> HttpResponse:
    """Ask why, then do it."""
    organisation = _organisation(request, pk)
    _require(request, permission)
    asks = LeaveForm if page == "leave" else ReasonForm
    form = asks(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            action(organisation, reason=form.cleaned_data["reason"], by=request.actor)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                _("%(name)s: %(state)s.")
                % {"name": organisation, "state": organisation.get_state_display()},
            )
            return redirect("organisation-detail", pk=pk)
    return _form_page(request, f"{page}.html", organisation, form)


def _form_page(
    request: ActorRequest, page: str, organisation: Organisation, form: object
) -> HttpResponse:
    return render(
        request,
        f"alliance/admission/{page}",
        {"form": form, "organisation": organisation},
        status=422 if request.method == "POST" else 200,
    )


def _organisation(request: ActorRequest, pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)


def _require(request: ActorRequest, permission: Permission) -> None:
    if not request.actor.can(permission):
        raise NotPermitted
