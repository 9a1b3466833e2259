"""The life of a notice, and of each item in it.

Notice    draft ──submit──▶ submitted ──close──▶ decided ──reopen──▶ submitted
            │                   │                  (a listing came back)
         discard             withdraw
            ▼                   ▼
        discarded           withdrawn

Item      new ──submit──▶ queued ──claim──▶ in_review ──reject──▶ rejected
                           ▲  │                │  │
                           │  │                │  └──set measure──▶ measure_set
                           └──┼────release─────┘
                              └──withdraw──▶ withdrawn   (also from in_review)
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.states import Move


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("In review")
    DECIDED = "decided", _("Decided")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DISCARDED = "discarded", _("Discarded")


SUBMIT = Move("be submitted", {State.DRAFT}, State.SUBMITTED)
DISCARD = Move("be discarded", {State.DRAFT}, State.DISCARDED)
CLOSE = Move("be closed", {State.SUBMITTED}, State.DECIDED)
REOPEN = Move("be reopened", {State.DECIDED}, State.SUBMITTED)
WITHDRAW = Move("be withdrawn", {State.SUBMITTED}, State.WITHDRAWN)

MOVES = (SUBMIT, DISCARD, CLOSE, REOPEN, WITHDRAW)


class ItemState(models.TextChoices):
    NEW = "new", _("Not filed yet")
    QUEUED = "queued", _("Waiting for review")
    IN_REVIEW = "in_review", _("In review")
    REJECTED = "rejected", _("Rejected")
    MEASURE_SET = "measure_set", _("Upheld")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = (ItemState.QUEUED, ItemState.IN_REVIEW)

QUEUE_ITEM = Move("be filed", {ItemState.NEW}, ItemState.QUEUED)
CLAIM_ITEM = Move("be claimed", {ItemState.QUEUED}, ItemState.IN_REVIEW)
RELEASE_ITEM = Move("be released", {ItemState.IN_REVIEW}, ItemState.QUEUED)
REJECT_ITEM = Move("be rejected", {ItemState.IN_REVIEW}, ItemState.REJECTED)
SET_MEASURE = Move("be upheld", {ItemState.IN_REVIEW}, ItemState.MEASURE_SET)
WITHDRAW_ITEM = Move("be withdrawn", set(OPEN), ItemState.WITHDRAWN)

ITEM_MOVES = (
    QUEUE_ITEM,
    CLAIM_ITEM,
    RELEASE_ITEM,
    REJECT_ITEM,
    SET_MEASURE,
    WITHDRAW_ITEM,
)
