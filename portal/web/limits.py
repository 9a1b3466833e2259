"""What no page has to look at: requests too large to be one, or that no row could hold."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


def limits_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuses by the headers alone: nothing of the body is read, and nothing written.

    A body without Content-Length is empty to Django, so that none passes untold.
    """

    def refuse(request: HttpRequest) -> HttpResponse:
        if _length(request) > settings.LARGEST_REQUEST:
            return render(request, "413.html", status=413)
        if "\0" in request.path_info:
            raise Http404("PostgreSQL keeps no text with a NUL in it")
        return get_response(request)

    return refuse


def _length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isdecimal() else 0
