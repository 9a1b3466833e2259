"""What comes in and what goes out, whoever serves it."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

HOST = re.compile(r"[A-Za-z0-9.:_\[\]-]+")
HTML = "text/html; charset=utf-8"
# No script at all, and pictures and styles from here alone.
POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    target: str  # path and query, as sent
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]  # their names in lower case
    body: bytes

    @property
    def origin(self) -> str:
        host = self.headers.get("host", "")
        return f"http://{host}" if HOST.fullmatch(host) else "http://localhost"

    @property
    def is_json(self) -> bool:
        return self.headers.get("content-type", "").startswith("application/json")

    def fields(self) -> tuple[dict[str, str], bytes]:
        """Of a form or of JSON; and the picture that came with it, if one did."""
        kind = self.headers.get("content-type", "")
        if self.is_json:
            return _from_json(self.body)
        if kind.startswith("multipart/form-data"):
            return _from_multipart(kind, self.body)
        return dict(parse_qsl(self.body.decode("utf-8", "replace"))), b""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int = 200
    body: bytes = b""
    media_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False  # the line goes dead instead

    @classmethod
    def page(cls, markup: str, status: int = 200) -> "Answer":
        return cls(status, markup.encode(), HTML, {"Content-Security-Policy": POLICY})

    @classmethod
    def of_json(cls, told: Any, status: int = 200) -> "Answer":
        kind = "application/json" if status < 400 else "application/problem+json"
        return cls(status, json.dumps(told, ensure_ascii=False).encode(), kind)

    @classmethod
    def see_other(cls, path: str) -> "Answer":
        return cls(303, headers={"Location": path})


View = Callable[..., Answer]
Route = tuple[str, str, View]  # method, pattern of the whole path, what answers


def _from_json(body: bytes) -> tuple[dict[str, str], bytes]:
    try:
        told = json.loads(body or b"{}")
        rows = told.items() if isinstance(told, dict) else ()
        fields = {str(name): str(value) for name, value in rows if value is not None}
        return fields, base64.b64decode(fields.pop("picture", ""), validate=True)
    except (ValueError, RecursionError, binascii.Error):
        return {}, b""


def _from_multipart(kind: str, body: bytes) -> tuple[dict[str, str], bytes]:
    head = f"Content-Type: {kind}\r\n\r\n".encode("latin-1", "replace")
    fields, picture = {}, b""
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    for part in message.iter_parts():
        if not isinstance(part, EmailMessage):
            continue
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        if name == "picture":
            picture = content
        else:
            fields[str(name)] = content.decode("utf-8", "replace")
    return fields, picture
