"""Whose signed marks we believe: the authorities of the settings, and their lists.

An authority counts once both its lists are loaded: without them nobody could tell what
it has taken back.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from alliance.marks import smd
from alliance.marks.models import TrustList
from alliance.marks.smd import document, signature

log = logging.getLogger(__name__)
Kind = TrustList.Kind
# However far ahead a list says the next one is due, we look again after a week.
FETCHED_LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ListState:
    """How an authority's list stands. `row` is None where it was never loaded."""

    authority: str
    kind: TrustList.Kind
    row: TrustList | None
    is_stale: bool

    @property
    def label(self) -> str:
        return str(self.kind.label)


def certificates() -> list[x509.Certificate]:
    """Of the authorities that the settings trust; one that cannot be read is not."""
    found = []
    for path in settings.MARK_AUTHORITIES:
        try:
            found.append(x509.load_pem_x509_certificate(Path(path).read_bytes()))
        except (OSError, ValueError) as error:
            log.error("MARK_AUTHORITIES names %s, which is not read: %s", path, error)
    return found


def key_of(ca: x509.Certificate) -> str:
    """Names an authority in our tables: two keys of one name are two authorities."""
    names = ca.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    name = str(names[0].value) if names else ca.subject.rfc4514_string()
    return f"{name[:170]} · {ca.fingerprint(SHA256()).hex()[:16]}"


def current() -> smd.Trust:
    """Every authority of which both lists are loaded."""
    rows = _rows()
    authorities = [
        smd.Authority.read(
            ca=ca.public_bytes(Encoding.PEM),
            crl=bytes(rows[key_of(ca), Kind.CERTIFICATES].body),
            smdrl=bytes(rows[key_of(ca), Kind.MARKS].body),
        )
        for ca in certificates()
        if all((key_of(ca), kind) in rows for kind in Kind)
    ]
    return smd.Trust(tuple(authorities))


def lists(*, at: datetime) -> list[ListState]:
    """How each list of each authority stands, the missing ones too."""
    rows = _rows()
    return [
        ListState(key_of(ca), kind, row, is_stale=row is None or _is_stale(row, at))
        for ca in certificates()
        for kind in Kind
        for row in [rows.get((key_of(ca), kind))]
    ]


def signer_of(
    signed: smd.SignedMark, trust: smd.Trust, *, at: datetime
) -> tuple[str, str]:
    """Key of the authority and serial number of the signer of a mark just verified."""
    certificate = signature.signer(document.parse(signed.xml))
    authority = trust.authority_of(certificate, at=at)
    if authority is None:
        raise smd.Refused(smd.Refusal.WRONG_AUTHORITY)
    return key_of(authority.ca), f"{certificate.serial_number:x}"


def _rows() -> dict[tuple[str, str], TrustList]:
    return {(row.authority, row.kind): row for row in TrustList.objects.all()}


def _is_stale(row: TrustList, at: datetime) -> bool:
    is_due = row.next_update_at is not None and at > row.next_update_at
    return is_due or at > row.fetched_at + FETCHED_LATELY
