"""A signed mark as the XML of RFC 7848, in the order that its schema asks for."""

from datetime import UTC, datetime

from lxml import etree

from alliance.marks.smd.document import MARK, SMD
from alliance.marks.smd.marks import (
    Address,
    Contact,
    Holder,
    Kind,
    Mark,
    Protection,
    SignedMark,
)

ELEMENTS = {
    Kind.TRADEMARK: "trademark",
    Kind.COURT: "court",
    Kind.TREATY_OR_STATUTE: "treatyOrStatute",
}


def write(signed_mark: SignedMark, *, xml_id: str) -> etree._Element:
    """A signedMark element with this id, still without its signature."""
    root = etree.Element(f"{{{SMD}}}signedMark", nsmap={"smd": SMD})
    root.set("id", xml_id)
    _add(root, "id", signed_mark.smd_id)
    issuer = etree.SubElement(
        root, f"{{{SMD}}}issuerInfo", issuerID=signed_mark.issuer.id
    )
    for name in ("org", "email", "url", "voice"):
        _add(issuer, name, getattr(signed_mark.issuer, name))
    _add(root, "notBefore", signed_mark.not_before)
    _add(root, "notAfter", signed_mark.not_after)
    marks = etree.SubElement(root, f"{{{MARK}}}mark", nsmap={"mark": MARK})
    for mark in signed_mark.marks:
        _add_mark(marks, mark)
    return root


def moment(value: datetime) -> str:
    """With three digits of fraction and a Z, as the Clearinghouse writes it."""
    return (
        value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )


def _add_mark(marks: etree._Element, mark: Mark) -> None:
    element = etree.SubElement(marks, f"{{{MARK}}}{ELEMENTS[mark.kind]}")
    _add(element, "id", mark.mark_id)
    _add(element, "markName", mark.mark_name)
    for holder in mark.holders:
        _add_person(element, "holder", holder, entitlement=holder.entitlement)
    for contact in mark.contacts:
        _add_person(element, "contact", contact, type=contact.type)
    for protection in mark.protections:
        _add_protection(element, protection)
    _add(element, "jurisdiction", mark.jurisdiction)
    _add(element, "class", *mark.nice_classes)
    _add(element, "label", *mark.labels)
    _add(element, "goodsAndServices", mark.goods_and_services)
    _add(element, "apId", mark.ap_id)
    _add(element, "apDate", mark.ap_date)
    _add(element, "regNum", mark.reg_num)
    _add(element, "regDate", mark.reg_date)
    _add(element, "exDate", mark.ex_date)
    _add(element, "refNum", mark.ref_num)
    _add(element, "proDate", mark.pro_date)
    _add(element, "cc", mark.cc)
    _add(element, "region", *mark.regions)
    _add(element, "courtName", mark.court_name)
    _add(element, "title", mark.title)
    _add(element, "execDate", mark.exec_date)


def _add_protection(parent: etree._Element, protection: Protection) -> None:
    element = etree.SubElement(parent, f"{{{MARK}}}protection")
    _add(element, "cc", protection.cc)
    _add(element, "region", protection.region)
    _add(element, "ruling", *protection.ruling)


def _add_person(
    parent: etree._Element, name: str, person: Holder | Contact, **role: str
) -> None:
    element = etree.SubElement(parent, f"{{{MARK}}}{name}", role)
    _add(element, "name", person.name)
    _add(element, "org", person.org)
    if person.addr:
        _add_address(element, person.addr)
    for reach in ("voice", "fax", "email"):
        _add(element, reach, getattr(person, reach))


def _add_address(parent: etree._Element, address: Address) -> None:
    element = etree.SubElement(parent, f"{{{MARK}}}addr")
    _add(element, "street", *address.street)
    for name in ("city", "sp", "pc", "cc"):
        _add(element, name, getattr(address, name))


def _add(
    parent: etree._Element, name: str, *values: str | int | datetime | None
) -> None:
    """An element for each value that says something."""
    namespace = etree.QName(parent).namespace
    for value in values:
        if value is None or value == "":
            continue
        element = etree.SubElement(parent, f"{{{namespace}}}{name}")
        element.text = moment(value) if isinstance(value, datetime) else str(value)
