"""Signed marks to practise on: files for the demo's page, each with what becomes of it."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliance.marks.demo_authority import DemoAuthority
from alliance.marks.demo_authority.specimens import book


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    shows: str | Promise
    expect: str | Promise

    @property
    def path(self) -> Path:
        return folder() / f"{self.name}.smd"


SAMPLES = (
    Sample(
        "trademark",
        _("A good one: “Aurelle & Cie”, European Union, classes 14, 18 and 25."),
        _("It is verified at once. Nothing is typed."),
    ),
    Sample(
        "chinese-trademark",
        _("A good one in Chinese: “云岭”, China, class 15, guitars."),
        _("It is verified at once, in its own script."),
    ),
    Sample(
        "court-mark",
        _("A mark validated by a court in Lyon."),
        _("It is verified at once. It has no classes, since courts name none."),
    ),
    Sample(
        "expired",
        _("A good signature, long out of date."),
        _("It is refused: its validity has ended."),
    ),
    Sample(
        "revoked",
        _("A good signature, but its authority has taken the mark back."),
        _("It is refused: it stands on the list of revoked marks."),
    ),
    Sample(
        "revoked-signer",
        _("Signed with a certificate that was revoked."),
        _("It is refused: its signer stands on the list of revoked certificates."),
    ),
    Sample(
        "wrong-authority",
        _("Signed by an authority that nobody here knows."),
        _("It is refused: the portal does not trust who signed it."),
    ),
    Sample(
        "one-letter-of-the-signature",
        _("A good one in which one letter of the signature was changed."),
        _("It is refused: the signature is broken."),
    ),
    Sample(
        "a-letter",
        _("Not a signed mark at all."),
        _("It is refused, in words, and nothing breaks."),
    ),
)


def folder() -> Path:
    return settings.DATA_DIR / "demo" / "specimens"


def named(name: str) -> Sample | None:
    return next((sample for sample in SAMPLES if sample.name == name), None)


def write(home: DemoAuthority) -> None:
    """The files, where they are not there yet. Revokes the one that is to be revoked."""
    if all(sample.path.exists() for sample in SAMPLES):
        return
    folder().mkdir(parents=True, exist_ok=True)
    now = timezone.now()
    stranger = DemoAuthority.open(settings.DATA_DIR / "demo" / "stranger", at=now)
    for specimen in book(home, stranger, at=now):
        (folder() / f"{specimen.name}.smd").write_bytes(specimen.smd)
