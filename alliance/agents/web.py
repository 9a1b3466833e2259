from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from alliance.access import NotPermitted, Permission
from alliance.agents import actions
from alliance.agents.forms import FilterForm, MandateForm
from alliance.agents.models import Mandate, MandateQuerySet
from alliance.agents.territories import TERRITORIES
from alliance.members.middleware import ActorRequest
from alliance.organisations.models import Organisation
from portal.actor import Actor
from portal.files.web import respond
from portal.templatetags.portal import day, moment
from portal.web.lists import page_of
from portal.web.shapes import Fact


@require_safe
def mandate_list(request: ActorRequest) -> HttpResponse:
    """Those given and those held."""
    form = FilterForm(request.GET)
    found = _narrowed(Mandate.objects.visible_to(request.actor), form, request.actor)
    context = {
        "filters": form,
        "page": page_of(
            found.select_related("principal", "agent")
            .prefetch_related("marks")
            .order_by("-id"),
            request,
        ),
        "today": timezone.now().date(),
        "grants": _may_grant(request),
    }
    template = "_rows.html" if request.htmx else "list.html"
    return render(request, f"alliance/agents/{template}", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mandate_grant(request: ActorRequest) -> HttpResponse:
    membership = request.membership
    if membership is None or not _may_grant(request):
        raise NotPermitted
    principal = membership.organisation
    is_sent = request.method == "POST"
    form = MandateForm(
        *((request.POST, request.FILES) if is_sent else ()), principal=principal
    )
    if is_sent and form.is_valid():
        try:
            mandate = actions.grant(principal, **form.cleaned_data, by=request.actor)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                _("%(agent)s may act for you from now on.") % {"agent": mandate.agent},
            )
            return redirect("mandate-detail", pk=mandate.pk)
    return render(
        request,
        "alliance/agents/grant.html",
        {"form": form},
        status=422 if is_sent else 200,
    )


@require_safe
def mandate_detail(request: ActorRequest, pk: int) -> HttpResponse:
    mandate = _mandate(request, pk)
    context = {
        "mandate": mandate,
        "facts": _facts(mandate),
        "marks": mandate.marks.order_by("name", "id"),
        "today": timezone.now().date(),
        "revokes": mandate.revoked_at is None
        and request.actor.may(
            Permission.MANDATE_GRANT, organisation_id=mandate.principal_id
        ),
    }
    return render(request, "alliance/agents/detail.html", context)


@require_POST
def mandate_revoke(request: ActorRequest, pk: int) -> HttpResponse:
    mandate = _mandate(request, pk)
    actions.revoke(mandate, by=request.actor)
    messages.success(
        request,
        _("Revoked. From now on %(agent)s may do nothing under this mandate.")
        % {"agent": mandate.agent},
    )
    return redirect("mandate-detail", pk=pk)


@require_safe
def mandate_document(request: ActorRequest, pk: int) -> HttpResponse:
    mandate = _mandate(request, pk)
    if mandate.document is None:
        raise Http404
    return respond(mandate.document, "original")


def _facts(mandate: Mandate) -> list[Fact]:
    acts = [str(Mandate.Act(act).label) for act in mandate.acts]
    places = [str(TERRITORIES.get(code, code)) for code in mandate.territories]
    document = ""
    if mandate.document:
        address = reverse("mandate-document", args=[mandate.pk])
        document = format_html('<a href="{}">{}</a>', address, mandate.document)
    return [
        Fact(_("Acts"), "\n".join(acts)),
        Fact(_("Territories"), "\n".join(places) or _("Everywhere")),
        Fact(_("First day"), day(mandate.valid_from)),
        Fact(
            _("Last day"),
            day(mandate.valid_until)
            if mandate.valid_until
            else _("None: it holds until it is revoked"),
        ),
        Fact(_("Granted by"), mandate.granted_by),
        Fact(_("Granted"), moment(mandate.granted_at)),
        Fact(_("Revoked"), moment(mandate.revoked_at) or _("No")),
        Fact(_("Signed mandate"), document),
    ]


def _mandate(request: ActorRequest, pk: int) -> Mandate:
    return get_object_or_404(
        Mandate.objects.visible_to(request.actor).select_related(
            "principal", "agent", "document", "granted_by"
        ),
        pk=pk,
    )


def _may_grant(request: ActorRequest) -> bool:
    return (
        request.membership is not None
        and request.membership.organisation.kind == Organisation.Kind.BRAND
        and request.actor.can(Permission.MANDATE_GRANT)
    )


def _narrowed(
    found: MandateQuerySet, form: FilterForm, actor: Actor
) -> MandateQuerySet:
    form.is_valid()
    given = form.cleaned_data
    if given.get("side") == "given":
        found = found.filter(principal_id=actor.organisation_id)
    if given.get("side") == "held":
        found = found.filter(agent_id=actor.organisation_id)
    in_force = Mandate.objects.in_force(timezone.now().date())
    if given.get("standing") == "in_force":
        found = found.filter(pk__in=in_force.values("pk"))
    if given.get("standing") == "ended":
        found = found.exclude(pk__in=in_force.values("pk"))
    return found
