"""An organisation's way into the alliance, and out of it.

applied ──admit──▶ active ──suspend──▶ suspended ──readmit──▶ active
   │  ▲               │                    │
refuse └──reapply──┐  └──────leave─────────┴──▶ left
   ▼               │
refused ───────────┘
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.states import Move


class State(models.TextChoices):
    APPLIED = "applied", _("Applied")
    REFUSED = "refused", _("Refused")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    LEFT = "left", _("Left")


ADMIT = Move("be admitted", {State.APPLIED}, State.ACTIVE)
REFUSE = Move("be refused", {State.APPLIED}, State.REFUSED)
REAPPLY = Move("apply again", {State.REFUSED}, State.APPLIED)
SUSPEND = Move("be suspended", {State.ACTIVE}, State.SUSPENDED)
READMIT = Move("be readmitted", {State.SUSPENDED}, State.ACTIVE)
LEAVE = Move("leave", {State.ACTIVE, State.SUSPENDED}, State.LEFT)

MOVES = (ADMIT, REFUSE, REAPPLY, SUSPEND, READMIT, LEAVE)
