from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from alliance.access import NotPermitted, Permission
from alliance.members import keys
from alliance.members.forms import ApiKeyForm
from alliance.members.middleware import ActorRequest
from alliance.members.models import ApiKey
from portal.web.lists import page_of


@require_safe
def key_list(request: ActorRequest) -> HttpResponse:
    found = (
        ApiKey.objects.visible_to(request.actor)
        .select_related("membership__organisation")
        .order_by("-id")
    )
    context = {
        "page": page_of(found, request),
        "now": timezone.now(),
        "makes": request.actor.can(Permission.API_KEY_MAKE),
    }
    template = "_key_rows.html" if request.htmx else "keys.html"
    return render(request, f"alliance/members/{template}", context)


@require_http_methods(["GET", "HEAD", "POST"])
def key_make(request: ActorRequest) -> HttpResponse:
    """A key needs a second factor first, and then a fresh sign-in."""
    if not request.actor.can(Permission.API_KEY_MAKE):
        raise NotPermitted
    if not keys.has_second_factor(request.user):
        request.session["go_on_to"] = request.path
        return render(request, "alliance/members/key_refused.html", status=403)
    found: HttpResponse = _make(request)
    return found


@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]
def _make(request: ActorRequest) -> HttpResponse:
    membership = request.membership
    if membership is None:
        raise NotPermitted
    form = ApiKeyForm(request.POST or None, scopes=keys.scopes_open_to(request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            key, text = keys.make(membership, **form.cleaned_data, by=request.actor)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            # Not redirected: the text is known to this one answer and to nobody else.
            return render(
                request, "alliance/members/key_made.html", {"key": key, "text": text}
            )
    return render(
        request,
        "alliance/members/key_make.html",
        {"form": form},
        status=422 if form.is_bound else 200,
    )


@require_POST
def key_revoke(request: ActorRequest, pk: int) -> HttpResponse:
    key = get_object_or_404(
        ApiKey.objects.visible_to(request.actor).select_related("membership"), pk=pk
    )
    keys.revoke(key, by=request.actor)
    messages.success(
        request, _("The key “%(name)s” was revoked and works no more.") % {"name": key}
    )
    return redirect("api-key-list")
