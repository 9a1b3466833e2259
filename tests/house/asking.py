"""One visitor, one address, one method: what the portal answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, RequestFactory

from alliance.models import User
from tests.house.routes import Route
from tests.house.world import Side, Visitor, World


@dataclass(frozen=True)
class Answer:
    status: int
    location: str = ""
    kind: str = ""
    body: str = ""

    @property
    def is_login(self) -> bool:
        return self.status == 302 and "/accounts/login/" in self.location


class Doors:
    """A client for each visitor. Whatever a request changes is undone behind it."""

    def __init__(self, world: World, *, strict: bool = False) -> None:
        self.world = world
        self.strict = strict
        self._clients: dict[str, tuple[Client, str]] = {}

    def let_in(self) -> None:
        for visitor in self.world.visitors.values():
            client = Client(
                raise_request_exception=False, enforce_csrf_checks=self.strict
            )
            if visitor.key:
                client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {visitor.key}"
            elif visitor.side:
                self._sign_in(client, visitor)
            self._clients[visitor.name] = client, client.cookies.output(header="")

    def _sign_in(self, client: Client, visitor: Visitor) -> None:
        """With a password just typed, so that nothing asks for it again."""
        user = User.objects.get(pk=visitor.actor.user_id)
        client.force_login(user)
        request = RequestFactory().get("/")
        request.user, request.session = user, client.session
        record_authentication(request, user, method="password", reauthenticated=True)
        request.session.save()

    def try_(self, visitor: Visitor, route: Route, side: Side, method: str) -> Answer:
        """Ask for a thing of a party; a program in JSON, or with a file."""
        sent: Any = {}
        if method == "post":
            sent["data"] = route.sent()
            if route.is_api and "file" not in sent["data"]:
                sent["content_type"] = "application/json"
        return self.ask(visitor, route.url(side), method, **sent)

    def ask(
        self, visitor: Visitor, url: str, method: str = "get", **sent: Any
    ) -> Answer:
        with self._undone():
            response = self.answer(visitor, url, method, **sent)
            return Answer(
                response.status_code,
                response.get("Location", ""),
                response.get("Content-Type", "").partition(";")[0],
                b"".join(response).decode("utf-8", "replace"),
            )

    def answer(
        self, visitor: Visitor, url: str, method: str = "get", **sent: Any
    ) -> HttpResponseBase:
        """As Django gives it, and with what it changed."""
        client, cookies = self._clients[visitor.name]
        client.cookies = SimpleCookie(cookies)
        if isinstance(sent.get("data"), bytes):  # as it stands, with no charset of ours
            return client.generic(method.upper(), url, **sent)
        response: HttpResponseBase = getattr(client, method)(url, **sent)
        return response

    @contextmanager
    def _undone(self) -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)


def sides_of(visitor: Visitor, route: Route, world: World) -> Iterator[Side]:
    """Whose things this visitor may try: their own, another's; staff each party's."""
    if visitor.is_staff or visitor.side is None:
        tried = [world.side("brand"), visitor.side]
    else:
        tried = [visitor.side, visitor.other]
    seen = set()
    for side in tried:
        url = side and route.url(side)
        if side and url and url not in seen:
            seen.add(url)
            yield side
