from django.http import HttpRequest
from django.urls import reverse

from alliance.members import keys


def second_factor(request: HttpRequest) -> dict[str, str]:
    """On allauth's pages of second factors: the way back to where one was stopped."""
    is_there = request.path.startswith("/accounts/2fa/")
    user = getattr(request, "user", None)
    if not is_there or user is None or not user.is_authenticated:
        return {}
    if "go_on_to" not in request.session or not keys.has_second_factor(user):
        return {}
    return {"go_on_url": reverse("second-factor")}
