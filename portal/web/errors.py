"""Refusals of the actions, turned into pages in one place."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from portal.states import WrongState


class errors_middleware:  # noqa: N801 - a middleware is named like one
    """WrongState becomes 409, and a refusal that no form has caught 400, in its words.

    NotPermitted is Django's PermissionDenied: 403 by itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        if isinstance(error, WrongState):
            context = {"back_url": _came_from(request), "written": _written(request)}
            return render(request, "409.html", context, status=409)
        if isinstance(error, ValidationError):
            told = {"detail": " ".join(error.messages)}
            return render(request, "400.html", told, status=400)
        return None


def _came_from(request: HttpRequest) -> str:
    """The page of ours whose form was too late, or nothing."""
    url = request.headers.get("Referer", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(url, hosts, request.is_secure())
    return urlsplit(url).path if url and is_ours else ""


def _written(request: HttpRequest) -> list[str]:
    """Sentences that somebody typed, so that they need not be thought of twice."""
    given = (
        value
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    )
    return [value for value in given if " " in value.strip()]
