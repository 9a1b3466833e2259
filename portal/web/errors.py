"""Refusals of the actions, turned into pages in one place."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.states import WrongState


class errors_middleware:  # noqa: N801 - a middleware is named like one
    """WrongState becomes 409. NotPermitted is Django's PermissionDenied: 403 by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        if isinstance(error, WrongState):
            return render(request, "409.html", status=409)
        return None
