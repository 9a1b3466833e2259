"""When a notice is whole. One validator for the wizard, the API and whatever files by the
hundred: each thing that is missing says where, what, and how to mend it.

Elements of a notice: DSA Art. 16(2)(a) to (d); 17 U.S.C. 512(c)(3)(A) for the signature,
accuracy and authority.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from unicodedata import category

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.agents.models import Mandate
from alliance.agents.queries import mandate_for
from alliance.agents.territories import EUROPEAN_UNION
from alliance.marks.models import Mark
from alliance.marks.states import State as MarkState
from takedowns.listings.lines import MOST
from takedowns.listings.models import Marketplace
from takedowns.notices.models import Notice
from takedowns.notices.placeholders import unfilled
from takedowns.notices.reasons import Reason

SHORTEST, LONGEST = 20, 5000  # characters of an explanation
# Not to be seen, or able to turn the order of what is: never in a text that is signed.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Declarations:
    """What the sender declares, each for itself: DSA Art. 16(2)(d), 512(c)(3)(A)(v), (vi)."""

    good_faith: bool = False
    accuracy: bool = False
    authority: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that keeps a notice from being sent."""

    field: str
    code: str
    sentence: str | Promise
    fix: str | Promise = ""

    def __str__(self) -> str:
        return f"{self.sentence} {self.fix}".strip()


class NotWhole(ValidationError):
    """The notice cannot be sent as it is. `gaps` says why, in the order of the wizard."""

    def __init__(self, gaps: list[Gap]) -> None:
        self.gaps = tuple(gaps)
        told: dict[str, list[ValidationError]] = {}
        for gap in gaps:
            error = ValidationError(str(gap), code=gap.code)
            told.setdefault(gap.field, []).append(error)
        super().__init__(told)


def check(
    notice: Notice, *, declared: Declarations, signed_name: str, on: date
) -> Mandate | None:
    """Raise NotWhole, or give back the mandate under which it may be sent, if it needs one."""
    mandate = mandate_of(notice, Mandate.Act.FILE, on=on)
    gaps = [
        *gaps_in_draft(notice, mandate=mandate),
        *_gaps_in_declarations(declared, signed_name),
    ]
    if gaps:
        raise NotWhole(gaps)
    return mandate


def gaps_in_draft(notice: Notice, *, mandate: Mandate | None) -> Iterator[Gap]:
    """All but the declarations, which are made at the end."""
    yield from _gaps_in_right(notice, mandate)
    if notice.reason not in Reason.values:
        yield MISSING["reason"]
    yield from gaps_in_text("explanation", notice.explanation)
    yield from _gaps_in_items(notice)


def missing_before_declaring(notice: Notice, *, on: date) -> list[Gap]:
    """What the wizard still asks for before one may declare and sign."""
    return list(
        gaps_in_draft(notice, mandate=mandate_of(notice, Mandate.Act.FILE, on=on))
    )


def gaps_in_text(field: str, text: str) -> Iterator[Gap]:
    """What is wrong with a text that somebody wrote to be read by both sides."""
    if not text.strip():
        yield MISSING[field]
    elif has_hidden_signs(text):
        yield _hidden(field)
    elif len(text.strip()) < SHORTEST:
        yield Gap(
            field,
            "too_short",
            _("This says too little to be judged."),
            _("Say in a sentence or two what shows that these are not genuine."),
        )
    elif len(text) > LONGEST:
        yield Gap(
            field,
            "too_long",
            _("This is longer than %(most)s characters.") % {"most": LONGEST},
            _("Shorten it, and add the rest as evidence."),
        )
    elif passage := unfilled(text):
        yield _unfilled(field, passage)


def has_hidden_signs(text: str) -> bool:
    if _INVISIBLE.search(text):
        return True
    return any(category(sign) == "Cc" and sign not in "\n\r\t" for sign in text)


def _gaps_in_right(notice: Notice, mandate: Mandate | None) -> Iterator[Gap]:
    mark, marketplace = notice.mark, notice.marketplace
    if mark is None:
        yield MISSING["mark"]
    elif not mark.is_usable:
        yield gap_of_unusable(mark)
    elif mandate is None and not is_own(notice):
        yield NO_MANDATE
    if marketplace is None:
        yield MISSING["marketplace"]
    elif not marketplace.is_active:
        yield CLOSED
    elif mark and not reaches(mark, marketplace):
        yield _out_of_reach(mark, marketplace)


def gap_of_unusable(mark: Mark) -> Gap:
    names = {"mark": mark.name, "state": mark.get_state_display()}
    if mark.state == MarkState.VERIFIED:  # and yet not usable: its day has passed
        sentence = _("%(mark)s has run out.") % names
    else:
        sentence = _("%(mark)s cannot be used now: %(state)s.") % names
    fix = _("Renew the mark, or choose another.")
    return Gap("mark", "mark_not_usable", sentence, fix)


def reaches(mark: Mark, marketplace: Marketplace) -> bool:
    """Trademarks end at borders. "WO": a registration, or a marketplace, for many countries."""
    here, there = mark.jurisdiction, marketplace.jurisdiction
    if here == there or "WO" in {here, there}:
        return True
    in_union = {"EU", *EUROPEAN_UNION}
    return "EU" in {here, there} and {here, there} <= in_union


def is_own(notice: Notice) -> bool:
    return notice.mark is None or notice.mark.organisation_id == notice.sender_id


def mandate_of(notice: Notice, act: Mandate.Act, *, on: date) -> Mandate | None:
    """The mandate under which its sender may do this; none is needed for one's own mark."""
    if notice.mark is None or is_own(notice):
        return None
    territory = notice.marketplace.jurisdiction if notice.marketplace else ""
    return mandate_for(notice.sender_id, notice.mark, act, territory, on)


def _gaps_in_items(notice: Notice) -> Iterator[Gap]:
    places = list(notice.items.values_list("listing__marketplace_id", flat=True))
    if not places:
        yield MISSING["addresses"]
    if len(places) > MOST:
        yield too_many(len(places))
    if set(places) - {notice.marketplace_id}:
        yield Gap(
            "addresses",
            "other_marketplace",
            _("Some of the listings are on another marketplace."),
            _("Paste the addresses again: one notice is for one marketplace."),
        )


def too_many(number: int) -> Gap:
    return Gap(
        "addresses",
        "too_many",
        _("These are %(number)s addresses; a notice takes %(most)s.")
        % {"number": number, "most": MOST},
        _("Send the rest in a second notice."),
    )


def _gaps_in_declarations(declared: Declarations, signed_name: str) -> Iterator[Gap]:
    for field in ("good_faith", "accuracy", "authority"):
        if not getattr(declared, field):
            yield MISSING[field]
    yield from gaps_in_name(signed_name)


def gaps_in_name(signed_name: str) -> Iterator[Gap]:
    name = signed_name.strip()
    if len([sign for sign in name if sign.isalpha()]) < 2:
        yield MISSING["signed_name"]
    elif has_hidden_signs(name) or "\n" in name or len(name) > 150:
        yield _hidden("signed_name")
    elif passage := unfilled(name):
        yield _unfilled("signed_name", passage)


def _unfilled(field: str, passage: str) -> Gap:
    return Gap(
        field,
        "unfilled",
        _("A part of this was left unfilled: “%(passage)s”.") % {"passage": passage},
        _("Write what belongs there."),
    )


def _out_of_reach(mark: Mark, marketplace: Marketplace) -> Gap:
    names = {
        "mark": mark.name,
        "here": mark.jurisdiction,
        "marketplace": marketplace.name,
        "there": marketplace.jurisdiction,
    }
    return Gap(
        "marketplace",
        "out_of_reach",
        _("%(mark)s is protected in %(here)s; %(marketplace)s sells in %(there)s.")
        % names,
        _("Choose a registration that is good there."),
    )


def _hidden(field: str) -> Gap:
    return Gap(
        field,
        "hidden_signs",
        _("This contains characters that cannot be seen, or is too long to be a name.")
        if field == "signed_name"
        else _("This contains characters that cannot be seen."),
        _("Type it again by hand."),
    )


NO_MANDATE = Gap(
    "mark",
    "no_mandate",
    gettext_lazy("You have no mandate in force for this mark on this marketplace."),
    gettext_lazy("Ask its owner for one, or choose another mark."),
)
CLOSED = Gap(
    "marketplace",
    "marketplace_closed",
    gettext_lazy("This marketplace takes no notices now."),
    gettext_lazy("Choose another."),
)
MISSING: dict[str, Gap] = {
    gap.field: gap
    for gap in [
        Gap("mark", "required", gettext_lazy("Choose the mark that is infringed.")),
        Gap("marketplace", "required", gettext_lazy("Choose the marketplace.")),
        Gap("reason", "required", gettext_lazy("Choose what is wrong.")),
        Gap(
            "addresses",
            "required",
            gettext_lazy("Name at least one listing that can be reported."),
        ),
        Gap(
            "explanation",
            "required",
            gettext_lazy("Say why these listings infringe your mark."),
        ),
        Gap(
            "good_faith",
            "required",
            gettext_lazy("Declare that you believe this in good faith."),
        ),
        Gap(
            "accuracy",
            "required",
            gettext_lazy("Declare that what you say is accurate and complete."),
        ),
        Gap(
            "authority",
            "required",
            gettext_lazy("Declare that you may act for the owner of the mark."),
        ),
        Gap("signed_name", "required", gettext_lazy("Sign with your full name.")),
    ]
}
