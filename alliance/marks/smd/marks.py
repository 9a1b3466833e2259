"""What a signed mark says, in the words of RFC 7848. Text is as it was signed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    TRADEMARK = "trademark"
    TREATY_OR_STATUTE = "treaty_or_statute"
    COURT = "court"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    street: tuple[str, ...]
    city: str
    sp: str = ""  # state or province
    pc: str = ""  # postal code
    cc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A person, an organisation, or both."""

    entitlement: str  # owner, assignee, licensee
    name: str = ""
    org: str = ""
    addr: Address
    voice: str = ""
    fax: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    type: str  # owner, agent, thirdparty
    name: str = ""
    org: str = ""
    addr: Address | None = None
    voice: str = ""
    fax: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """Where a treaty or statute protects the mark, and the countries that ruled so."""

    cc: str
    region: str = ""
    ruling: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    kind: Kind
    mark_id: str
    mark_name: str
    holders: tuple[Holder, ...]
    contacts: tuple[Contact, ...] = ()
    labels: tuple[str, ...] = ()  # DNS labels, A-labels where not ASCII
    goods_and_services: str

    # A registered trademark; only trademarks have classes.
    jurisdiction: str = ""
    nice_classes: tuple[int, ...] = ()
    ap_id: str = ""
    ap_date: datetime | None = None
    reg_num: str = ""
    reg_date: datetime | None = None
    ex_date: datetime | None = None

    # A mark that a court has validated, or that a treaty or statute protects.
    ref_num: str = ""
    pro_date: datetime | None = None
    cc: str = ""  # of the court
    regions: tuple[str, ...] = ()
    court_name: str = ""
    protections: tuple[Protection, ...] = ()
    title: str = ""  # of the treaty or statute
    exec_date: datetime | None = None

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """Country codes where the mark holds, whatever its kind."""
        if self.kind == Kind.TRADEMARK:
            return (self.jurisdiction,)
        if self.kind == Kind.COURT:
            return (self.cc,)
        return tuple(dict.fromkeys(protection.cc for protection in self.protections))

    @property
    def number(self) -> str:
        """The number under which its register, court or treaty knows it."""
        return self.reg_num or self.ref_num


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    id: str
    org: str
    email: str
    url: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedMark:
    smd_id: str
    issuer: Issuer
    not_before: datetime
    not_after: datetime
    marks: tuple[Mark, ...]
    xml: bytes = b""  # the document byte for byte: keep this, it can be verified again
