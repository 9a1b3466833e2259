"""Serves the marketplace over HTTP, on this machine alone."""

import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from takedowns.connectors.sandbox.market import api, control, web
from takedowns.connectors.sandbox.market.exchange import Answer, Request, Route
from takedowns.connectors.sandbox.market.shop import Shop

ROUTES: list[Route] = [*web.ROUTES, *api.ROUTES, *control.ROUTES]
BODY_LIMIT = 15_000_000


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256  # fifty clients at once are a test, not an attack

    def __init__(self, port: int, shop: Shop) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.shop = shop

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that leave in the middle are what we are here for."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "LanternMarket"
    sys_version = ""
    timeout = 30
    server: Server

    def _answer(self) -> None:
        body = self._body()
        if body is None:
            return self._send(Answer(413, b"Too long.", "text/plain"))
        address = urlsplit(self.path)
        request = Request(
            method="GET" if self.command == "HEAD" else self.command,
            target=self.path,
            path=unquote(address.path),
            query=dict(parse_qsl(address.query)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
        )
        return self._send(answer(self.server.shop, request))

    do_GET = do_HEAD = do_POST = _answer  # noqa: N815 the parent's names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the parent's
        """Silent: what matters is in the shop's own log."""

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > BODY_LIMIT:
            self.close_connection = True
            return None
        return self.rfile.read(int(length))

    def _send(self, told: Answer) -> None:
        if told.is_cut:
            self.close_connection = True
            return
        self.send_response(told.status)
        headers = {"X-Content-Type-Options": "nosniff", **told.headers}
        headers |= {
            "Content-Type": told.media_type,
            "Content-Length": str(len(told.body)),
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(told.body)


def answer(shop: Shop, request: Request) -> Answer:
    other_methods = set()
    for method, pattern, view in ROUTES:
        if found := re.fullmatch(pattern, request.path):
            if method == request.method:
                return view(shop, request, **_named(found))
            other_methods.add(method)
    if other_methods:
        return Answer(
            405, b"", "text/plain", {"Allow": ", ".join(sorted(other_methods))}
        )
    return web.not_found(shop)


def _named(found: re.Match[str]) -> dict[str, str]:
    return {name: value or "" for name, value in found.groupdict().items()}
