"""The life of an order to a marketplace.

queued ──send──▶ sent ──acknowledge──▶ acknowledged ──verify──▶ verified_down ──relist──▶ relisted
  │  │             │                     │      ▲                     ▲
  │  └──refuse─────┴──▶ refused    contradict  (told gone, not seen) │
  │                                      └──▶ contradicted ───verify──┘
  └──give up (72 h)──▶ given_up ──retry──▶ queued       refused ──retry──▶ queued
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.states import Move


class State(models.TextChoices):
    QUEUED = "queued", _("Ordered")
    SENT = "sent", _("Sent")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    CONTRADICTED = "contradicted", _("Said gone, not seen gone")
    VERIFIED_DOWN = "verified_down", _("Verified down")
    RELISTED = "relisted", _("Came back")
    REFUSED = "refused", _("Refused by the marketplace")
    GIVEN_UP = "given_up", _("Not reached for 72 hours")


SEND = Move("be sent", {State.QUEUED}, State.SENT)
ACKNOWLEDGE = Move("be acknowledged", {State.SENT}, State.ACKNOWLEDGED)
VERIFY = Move(
    "be verified",
    {State.SENT, State.ACKNOWLEDGED, State.CONTRADICTED},
    State.VERIFIED_DOWN,
)
CONTRADICT = Move("be contradicted", {State.ACKNOWLEDGED}, State.CONTRADICTED)
REFUSE = Move("be refused", {State.QUEUED, State.SENT}, State.REFUSED)
GIVE_UP = Move("be given up", {State.QUEUED, State.SENT}, State.GIVEN_UP)
RETRY = Move("be tried again", {State.GIVEN_UP, State.REFUSED}, State.QUEUED)
RELIST = Move("come back", {State.VERIFIED_DOWN}, State.RELISTED)

MOVES = (SEND, ACKNOWLEDGE, VERIFY, CONTRADICT, REFUSE, GIVE_UP, RETRY, RELIST)
