from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from alliance.access import NotPermitted, Permission, Role
from alliance.members import actions
from alliance.members.forms import RoleForm
from alliance.members.middleware import ActorRequest
from alliance.members.models import Invitation, Membership
from portal.web.lists import page_of


@require_safe
def member_list(request: ActorRequest) -> HttpResponse:
    """One's own organisation's people; staff read those of others on its page."""
    members = (
        Membership.objects.visible_to(request.actor)
        .filter(organisation_id=request.actor.organisation_id or 0)
        .standing()
        .select_related("user", "organisation")
        .order_by("id")
    )
    invitations = (
        Invitation.objects.visible_to(request.actor)
        .filter(
            organisation_id=request.actor.organisation_id or 0,
            accepted_at=None,
            revoked_at=None,
        )
        .order_by("-id")
    )
    context = {
        "page": page_of(members, request),
        "invitations": invitations[:50],
        "now": timezone.now(),
        "manages": request.actor.can(Permission.MEMBER_MANAGE),
    }
    template = "_rows.html" if request.htmx else "list.html"
    return render(request, f"alliance/members/{template}", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member_role(request: ActorRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    _require_management(request)
    roles = actions.roles_grantable(member.organisation, by=request.actor)
    form = RoleForm(request.POST or None, roles=roles, initial={"role": member.role})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(
                member, role=Role(form.cleaned_data["role"]), by=request.actor
            )
        except ValidationError as error:
            form.add_error("role", error)
        else:
            messages.success(request, _("The role was changed."))
            return redirect("member-list")
    return render(
        request,
        "alliance/members/role.html",
        {"form": form, "member": member},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def member_end(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask, then end. One may always end one's own membership."""
    member = _member(request, pk)
    is_own = member.user_id == request.actor.user_id
    if not is_own:
        _require_management(request)
    mistake = ""
    if request.method == "POST":
        try:
            actions.end(member, by=request.actor)
        except ValidationError as error:
            mistake = " ".join(error.messages)
        else:
            messages.success(
                request,
                _("The membership of %(name)s has ended.") % {"name": member.user},
            )
            return redirect("membership-list" if is_own else "member-list")
    return render(
        request,
        "alliance/members/end.html",
        {"member": member, "is_own": is_own, "mistake": mistake},
        status=422 if mistake else 200,
    )


@require_safe
def membership_list(request: ActorRequest) -> HttpResponse:
    """For whom one may act, and for whom one acts now."""
    own = (
        Membership.objects.standing()
        .filter(user_id=request.user.pk)
        .select_related("organisation")
        .order_by("id")
    )
    return render(request, "alliance/members/memberships.html", {"memberships": own})


@require_POST
def membership_choose(request: ActorRequest, pk: int) -> HttpResponse:
    own = Membership.objects.standing().filter(user_id=request.user.pk)
    membership = get_object_or_404(own.select_related("organisation"), pk=pk)
    request.session["membership_id"] = membership.pk
    messages.success(
        request,
        _("You now act for %(organisation)s.")
        % {"organisation": membership.organisation},
    )
    return redirect("home")


def _member(request: ActorRequest, pk: int) -> Membership:
    return get_object_or_404(
        Membership.objects.visible_to(request.actor)
        .standing()
        .select_related("user", "organisation"),
        pk=pk,
    )


def _require_management(request: ActorRequest) -> None:
    if not request.actor.can(Permission.MEMBER_MANAGE):
        raise NotPermitted
