"""Values out of XML elements: one, perhaps one, or several; text, token or moment."""

from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from lxml import etree

from alliance.marks.smd.refusal import Refused, malformed


def children(parent: etree._Element, name: str) -> list[etree._Element]:
    """Children of this name in the parent's own namespace."""
    return parent.findall(f"{{{etree.QName(parent).namespace}}}{name}")


def child(parent: etree._Element, name: str) -> etree._Element:
    found = children(parent, name)
    if len(found) != 1:
        raise _must_be_there_once(name)
    return found[0]


def text(parent: etree._Element, name: str) -> str:
    """The value as it was signed, outer spaces included."""
    value = _value(child(parent, name))
    if not value.strip():
        raise _must_be_there_once(name)
    return value


def optional(parent: etree._Element, name: str) -> str:
    found = children(parent, name)
    if len(found) > 1:
        raise _must_be_there_once(name)
    return _value(found[0]) if found else ""


def texts(parent: etree._Element, name: str) -> tuple[str, ...]:
    return tuple(_value(element) for element in children(parent, name))


def token(parent: etree._Element, name: str) -> str:
    """For what machines compare: an xs:token means the same with spaces around it."""
    return text(parent, name).strip()


def tokens(parent: etree._Element, name: str) -> tuple[str, ...]:
    return tuple(value.strip() for value in texts(parent, name))


def integers(parent: etree._Element, name: str) -> tuple[int, ...]:
    try:
        return tuple(int(value) for value in tokens(parent, name))
    except ValueError as error:
        raise _unreadable(name) from error


def moment(parent: etree._Element, name: str) -> datetime:
    return read_moment(token(parent, name), name)


def optional_moment(parent: etree._Element, name: str) -> datetime | None:
    return moment(parent, name) if children(parent, name) else None


def read_moment(value: str, name: str) -> datetime:
    """An xs:dateTime with its zone; fractions of a second have any number of digits."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise _unreadable(name) from error
    if found.tzinfo is None:
        raise _unreadable(name)
    return found


def _value(element: etree._Element) -> str:
    if len(element):
        raise _unreadable(etree.QName(element).localname)
    return element.text or ""


def _must_be_there_once(name: str) -> Refused:
    return malformed(format_lazy(_("it must say “{name}” exactly once"), name=name))


def _unreadable(name: str) -> Refused:
    return malformed(format_lazy(_("its “{name}” cannot be read"), name=name))
