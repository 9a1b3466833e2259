"""The life of a mark in the portal.

pending ──verify──▶ verified ──lapse──▶ lapsed ──renew──▶ verified
  ▲  │                  │                  │
  │  └─return─▶ returned├─────revoke───────┴──▶ revoked
  └───mend───────┘      │
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.states import Move


class State(models.TextChoices):
    PENDING = "pending", _("Being checked")
    RETURNED = "returned", _("Returned")
    VERIFIED = "verified", _("Verified")
    LAPSED = "lapsed", _("Lapsed")
    REVOKED = "revoked", _("Revoked")


VERIFY = Move("be verified", {State.PENDING}, State.VERIFIED)
RETURN = Move("be returned", {State.PENDING}, State.RETURNED)
MEND = Move("be sent in again", {State.RETURNED}, State.PENDING)
LAPSE = Move("lapse", {State.VERIFIED}, State.LAPSED)
# Best before it lapses: then nothing is frozen for a day.
RENEW = Move("be renewed", {State.LAPSED, State.VERIFIED}, State.VERIFIED)
REVOKE = Move("be revoked", {State.VERIFIED, State.LAPSED}, State.REVOKED)

MOVES = (VERIFY, RETURN, MEND, LAPSE, RENEW, REVOKE)
