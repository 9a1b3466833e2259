"""Headers that neither Django nor django-csp set: isolation, and nothing kept."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

POLICIES = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), "
        "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), "
        "payment=(), serial=(), usb=(), publickey-credentials-get=(self), "
        "publickey-credentials-create=(self)"
    ),
}


def headers_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def add_headers(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in POLICIES.items():
            response.headers.setdefault(name, value)
        # One address answers htmx with a piece and a browser with the page.
        patch_vary_headers(response, ["HX-Request"])
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # What a signed-in person saw must not stay behind on a shared machine.
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return add_headers
