"""The policy a decision cites: clauses, and the closed list of why an item is rejected.

The first six codes mirror the classes Etsy publishes; the rest are ours. Each says what to
mend, because complaints about other portals are about refusals that do not (USTR 2016:
"little to no justification or guidance").
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.web.shapes import Words
from takedowns.notices.reasons import Reason

POLICY_VERSION = "2026-11"
LEASE = timedelta(minutes=30)


class Rejection(models.TextChoices):
    INC_ELEMENT = "INC_ELEMENT", _("A required element is missing")
    WRONG_RIGHT_TYPE = "WRONG_RIGHT_TYPE", _("This kind of right does not cover it")
    NO_RELATION_MARK_TARGET = (
        "NO_RELATION_MARK_TARGET",
        _("The listing does not use the mark"),
    )
    TERRITORY_MISMATCH = "TERRITORY_MISMATCH", _("The mark is not valid there")
    STORE_NOT_LISTING = "STORE_NOT_LISTING", _("A shop, not a listing, was named")
    CLASS_MISMATCH = "CLASS_MISMATCH", _("The goods are outside the mark's classes")
    GENUINE_EXHAUSTED = "GENUINE_EXHAUSTED", _("Genuine goods, already put on sale")
    REFERENTIAL_USE = "REFERENTIAL_USE", _("The mark only says what the goods fit")
    AUTHORISED_SELLER = "AUTHORISED_SELLER", _("The seller is authorised")
    EVIDENCE_UNREADABLE = "EVIDENCE_UNREADABLE", _("The evidence cannot be read")
    TEST_BUY_REQUIRED = "TEST_BUY_REQUIRED", _("Only a test purchase could show it")
    NOT_COUNTERFEIT_BUT_OTHER = (
        "NOT_COUNTERFEIT_BUT_OTHER",
        _("Another reason fits, not this one"),
    )
    TARGET_CHANGED = "TARGET_CHANGED", _("The listing changed, or is gone already")
    LOCAL_LAW_PERMITS = "LOCAL_LAW_PERMITS", _("The law of the place permits it")


@dataclass(frozen=True, slots=True)
class Clause:
    number: str
    title: Words


CLAUSES: dict[str, Clause] = {
    Reason.TM_COUNTERFEIT: Clause("4.1", _("Counterfeit goods are not sold")),
    Reason.TM_UNLAWFUL_USE: Clause("4.2", _("Marks are used by those who may")),
    Reason.TM_IMPORT: Clause("4.3", _("Goods are sold where they may be")),
    Reason.TM_IMPERSONATION: Clause("4.4", _("Nobody poses as a brand")),
    Rejection.INC_ELEMENT: Clause("2.1", _("A notice says all that is needed")),
    Rejection.WRONG_RIGHT_TYPE: Clause("2.2", _("The right fits the claim")),
    Rejection.NO_RELATION_MARK_TARGET: Clause(
        "3.1", _("A mark is infringed by its use")
    ),
    Rejection.TERRITORY_MISMATCH: Clause("3.2", _("A mark is valid where registered")),
    Rejection.STORE_NOT_LISTING: Clause("2.3", _("A notice names listings")),
    Rejection.CLASS_MISMATCH: Clause("3.3", _("A mark covers its classes")),
    Rejection.GENUINE_EXHAUSTED: Clause("3.4", _("Genuine goods may be resold")),
    Rejection.REFERENTIAL_USE: Clause("3.5", _("A mark may be named to describe")),
    Rejection.AUTHORISED_SELLER: Clause("3.6", _("Authorised sellers may sell")),
    Rejection.EVIDENCE_UNREADABLE: Clause("2.4", _("Evidence can be examined")),
    Rejection.TEST_BUY_REQUIRED: Clause("2.5", _("Doubt is settled by a purchase")),
    Rejection.NOT_COUNTERFEIT_BUT_OTHER: Clause("2.6", _("The reason fits the facts")),
    Rejection.TARGET_CHANGED: Clause("2.7", _("A notice speaks of what is there")),
    Rejection.LOCAL_LAW_PERMITS: Clause("3.7", _("What the law permits may be sold")),
}

# What the sender can do about a rejection; told with it, always.
MENDS: dict[Rejection, Words] = {
    Rejection.INC_ELEMENT: _("Add what is missing and file the notice again."),
    Rejection.WRONG_RIGHT_TYPE: _("File again with a right of the kind it needs."),
    Rejection.NO_RELATION_MARK_TARGET: _(
        "Show where the listing uses the mark: the words, or the place in the picture."
    ),
    Rejection.TERRITORY_MISMATCH: _(
        "File with a registration that is valid where this marketplace sells."
    ),
    Rejection.STORE_NOT_LISTING: _("Name the listings themselves, one address a line."),
    Rejection.CLASS_MISMATCH: _("File with a registration that covers these goods."),
    Rejection.GENUINE_EXHAUSTED: _(
        "If the goods were first sold elsewhere or altered, say so and show it."
    ),
    Rejection.REFERENTIAL_USE: _(
        "If buyers are misled about who made the goods, say how and show it."
    ),
    Rejection.AUTHORISED_SELLER: _(
        "If the authorisation has ended, show when and how the seller was told."
    ),
    Rejection.EVIDENCE_UNREADABLE: _("Add the evidence again as JPEG, PNG or PDF."),
    Rejection.TEST_BUY_REQUIRED: _("Buy one, report what you found, and file again."),
    Rejection.NOT_COUNTERFEIT_BUT_OTHER: _("File again under the reason that fits."),
    Rejection.TARGET_CHANGED: _("If it comes back, file again with its address."),
    Rejection.LOCAL_LAW_PERMITS: _("You may appeal, or go to court there."),
}
