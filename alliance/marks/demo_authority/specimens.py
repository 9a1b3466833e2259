"""One file of every sort, with what becomes of it: to practise on, and to test with."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from alliance.marks.demo_authority import forgeries
from alliance.marks.demo_authority.authority import (
    REVOKED_SIGNER,
    DemoAuthority,
    smd_id,
)
from alliance.marks.demo_authority.marks import (
    CHINESE_TRADEMARK,
    COURT_MARK,
    TRADEMARK,
    TREATY_MARK,
)
from alliance.marks.smd.marks import Mark
from alliance.marks.smd.refusal import Refusal

YEAR = timedelta(days=365)
REVOKED = 900  # the serial of the mark that is on the list


@dataclass(frozen=True, slots=True)
class Specimen:
    name: str
    smd: bytes
    refusal: Refusal | None  # None: it is good


def book(
    home: DemoAuthority, stranger: DemoAuthority, *, at: datetime
) -> list[Specimen]:
    """Specimens for whoever trusts `home` and not `stranger`, as they stand at `at`."""
    home.revoke(smd_id(REVOKED), at=at)
    return [*_good(home, at), *_lapsed(home, stranger, at), *_forged(home, at)]


def _good(home: DemoAuthority, at: datetime) -> list[Specimen]:
    marks = (TRADEMARK, CHINESE_TRADEMARK, COURT_MARK, TREATY_MARK)
    names = ("trademark", "chinese-trademark", "court-mark", "treaty-mark")
    specimens = [
        Specimen(name, _signed(home, mark, at=at, serial=serial), None)
        for serial, (name, mark) in enumerate(zip(names, marks, strict=True), start=1)
    ]
    commented = forgeries.remade(specimens[0].smd, forgeries.comment_in_the_number)
    return [*specimens, Specimen("comment-in-the-number", commented, None)]


def _lapsed(
    home: DemoAuthority, stranger: DemoAuthority, at: datetime
) -> list[Specimen]:
    revoked = _signed(home, TRADEMARK, at=at, serial=REVOKED)
    hiding = forgeries.remade(revoked, forgeries.comment_in_the_number)
    expired = _signed(home, TRADEMARK, at=at - 5 * YEAR, serial=901)
    not_yet = _signed(home, TRADEMARK, at=at + 2 * YEAR, serial=902)
    by_revoked = _signed(home, TRADEMARK, at=at, serial=903, signer=REVOKED_SIGNER)
    by_stranger = _signed(stranger, TRADEMARK, at=at, serial=904)
    return [
        Specimen("revoked", revoked, Refusal.REVOKED_MARK),
        Specimen("revoked-behind-a-comment", hiding, Refusal.REVOKED_MARK),
        Specimen("expired", expired, Refusal.EXPIRED),
        Specimen("not-yet-valid", not_yet, Refusal.NOT_YET_VALID),
        Specimen("revoked-signer", by_revoked, Refusal.REVOKED_SIGNER),
        Specimen("wrong-authority", by_stranger, Refusal.WRONG_AUTHORITY),
    ]


FORGERIES = {
    forgeries.one_letter_of_the_signature: Refusal.BAD_SIGNATURE,
    forgeries.another_name: Refusal.BAD_SIGNATURE,
    forgeries.original_inside_a_forgery: Refusal.BAD_SIGNATURE,
    forgeries.bare_key: Refusal.WRONG_AUTHORITY,
    forgeries.unsigned: Refusal.MALFORMED,
    forgeries.not_a_mark: Refusal.MALFORMED,
    forgeries.wrapped_in_another_root: Refusal.MALFORMED,
    forgeries.entity: Refusal.MALFORMED,
    forgeries.external_entity: Refusal.MALFORMED,
    forgeries.external_reference: Refusal.MALFORMED,
    forgeries.billion_laughs: Refusal.MALFORMED,
    forgeries.hidden_in_utf_16: Refusal.MALFORMED,
}


def _forged(home: DemoAuthority, at: datetime) -> list[Specimen]:
    good = _signed(home, TRADEMARK, at=at, serial=1)
    forged = [
        Specimen(
            forge.__name__.replace("_", "-"), forgeries.remade(good, forge), refusal
        )
        for forge, refusal in FORGERIES.items()
    ]
    letter = Specimen(
        "a-letter", b"Dear Sirs, our mark is well known.", Refusal.MALFORMED
    )
    half = Specimen("half-a-file", good[: len(good) // 2], Refusal.MALFORMED)
    return [*forged, letter, half]


def _signed(
    by: DemoAuthority, mark: Mark, *, at: datetime, serial: int, signer: str = "signer"
) -> bytes:
    begins, ends = at - YEAR, at + YEAR
    return by.sign(
        mark, serial=serial, not_before=begins, not_after=ends, signer=signer
    )
