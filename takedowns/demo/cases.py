"""The notices of the story: who says what of which listings, and what became of each."""

from dataclasses import dataclass

from alliance.marks import smd
from takedowns.demo.cast import CLAIRE, HUGO, PAOLO, SIGNE, YUKI, Person
from takedowns.demo.chapters.marks import (
    ALBA,
    AURELLE,
    AURELLE_IN_CHINESE,
    HALVARD,
    SERA,
    ByHand,
)
from takedowns.notices.reasons import Reason
from takedowns.review.models import Decision
from takedowns.review.rules import Rejection

UPHELD, REJECTED = Decision.Outcome.UPHELD, Decision.Outcome.REJECTED


@dataclass(frozen=True, slots=True)
class Case:
    sender: Person
    mark: ByHand | smd.Mark
    reason: Reason
    # Numbers of the marketplace's catalogue.
    listings: tuple[int, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: Decision.Outcome
    code: str
    facts: str


BAGS = Case(
    HUGO,
    AURELLE,
    Reason.TM_COUNTERFEIT,
    (13, 29),
    "We make the Odette in box calf with a woven label. These show a printed label and "
    "a clasp that we have never used.",
)
GUITARS = Case(
    PAOLO,
    ALBA,
    Reason.TM_COUNTERFEIT,
    (9, 12, 31),
    "The head stock bears our mark, but the bracing and the rosette are not ours. We "
    "sell through four dealers, and these sellers are none of them.",
)
BAG_IN_CHINESE = Case(
    CLAIRE,
    AURELLE_IN_CHINESE,
    Reason.TM_COUNTERFEIT,
    (16,),
    "标题使用“大牌同款”。图片盗用我方产品照。五金与我方正品不符。The clasp is not ours.",
)
DECIDED = (BAGS, GUITARS, BAG_IN_CHINESE)

MISTAKEN = Case(
    PAOLO,
    ALBA,
    Reason.TM_UNLAWFUL_USE,
    (11,),
    "This beginner's guitar was found by a search for our name.",
)

WAITING = (
    Case(
        YUKI,
        HALVARD,
        Reason.TM_COUNTERFEIT,
        (17, 18),
        "On behalf of Halvard & Lund: the dial says HALVARD, and both sellers call the "
        "movement a clone themselves.",
    ),
    Case(
        CLAIRE,
        AURELLE,
        Reason.TM_IMPERSONATION,
        (14,),
        "The seller offers photographs of our logo to buyers, so that the bag passes for "
        "one of ours.",
    ),
    Case(
        SIGNE,
        HALVARD,
        Reason.TM_UNLAWFUL_USE,
        (20,),
        "A strap is sold with our name in its title. We do not make straps of 20 mm.",
    ),
    Case(
        PAOLO,
        ALBA,
        Reason.TM_COUNTERFEIT,
        (10,),
        "“一比一” means one to one: the seller says that it is a copy of our Sera.",
    ),
)

DRAFT = Case(HUGO, AURELLE, Reason.TM_UNLAWFUL_USE, (15,), "")
FROZEN = Case(
    PAOLO,
    SERA,
    Reason.TM_COUNTERFEIT,
    (10,),
    "The Sera has a cutaway that this copy lacks.",
)

RESALE = (
    "The photographs show a used original with its receipt. Its owner put it on sale in "
    "the European Union herself, so it may be resold."
)
VERDICTS: dict[int, Verdict] = {
    13: Verdict(
        UPHELD,
        Reason.TM_COUNTERFEIT,
        "The label is printed where the house's is woven, and the title says AAA mirror "
        "quality.",
    ),
    29: Verdict(REJECTED, Rejection.GENUINE_EXHAUSTED, RESALE),
    9: Verdict(
        UPHELD,
        Reason.TM_COUNTERFEIT,
        "The picture is the maker's own, mirrored; the price is a fourteenth of his.",
    ),
    12: Verdict(
        UPHELD,
        Reason.TM_COUNTERFEIT,
        "The picture is the maker's own, cut at its edges, and the case is not his.",
    ),
    31: Verdict(REJECTED, Rejection.GENUINE_EXHAUSTED, RESALE),
    16: Verdict(
        UPHELD,
        Reason.TM_COUNTERFEIT,
        "The title offers the quality of the counter, and the clasp is another.",
    ),
}
# Upheld, but the marketplace says no at first; and down, but back again soon after.
REFUSED_BY_MARKET, BACK_AGAIN = 16, 12
