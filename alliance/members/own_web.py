"""What a person sets for themselves: profile, and the second factor they were asked for."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from alliance.members import actions, keys
from alliance.members.accounts import keep_preferences
from alliance.members.forms import ProfileForm
from alliance.members.middleware import ActorRequest
from alliance.members.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: ActorRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, initial=_told(request.user))
    if request.method == "POST" and form.is_valid():
        actions.set_profile(request.user, **form.cleaned_data)
        with override(request.user.language):
            messages.success(request, _("Your profile was saved."))
        response = redirect("profile")
        keep_preferences(response, request.user)
        return response
    return render(
        request,
        "alliance/members/profile.html",
        {"form": form},
        status=422 if form.is_bound else 200,
    )


def _told(user: User) -> dict[str, object]:
    return {
        "name": user.name,
        "language": user.language,
        "uses_shortcuts": user.uses_shortcuts,
    }


@require_safe
def second_factor(request: ActorRequest) -> HttpResponse:
    """Why a second factor is asked for, and where one gets it. Leads back afterwards."""
    if keys.has_second_factor(request.user):
        return redirect(go_on_to(request))
    return render(request, "alliance/members/second_factor.html")


def go_on_to(request: ActorRequest) -> str:
    """Where the reader was stopped, once; else their home."""
    wanted = request.session.pop("go_on_to", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None, require_https=request.is_secure()
    )
    return wanted if is_ours else settings.LOGIN_REDIRECT_URL
