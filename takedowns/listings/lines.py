"""What people paste, line by line: each line is answered for itself."""

from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from takedowns.listings.addresses import Normalised, Refusal, normalise, site_of
from takedowns.listings.models import Listing, Marketplace

MOST = 300  # addresses in one notice, as at Alibaba IPP


class Verdict(TextChoices):
    NEW = "new", gettext_lazy("New listing")
    KNOWN = "known", gettext_lazy("Reported before")
    REPEATED = "repeated", gettext_lazy("Named twice")
    OPEN = "open", gettext_lazy("Already reported")
    ELSEWHERE = "elsewhere", gettext_lazy("Not this marketplace")
    MALFORMED = "malformed", gettext_lazy("Not usable")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what was pasted, and the answer to it."""

    row: int  # counted from 1, empty lines included, as an editor counts
    given: str
    verdict: Verdict
    found: Normalised | None = None
    listing_id: int | None = None
    sentence: str | Promise = ""
    fix: str | Promise = ""
    # The notice in which the listing is open, if whoever asks may see it.
    reference: str = ""

    @property
    def is_good(self) -> bool:
        return self.verdict in {Verdict.NEW, Verdict.KNOWN}


def count(pasted: str) -> int:
    return sum(1 for line in pasted.splitlines() if line.strip())


def read(pasted: str, marketplace: Marketplace) -> list[Line]:
    """An answer for each line that is not empty. Two queries, however many lines."""
    lines = _repeats_marked(
        [
            _read_line(row, text.strip(), marketplace)
            for row, text in enumerate(pasted.splitlines(), start=1)
            if text.strip()
        ]
    )
    lines = _others_named(lines, marketplace)
    return _known_marked(lines, marketplace)


def _read_line(row: int, text: str, marketplace: Marketplace) -> Line:
    found = normalise(text, marketplace)
    given = text[:2000]
    if isinstance(found, Normalised):
        return Line(row, given, Verdict.NEW, found)
    elsewhere = found == Refusal.ELSEWHERE
    verdict = Verdict.ELSEWHERE if elsewhere else Verdict.MALFORMED
    return Line(row, given, verdict, sentence=found.label, fix=FIXES[found])


def _repeats_marked(lines: list[Line]) -> list[Line]:
    first_row: dict[str, int] = {}
    marked = []
    for line in lines:
        if line.found and line.found.native_id in first_row:
            row = first_row[line.found.native_id]
            line = replace(  # noqa: PLW2901 - the same line, answered otherwise
                line,
                verdict=Verdict.REPEATED,
                sentence=_("Line %(row)s names the same listing.") % {"row": row},
                fix=_("Nothing to do: it is counted once."),
            )
        elif line.found:
            first_row[line.found.native_id] = line.row
        marked.append(line)
    return marked


def _known_marked(lines: list[Line], marketplace: Marketplace) -> list[Line]:
    wanted = {line.found.native_id for line in lines if line.found and line.is_good}
    known = dict(
        Listing.objects.filter(
            marketplace=marketplace, native_id__in=wanted
        ).values_list("native_id", "pk")
    )
    return [
        replace(line, verdict=Verdict.KNOWN, listing_id=known[line.found.native_id])
        if line.is_good and line.found and line.found.native_id in known
        else line
        for line in lines
    ]


def _others_named(lines: list[Line], marketplace: Marketplace) -> list[Line]:
    """Say which marketplace an address belongs to, where it is one of ours."""
    if not any(line.verdict == Verdict.ELSEWHERE for line in lines):
        return lines
    others = list(Marketplace.objects.open().exclude(pk=marketplace.pk))
    return [
        _other_named(line, marketplace, others)
        if line.verdict == Verdict.ELSEWHERE
        else line
        for line in lines
    ]


def _other_named(
    line: Line, marketplace: Marketplace, others: list[Marketplace]
) -> Line:
    for other in others:
        if isinstance(normalise(line.given, other), Normalised):
            names = {"other": other.name, "marketplace": marketplace.name}
            return replace(
                line,
                sentence=_("This is a listing of %(other)s.") % names,
                fix=_("File a notice of its own for %(other)s.") % names,
            )
    names = {"site": site_of(line.given), "marketplace": marketplace.name}
    return replace(
        line,
        sentence=_("This is on %(site)s, not on %(marketplace)s.") % names,
    )


FIXES: dict[Refusal, Promise] = {
    Refusal.EMPTY: gettext_lazy("Paste the address of a listing."),
    Refusal.TOO_LONG: gettext_lazy("Copy it again from the browser's address bar."),
    Refusal.UNREADABLE: gettext_lazy(
        "Copy the whole address from the browser's address bar, one on each line."
    ),
    Refusal.INVISIBLE: gettext_lazy(
        "Type it by hand, or copy it again from the browser's address bar."
    ),
    Refusal.BACKSLASH: gettext_lazy("Use / instead of \\."),
    Refusal.USERINFO: gettext_lazy("Take out everything from // up to and with the @."),
    Refusal.SCHEME: gettext_lazy("Copy it again from the browser's address bar."),
    Refusal.LOOKALIKE: gettext_lazy(
        "Look at where it leads: it may imitate the marketplace. Type the name by hand."
    ),
    Refusal.NOT_PUBLIC: gettext_lazy("Use the marketplace's public address."),
    Refusal.ELSEWHERE: gettext_lazy("Take it out of this notice."),
    Refusal.NOT_A_LISTING: gettext_lazy(
        "Open the listing itself and copy its address: not a search, shop or start page."
    ),
}
