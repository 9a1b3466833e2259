"""From what a signed mark says (RFC 7848, section 2) to the columns of a row."""

from datetime import date, datetime
from typing import Any

from alliance.marks import smd
from alliance.marks.distinctiveness import hint
from alliance.marks.offices import office_of, portal_code


def columns(mark: smd.Mark, *, signed_until: date) -> dict[str, Any]:
    jurisdiction = portal_code(next(iter(mark.jurisdictions), ""))
    is_trademark = mark.kind == smd.Kind.TRADEMARK
    name = mark.mark_name.strip()
    return {
        "kind": mark.kind.value,
        "name": name,
        "mark_id": mark.mark_id,
        "holders": [_holder(holder) for holder in mark.holders],
        "contacts": [_contact(contact) for contact in mark.contacts],
        "jurisdiction": jurisdiction,
        "office": office_of(jurisdiction) if is_trademark else "",
        "nice_classes": sorted(set(mark.nice_classes)),
        "labels": list(mark.labels),
        "goods_and_services": mark.goods_and_services.strip(),
        "application_number": mark.ap_id,
        "applied_on": _day(mark.ap_date),
        "registration_number": mark.reg_num,
        "registered_on": _day(mark.reg_date),
        "expires_on": _day(mark.ex_date),
        "court_or_title": mark.court_name or mark.title,
        "reference_number": mark.ref_num,
        "protected_on": _day(mark.pro_date),
        "executed_on": _day(mark.exec_date),
        "protections": _protections(mark),
        "distinctiveness": hint(name),
        "signed_until": signed_until,
    }


def _holder(holder: smd.Holder) -> dict[str, str]:
    return _person(holder) | {"entitlement": holder.entitlement}


def _contact(contact: smd.Contact) -> dict[str, str]:
    return _person(contact) | {"kind": contact.type}


def _person(person: smd.Holder | smd.Contact) -> dict[str, str]:
    """Only what is told: a person may have a name, an organisation, or both."""
    told = {
        "name": person.name,
        "organisation": person.org,
        "address": _address(person.addr),
        "voice": person.voice,
        "fax": person.fax,
        "email": person.email,
    }
    return {key: value.strip() for key, value in told.items() if value.strip()}


def _address(address: smd.Address | None) -> str:
    if address is None:
        return ""
    place = (address.city, address.sp, address.pc, address.cc)
    parts = [part.strip() for part in (*address.street, *place)]
    return ", ".join(part for part in parts if part)


def _protections(mark: smd.Mark) -> list[dict[str, Any]]:
    """Where a court's or a treaty's mark holds, and which countries ruled so."""
    if mark.kind == smd.Kind.COURT:
        return [{"cc": mark.cc, "region": region} for region in mark.regions]
    return [
        {"cc": each.cc, "region": each.region, "ruling": list(each.ruling)}
        for each in mark.protections
    ]


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
