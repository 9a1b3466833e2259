from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from alliance.access import NotPermitted, Permission, Role
from alliance.members import actions, invitations
from alliance.members.forms import InvitationForm, NameForm
from alliance.members.middleware import ActorRequest
from alliance.members.models import Invitation
from portal.states import WrongState


@require_http_methods(["GET", "HEAD", "POST"])
def member_invite(request: ActorRequest) -> HttpResponse:
    membership = request.membership
    if membership is None or not request.actor.can(Permission.MEMBER_MANAGE):
        raise NotPermitted
    organisation = membership.organisation
    roles = actions.roles_grantable(organisation, by=request.actor)
    form = InvitationForm(request.POST or None, roles=roles)
    if request.method == "POST" and form.is_valid():
        email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
        try:
            invitations.invite(organisation, email=email, role=role, by=request.actor)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                _("An invitation is on its way to %(email)s.") % {"email": email},
            )
            return redirect("member-list")
    return render(
        request,
        "alliance/members/invite.html",
        {"form": form},
        status=422 if form.is_bound else 200,
    )


@require_POST
def invitation_resend(request: ActorRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    invitations.resend(invitation, by=request.actor)
    messages.success(
        request,
        _("A new letter is on its way to %(email)s. The link of the former is void.")
        % {"email": invitation.email},
    )
    return redirect("member-list")


@require_POST
def invitation_revoke(request: ActorRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    invitations.revoke(invitation, by=request.actor)
    messages.success(
        request,
        _("The invitation of %(email)s was revoked.") % {"email": invitation.email},
    )
    return redirect("member-list")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: ActorRequest, token: str) -> HttpResponse:
    """Where the letter's link leads: read it, sign in or up with that address, accept."""
    found = invitations.find(token)
    if found is None:
        raise Http404
    if not _is_open(found):
        return _answer(request, found, "void.html", status=410)
    if not _is_signed_in(request):
        return _answer(request, found, "invited.html")
    if request.user.email.lower() != found.email:
        return _answer(request, found, "for_another.html", status=403)
    return _acceptance(request, found)


def _acceptance(request: ActorRequest, found: Invitation) -> HttpResponse:
    form = None if request.user.name else NameForm(request.POST or None)
    if request.method != "POST" or (form and not form.is_valid()):
        status = 422 if request.method == "POST" else 200
        return _answer(request, found, "accept.html", form=form, status=status)
    name = form.cleaned_data["name"] if form else ""
    try:
        membership = invitations.accept(found, user=request.user, name=name)
    except WrongState:
        return _answer(request, found, "void.html", status=410)
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
        return redirect("membership-list")
    request.session["membership_id"] = membership.pk
    messages.success(
        request,
        _("Welcome. You now act for %(organisation)s.")
        % {"organisation": membership.organisation},
    )
    return redirect("home")


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _is_open(found: Invitation) -> bool:
    is_unused = found.accepted_at is None and found.revoked_at is None
    return is_unused and found.expires_at > timezone.now()


def _answer(
    request: ActorRequest,
    found: Invitation,
    page: str,
    *,
    form: NameForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"invitation": found, "form": form}
    return render(request, f"alliance/members/{page}", context, status=status)


def _invitation(request: ActorRequest, pk: int) -> Invitation:
    return get_object_or_404(
        Invitation.objects.visible_to(request.actor).select_related("organisation"),
        pk=pk,
    )
