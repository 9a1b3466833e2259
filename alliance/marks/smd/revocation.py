"""The two lists of what no longer counts: signers' certificates, and signed marks.

A list stays in force after its next one was due: an old list still names what was
revoked. Pages say that it is stale.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from cryptography import x509
from django.utils.translation import gettext_lazy as _

Key = TypeVar("Key", int, str)

# RFC 9361: whoever relies on the list of revoked marks fetches it once a day.
MARKS_RENEWED_EVERY = timedelta(days=1)
HEADINGS = ["smd-id", "insertion-datetime"]
ID = re.compile(r"[0-9]+-[0-9]+")


class BadList(ValueError):
    """A revocation list that cannot be relied on, with words for whoever loads it."""


@dataclass(frozen=True, slots=True)
class RevocationList(Generic[Key]):
    issued_at: datetime
    next_update_at: datetime
    entries: Mapping[Key, datetime]

    def revoked_at(self, key: Key) -> datetime | None:
        return self.entries.get(key)

    def is_stale(self, *, at: datetime) -> bool:
        return at > self.next_update_at


def read_crl(raw: bytes, *, ca: x509.Certificate) -> RevocationList[int]:
    """Revoked certificates by serial number, from PEM or DER.

    It belongs to the authority whose key signed it: names can be spelt in many ways.
    """
    pem = raw.lstrip().startswith(b"-----BEGIN")
    try:
        load = x509.load_pem_x509_crl if pem else x509.load_der_x509_crl
        crl = load(raw)
        signed = crl.is_signature_valid(ca.public_key())  # type: ignore[arg-type]
        entries = {each.serial_number: each.revocation_date_utc for each in crl}
    except (ValueError, TypeError) as error:
        raise BadList(_("This is not a certificate revocation list.")) from error
    if not signed:
        raise BadList(_("This revocation list is not signed by the authority."))
    issued_at = crl.last_update_utc
    return RevocationList(issued_at, crl.next_update_utc or issued_at, entries)


def read_smdrl(raw: bytes) -> RevocationList[str]:
    """Revoked signed marks by their smd:id, from the Clearinghouse's CSV (RFC 9361).

    One bad line spoils the list: half a list would let revoked marks pass.
    """
    try:
        (version, issued), headings, *lines = csv.reader(raw.decode().splitlines())
        entries = {_id(smd_id): _moment(listed) for smd_id, listed in lines}
        issued_at = _moment(issued)
    except (ValueError, csv.Error) as error:
        raise BadList(_("This list of revoked marks is damaged.")) from error
    if (version, headings) != ("1", HEADINGS):
        raise BadList(_("This list of revoked marks has an unknown format."))
    return RevocationList(issued_at, issued_at + MARKS_RENEWED_EVERY, entries)


def _id(value: str) -> str:
    if not ID.fullmatch(value):
        raise ValueError(value)
    return value


def _moment(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError(value)
    return found
