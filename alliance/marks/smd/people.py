"""The people of a mark: who holds it, whom to ask, and where they are."""

from lxml import etree

from alliance.marks.smd.fields import child, children, optional, text, texts, token
from alliance.marks.smd.marks import Address, Contact, Holder


def holder(element: etree._Element) -> Holder:
    return Holder(
        entitlement=element.get("entitlement", ""),
        addr=_address(child(element, "addr")),
        **_reach(element),
    )


def contact(element: etree._Element) -> Contact:
    return Contact(
        type=element.get("type", ""),
        addr=_address(child(element, "addr")) if children(element, "addr") else None,
        **_reach(element),
    )


def _reach(element: etree._Element) -> dict[str, str]:
    return {
        name: optional(element, name)
        for name in ("name", "org", "voice", "fax", "email")
    }


def _address(element: etree._Element) -> Address:
    return Address(
        street=texts(element, "street"),
        city=text(element, "city"),
        sp=optional(element, "sp"),
        pc=optional(element, "pc"),
        cc=token(element, "cc"),
    )
