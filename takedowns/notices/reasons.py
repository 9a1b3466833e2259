"""Why a listing infringes: the closed list a notice chooses from.

Each has a class of harm, which orders the queue: see the glossary.
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    TM_COUNTERFEIT = "TM_COUNTERFEIT", _("Counterfeit: not made by or for the owner")
    TM_UNLAWFUL_USE = "TM_UNLAWFUL_USE", _("Unlawful use of the mark on other goods")
    TM_IMPORT = "TM_IMPORT", _("Genuine goods imported without consent")
    TM_IMPERSONATION = "TM_IMPERSONATION", _("Poses as the brand")


class Harm(models.IntegerChoices):
    HEALTH = 1, _("Health or safety")
    FRAUD = 2, _("Fraud")
    COUNTERFEIT = 3, _("Counterfeit")
    OTHER = 4, _("Other infringement")


HARM_OF: dict[Reason, Harm] = {
    Reason.TM_COUNTERFEIT: Harm.COUNTERFEIT,
    Reason.TM_UNLAWFUL_USE: Harm.OTHER,
    Reason.TM_IMPORT: Harm.OTHER,
    Reason.TM_IMPERSONATION: Harm.FRAUD,
}


class Lane(models.IntegerChoices):
    """How far trust in the sender has come; the higher goes first within a harm class."""

    EXPRESS = 1, _("Express")
    STANDARD = 2, _("Standard")
    GUEST = 3, _("Guest")


EXPLAINED: dict[Reason, Promise] = {
    Reason.TM_COUNTERFEIT: _(
        "The goods bear the mark, and were not made by its owner or with its consent."
    ),
    Reason.TM_UNLAWFUL_USE: _(
        "The mark is used to sell goods of others: in the title, on the goods, as a lure."
    ),
    Reason.TM_IMPORT: _(
        "The goods are genuine, but were not put on this market with the owner's consent."
    ),
    Reason.TM_IMPERSONATION: _(
        "The seller or the shop pretends to be the brand, or its official outlet."
    ),
}
