"""Fetches what strangers link to, from the open internet and from nowhere else.

A name is resolved once, every address of it is checked, and the connection goes to
the address that was checked, with the name kept for Host and TLS: a name that answers
differently the second time (DNS rebinding) gains nothing. Redirects are checked as
the first address was. No proxy, cookie, compression or password is ever used.
"""

import functools
import re
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
from django.utils.translation import gettext as _

from takedowns.connectors import hosts
from takedowns.connectors.base import Picture, Refused, Unavailable

SECONDS = 5.0  # from the first connection to the last byte
PAGE_LIMIT = 1_000_000
PICTURE_LIMIT = 10_000_000
REDIRECTS = 3
ADDRESS_LIMIT = 2_000
PORTS = {80, 443, 8080, 8443}
REDIRECT_STATUSES = {301, 302, 303, 307, 308}
# A browser and we may read these differently, and one of us would be somewhere else.
AMBIGUOUS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff]")
HOST = re.compile(rb"[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}")
MEDIA_TYPES = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)


class Forbidden(Unavailable):
    """The address is not one we go to, or it leads to one."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # names in any case
    body: bytes
    url: str  # where it came from in the end

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Fetcher:
    loopback: str = ""  # the one origin on this machine we may reach: the sandbox's

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        limit: int = PAGE_LIMIT,
        redirects: int = REDIRECTS,
    ) -> Answer:
        """Raises Unavailable; Forbidden where any step leads where we do not go."""
        for _step in range(redirects + 1):
            answer = self._ask("GET", url, headers=headers or {}, limit=limit)
            onward = answer.headers.get("location")
            if answer.status not in REDIRECT_STATUSES or not onward or not redirects:
                return answer
            url = _joined(answer.url, onward)
        raise Unavailable(_("The address redirects too often."))

    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """No redirect is followed. Raises as `get` does."""
        return self._ask("POST", url, headers=headers, limit=PAGE_LIMIT, body=body)

    def _ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        limit: int,
        body: bytes = b"",
    ) -> Answer:
        target = parsed(url)
        addresses = self._checked_addresses(target)
        with _Deadline(SECONDS) as deadline:
            try:
                return _first_reached(
                    method, target, addresses, headers, body, limit, deadline
                )
            except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
                raise Unavailable(_sentence(error, deadline)) from error

    def _checked_addresses(self, target: httpx.URL) -> list[str]:
        """Raises Forbidden if a single address of the host is not for us."""
        port = target.port or {"http": 80, "https": 443}[target.scheme]
        is_own = bool(self.loopback) and _origin(target) == _origin(
            parsed(self.loopback)
        )
        if port not in PORTS and not is_own:
            raise Forbidden(_("The address names a port that we do not use."))
        try:
            addresses = hosts.resolve(target.raw_host.decode(), port)
        except (OSError, UnicodeError) as error:
            raise Unavailable(
                _("The address has a host that cannot be found.")
            ) from error
        for address in addresses:
            if not (
                hosts.is_public(address) or (is_own and hosts.is_loopback(address))
            ):
                raise Forbidden(_("The address leads into a private network."))
        return addresses


def fetch_picture(url: str, *, loopback: str = "") -> Picture:
    """A JPEG, PNG or WebP of at most 10 MB, not yet decoded.

    Raises Refused where there is none, Unavailable where that cannot be told now.
    """
    answer = Fetcher(loopback).get(url, limit=PICTURE_LIMIT)
    if answer.status in {404, 410}:
        raise Refused(
            "picture_gone", _("There is no picture at this address any more.")
        )
    if answer.status != 200:
        raise Unavailable(_("The picture could not be fetched."))
    for beginning, media_type in MEDIA_TYPES:
        if beginning.match(answer.body):
            return Picture(answer.body, media_type, answer.url)
    raise Refused("not_a_picture", _("This address does not hold a JPEG, PNG or WebP."))


def parsed(url: str) -> httpx.URL:
    """The address, if everyone reads it alike. Raises Forbidden. Goes nowhere."""
    if len(url) > ADDRESS_LIMIT or AMBIGUOUS.search(url):
        raise Forbidden(_("The address has characters that do not belong there."))
    try:
        target = httpx.URL(url)
        otherwise = urlsplit(url)  # another parser's reading
        host = otherwise.hostname
    except (httpx.InvalidURL, ValueError) as error:
        raise Forbidden(_("This is not a web address.")) from error
    if target.scheme not in {"http", "https"} or not target.host:
        raise Forbidden(_("The address must begin with https:// or http://."))
    if target.userinfo or "@" in otherwise.netloc:
        raise Forbidden(_("The address must not hold a user name."))
    if not HOST.fullmatch(target.raw_host):
        raise Forbidden(_("The address has a host that cannot be one."))
    if host not in {target.host, target.raw_host.decode()}:
        raise Forbidden(_("The host of the address can be read in two ways."))
    return target


def _origin(target: httpx.URL) -> tuple[str, bytes, int | None]:
    return target.scheme, target.raw_host, target.port


def _joined(url: str, onward: str) -> str:
    if AMBIGUOUS.search(onward):
        raise Forbidden(_("The address redirects to one that is not well-formed."))
    try:
        return str(httpx.URL(url).join(onward))
    except (httpx.InvalidURL, ValueError) as error:
        raise Forbidden(_("The address redirects to one that is not one.")) from error


def _first_reached(
    method: str,
    target: httpx.URL,
    addresses: list[str],
    headers: Mapping[str, str],
    body: bytes,
    limit: int,
    deadline: "_Deadline",
) -> Answer:
    """The answer of the first address that takes the connection."""
    for address in addresses[:-1]:
        try:
            return _exchange(method, target, address, headers, body, limit, deadline)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            continue
    return _exchange(method, target, addresses[-1], headers, body, limit, deadline)


def _exchange(
    method: str,
    target: httpx.URL,
    address: str,
    headers: Mapping[str, str],
    body: bytes,
    limit: int,
    deadline: "_Deadline",
) -> Answer:
    request = httpx.Request(
        method,
        target.copy_with(host=address, fragment=None),
        headers={
            "User-Agent": "Mozilla/5.0 (compatible; listing check)",
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
            **headers,
            "Host": target.netloc.decode(),
        },
        content=body or None,
        extensions={
            "sni_hostname": target.raw_host.decode(),
            "timeout": httpx.Timeout(SECONDS).as_dict(),
            "trace": deadline.watch,
        },
    )
    with httpx.Client(verify=_tls(), trust_env=False) as client:
        response = client.send(request, stream=True)
        try:
            content = _read(response, limit)
        finally:
            response.close()
    if deadline.has_passed:  # a line we cut looks like the end of a body
        raise httpx.ReadTimeout("The deadline has passed.")
    return Answer(response.status_code, response.headers, content, str(target))


def _read(response: httpx.Response, limit: int) -> bytes:
    """At most so many bytes, undecoded: a small compressed body may be a huge one."""
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise Unavailable(_("The answer was compressed, though we asked it not to be."))
    content = bytearray()
    for chunk in response.iter_raw():
        content += chunk
        if len(content) > limit:
            raise Unavailable(_("The answer was too long to be one."))
    return bytes(content)


@functools.cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _sentence(error: Exception, deadline: "_Deadline") -> str:
    if deadline.has_passed or isinstance(error, httpx.TimeoutException):
        return _("The answer took longer than five seconds.")
    if _is_of_tls(error):
        return _("The server could not prove who it is (TLS).")
    if isinstance(error, httpx.ConnectError):
        return _("The server could not be reached.")
    return _("The server broke off in the middle of its answer.")


def _is_of_tls(error: BaseException | None) -> bool:
    """httpx wraps what the TLS library says, twice."""
    while error and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error is not None


class _Deadline:
    """Cuts the line when time is up.

    A client's timeouts begin anew with every byte: a server that drips one every four
    seconds would hold a worker for days.
    """

    def __init__(self, seconds: float) -> None:
        self.has_passed = False
        self._lines: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for line in self._lines:
                line.close()
            self._lines.clear()

    def watch(self, event: str, about: Mapping[str, Any]) -> None:
        """httpx tells of every step; the connection made is the one to cut."""
        if event != "connection.connect_tcp.complete":
            return
        with self._lock:
            # A duplicate, because TLS takes the socket itself away from its stream.
            self._lines.append(about["return_value"].get_extra_info("socket").dup())
        if self.has_passed:
            self._cut()

    def _cut(self) -> None:
        self.has_passed = True
        with self._lock:
            for line in self._lines:
                try:
                    line.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the other side was quicker
