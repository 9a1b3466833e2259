"""What a reader chooses for themselves: colours, and whether single keys act."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

THEMES = ("light", "dark")
A_YEAR = 365 * 24 * 60 * 60


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark in a cookie; anything else follows the system again."""
    chosen = request.POST.get("theme", "")
    return _answer(request, "theme", chosen if chosen in THEMES else "")


@login_not_required
@require_POST
def set_shortcuts(request: HttpRequest) -> HttpResponse:
    """Single keys act only for who switched them on (WCAG 2.1.4)."""
    return _answer(
        request, "shortcuts", "on" if request.POST.get("shortcuts") == "on" else ""
    )


def _answer(request: HttpRequest, name: str, value: str) -> HttpResponse:
    response = HttpResponseRedirect(_way_back(request))
    keep(response, name, value)
    return response


def keep(response: HttpResponse, name: str, value: str) -> None:
    """A preference as a cookie that the pages read; "" forgets it."""
    if value:
        response.set_cookie(
            name,
            value,
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.HTTPS,
        )
    else:
        response.delete_cookie(name, samesite="Lax")


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "/"
