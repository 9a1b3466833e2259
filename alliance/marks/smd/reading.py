"""From a signedMark element to what it says (RFC 7848, sections 2 and 3)."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from lxml import etree

from alliance.marks.smd import document, people
from alliance.marks.smd.fields import (
    child,
    children,
    integers,
    moment,
    optional,
    optional_moment,
    text,
    texts,
    token,
    tokens,
)
from alliance.marks.smd.marks import Issuer, Kind, Mark, Protection, SignedMark
from alliance.marks.smd.refusal import malformed

ID = re.compile(r"[0-9]+-[0-9]+")


def read(root: etree._Element, *, xml: bytes = b"") -> SignedMark:
    """What the element says; Refused as malformed where RFC 7848 would not have it."""
    signed_mark = document.without_comments(root)
    return SignedMark(
        smd_id=_id(signed_mark),
        issuer=_issuer(child(signed_mark, "issuerInfo")),
        not_before=moment(signed_mark, "notBefore"),
        not_after=moment(signed_mark, "notAfter"),
        marks=_marks(signed_mark),
        xml=xml,
    )


def _id(element: etree._Element) -> str:
    value = token(element, "id")
    if not ID.fullmatch(value):
        raise malformed(_("its number is not one that a Clearinghouse gives"))
    return value


def _issuer(element: etree._Element) -> Issuer:
    return Issuer(
        id=element.get("issuerID", ""),
        org=text(element, "org"),
        email=text(element, "email"),
        url=optional(element, "url"),
        voice=optional(element, "voice"),
    )


def _marks(signed_mark: etree._Element) -> tuple[Mark, ...]:
    found = signed_mark.findall(f"{{{document.MARK}}}mark")
    if len(found) != 1 or not len(found[0]):
        raise malformed(_("it holds no mark"))
    return tuple(_mark(element) for element in found[0])


def _mark(element: etree._Element) -> Mark:
    read_kind = KINDS.get(str(element.tag))
    if read_kind is None:
        raise malformed(_("it holds a kind of mark that RFC 7848 does not know"))
    return read_kind(element)


def _trademark(element: etree._Element) -> Mark:
    return _with_common(
        element,
        kind=Kind.TRADEMARK,
        jurisdiction=token(element, "jurisdiction"),
        nice_classes=integers(element, "class"),
        ap_id=optional(element, "apId"),
        ap_date=optional_moment(element, "apDate"),
        reg_num=text(element, "regNum"),
        reg_date=moment(element, "regDate"),
        ex_date=optional_moment(element, "exDate"),
    )


def _court(element: etree._Element) -> Mark:
    return _with_common(
        element,
        kind=Kind.COURT,
        ref_num=text(element, "refNum"),
        pro_date=moment(element, "proDate"),
        cc=token(element, "cc"),
        regions=texts(element, "region"),
        court_name=text(element, "courtName"),
    )


def _treaty_or_statute(element: etree._Element) -> Mark:
    protections = children(element, "protection")
    if not protections:
        raise malformed(_("it does not say where its treaty or statute protects"))
    return _with_common(
        element,
        kind=Kind.TREATY_OR_STATUTE,
        ref_num=text(element, "refNum"),
        pro_date=moment(element, "proDate"),
        protections=tuple(_protection(each) for each in protections),
        title=text(element, "title"),
        exec_date=moment(element, "execDate"),
    )


def _with_common(element: etree._Element, **particulars: Any) -> Mark:
    holders = children(element, "holder")
    if not holders:
        raise malformed(_("it names no holder"))
    return Mark(
        mark_id=token(element, "id"),
        mark_name=text(element, "markName"),
        holders=tuple(people.holder(each) for each in holders),
        contacts=tuple(people.contact(each) for each in children(element, "contact")),
        labels=tokens(element, "label"),
        goods_and_services=text(element, "goodsAndServices"),
        **particulars,
    )


def _protection(element: etree._Element) -> Protection:
    return Protection(
        cc=token(element, "cc"),
        region=optional(element, "region"),
        ruling=tokens(element, "ruling"),
    )


KINDS = {
    f"{{{document.MARK}}}trademark": _trademark,
    f"{{{document.MARK}}}court": _court,
    f"{{{document.MARK}}}treatyOrStatute": _treaty_or_statute,
}
