"""Lists by key: the thousandth page costs what the first does, and none is counted.

The address holds all of it: the filters, and `after` or `before` a row's own values.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and the addresses (query strings, "" for none) of those beside them."""

    rows: Sequence[Row]
    next: str
    previous: str

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page_of(
    queryset: QuerySet[Row], request: HttpRequest, per_page: int = 50
) -> Page[Row]:
    """The page of an ordered queryset that the address asks for.

    Order by plain columns without nulls (`order_by("-submitted_at", "-id")`); the key
    is added as the last one where it is missing. A key that makes no sense is ignored:
    the first page answers.
    """
    order = _order_of(queryset)
    backwards = "before" in request.GET
    place = _read(
        request.GET.get("before" if backwards else "after", ""), order, queryset
    )
    backwards = backwards and place is not None

    asked = queryset.order_by(*(_turned(order) if backwards else order))
    if place is not None:
        asked = asked.filter(_beyond(_turned(order) if backwards else order, place))
    found = list(asked[: per_page + 1])
    more, rows = len(found) > per_page, found[:per_page]
    if backwards:
        rows.reverse()
    has_next = bool(rows) and (backwards or more)
    has_previous = bool(rows) and (more if backwards else place is not None)
    return Page(
        rows,
        next=_address(request, "after", _written(rows[-1], order)) if has_next else "",
        previous=(
            _address(request, "before", _written(rows[0], order))
            if has_previous
            else ""
        ),
    )


def _order_of(queryset: QuerySet[Any]) -> list[str]:
    order = [str(field) for field in queryset.query.order_by] or ["-id"]
    named = {field.lstrip("-") for field in order}
    return order if named & {"id", "pk"} else [*order, "-id"]


def _turned(order: list[str]) -> list[str]:
    return [f[1:] if f.startswith("-") else f"-{f}" for f in order]


def _beyond(order: list[str], place: list[Any]) -> Q:
    """Rows after a place: greater in the first column, or equal there and …"""
    beyond, equal = Q(), Q()
    for field, value in zip(order, place, strict=True):
        name = field.lstrip("-")
        step = "lt" if field.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{name}__{step}": value})
        equal &= Q(**{name: value})
    return beyond


def _written(row: Model, order: list[str]) -> str:
    values = [_value(row, field.lstrip("-")) for field in order]
    plain = json.dumps(values, cls=_Exact).encode()
    return urlsafe_b64encode(plain).decode().rstrip("=")


class _Exact(DjangoJSONEncoder):
    """Django's own encoder cuts a moment to milliseconds, and would skip rows."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _read(text: str, order: list[str], queryset: QuerySet[Any]) -> list[Any] | None:
    """The place an address names, or None for what nobody here has written."""
    if not text or len(text) > 2000:
        return None
    try:
        values = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(values, list) or len(values) != len(order):
            return None
        if not all(_is_plain(value) for value in values):
            return None
        return [
            _field(queryset, name.lstrip("-")).to_python(value)
            for name, value in zip(order, values, strict=True)
        ]
    except (TypeError, ValueError, ValidationError, RecursionError):
        return None


def _is_plain(value: Any) -> bool:
    """What PostgreSQL takes as text, or as a bigint."""
    if isinstance(value, int):
        return -(2**63) <= value < 2**63
    return isinstance(value, str) and "\x00" not in value and bool(value.encode())


def _field(queryset: QuerySet[Any], path: str) -> Any:
    if path in queryset.query.annotations:
        return queryset.query.annotations[path].output_field
    model: Any = queryset.model
    for name in path.split("__"):
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        model = field.related_model
    return field


def _address(request: HttpRequest, side: str, key: str) -> str:
    """The same filters, at another place."""
    asked = request.GET.copy()
    for name in ("after", "before"):
        asked.pop(name, None)
    asked[side] = key
    return f"?{asked.urlencode()}"
