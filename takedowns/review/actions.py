from typing import cast

from django.db import transaction
from django.utils import timezone

from alliance.access import SYSTEM, NotPermitted, Permission, require
from alliance.members.models import Membership, User
from portal import audit, states
from portal.actor import Actor
from portal.states import WrongState
from takedowns.enforcement import actions as enforcement
from takedowns.events import Event
from takedowns.notices import actions as notices
from takedowns.notices.models import Item, Notice
from takedowns.notices.states import (
    CLAIM_ITEM,
    REJECT_ITEM,
    RELEASE_ITEM,
    SET_MEASURE,
    ItemState,
)
from takedowns.review import queries
from takedowns.review.models import Decision, Lease
from takedowns.review.rules import CLAUSES, LEASE, POLICY_VERSION


class NotOnYourDesk(WrongState):
    """The item is with someone else, back in the queue, or decided."""


@transaction.atomic
def claim_next(*, by: Actor) -> Item | None:
    """Lease the item that comes first in the queue; the one already held, if any.

    The server chooses, so nobody picks the easy ones. Nothing waits: returns nothing.
    """
    require(Permission.ITEM_CLAIM, by=by, organisation_id=by.organisation_id or 0)
    _one_claim_at_a_time(by=by)
    release_expired()
    _forget_withdrawn(by=by)
    held = queries.on_the_desk_of(by)
    if held:
        renew(held, by=by)
        return held
    item = (
        queries.queue_for(by).select_for_update(skip_locked=True, of=("self",)).first()
    )
    return item and _lease(item, by=by)


@transaction.atomic
def take_back(item: Item, *, by: Actor) -> Item:
    """Claim the very item one held before, if nobody has taken it since."""
    require(Permission.ITEM_CLAIM, by=by, organisation_id=by.organisation_id or 0)
    _one_claim_at_a_time(by=by)
    claimed = audit.entries_of(item).filter(event=Event.ITEM_CLAIMED).last()
    if claimed is None or claimed.actor_user_id != by.user_id:
        raise NotOnYourDesk(f"{item} was not last with {by.name}")
    if queries.on_the_desk_of(by):
        raise NotOnYourDesk(f"{by.name} has another item on the desk")
    return _lease(item, by=by)


@transaction.atomic
def renew(item: Item, *, by: Actor) -> None:
    """Another half hour; asked by the page while its reader is at work."""
    require(Permission.ITEM_CLAIM, by=by, organisation_id=by.organisation_id or 0)
    lease = Lease.objects.filter(item=item, reviewer_id=by.user_id)
    if not lease.update(expires_at=timezone.now() + LEASE):
        raise NotOnYourDesk(f"{item} is not with {by.name}")


@transaction.atomic
def release(item: Item, *, reason: str, by: Actor) -> None:
    """Give an item back undecided. Passing one over needs a reason."""
    require(Permission.ITEM_CLAIM, by=by, organisation_id=by.organisation_id or 0)
    lease = _lease_on_desk(item, by=by)
    states.make(RELEASE_ITEM, item)
    lease.delete()
    audit.record(Event.ITEM_RELEASED, item, by=by, reason=reason)


@transaction.atomic
def decide(
    item: Item,
    *,
    outcome: Decision.Outcome,
    code: str,
    facts: str,
    private_note: str = "",
    by: Actor,
) -> Decision:
    """Decide one item on one's desk. The last one of a notice closes the notice.

    The notice's row is locked first: two reviewers on its last two items go one after
    the other, and the second sees that nothing is open any more.
    """
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=item.notice_id)
    require(Permission.NOTICE_DECIDE, by=by, organisation_id=notice.sender_id)
    _require_no_own_interest(notice, by=by)
    lease = _lease_on_desk(item, by=by)
    is_upheld = outcome == Decision.Outcome.UPHELD
    states.make(SET_MEASURE if is_upheld else REJECT_ITEM, item)
    decision = Decision.objects.create(
        item=item,
        outcome=outcome,
        code=code,
        policy_clause=CLAUSES[code].number,
        policy_version=POLICY_VERSION,
        facts=facts,
        private_note=private_note,
        decided_by_id=cast("int", by.user_id),
    )
    lease.delete()
    event = Event.ITEM_UPHELD if is_upheld else Event.ITEM_REJECTED
    audit.record(event, item, by=by, code=code, clause=decision.policy_clause)
    if is_upheld:
        enforcement.impose(
            item,
            code=code,
            policy_clause=decision.policy_clause,
            policy_version=POLICY_VERSION,
            facts=facts,
            by=by,
        )
    notices.close_if_all_decided(notice, by=by)
    return decision


def release_expired() -> None:
    """Put back what was left on a desk too long. Safe to run late, or twice."""
    for lease in Lease.objects.expired().select_related("item"):
        with transaction.atomic():
            gone = Lease.objects.expired().filter(pk=lease.pk).delete()[0]
            if gone and lease.item.state == ItemState.IN_REVIEW:
                states.make(RELEASE_ITEM, lease.item)
                audit.record(
                    Event.ITEM_RELEASED, lease.item, by=SYSTEM, reason="expired"
                )


def _lease(item: Item, *, by: Actor) -> Item:
    """Put the item on the desk of whoever asked. The caller has checked that they may."""
    states.make(CLAIM_ITEM, item)
    Lease.objects.create(
        item=item,
        reviewer_id=cast("int", by.user_id),
        expires_at=timezone.now() + LEASE,
    )
    audit.record(Event.ITEM_CLAIMED, item, by=by)
    return item


def _lease_on_desk(item: Item, *, by: Actor) -> Lease:
    lease = (
        Lease.objects.select_for_update(of=("self",))
        .filter(item=item, reviewer_id=by.user_id)
        .first()
    )
    if lease is None:
        raise NotOnYourDesk(f"{item} is not with {by.name}")
    return lease


def _one_claim_at_a_time(*, by: Actor) -> None:
    """Two tabs of one reviewer wait for each other here."""
    User.objects.select_for_update(of=("self",)).get(pk=by.user_id or 0)


def _forget_withdrawn(*, by: Actor) -> None:
    """What its sender took back meanwhile leaves the desk without a word."""
    leases = Lease.objects.filter(reviewer_id=by.user_id or 0)
    leases.exclude(item__state=ItemState.IN_REVIEW).delete()


def _require_no_own_interest(notice: Notice, *, by: Actor) -> None:
    parties = [notice.sender_id, notice.mark.organisation_id if notice.mark else 0]
    own = Membership.objects.standing().filter(user_id=by.user_id or 0)
    if own.filter(organisation_id__in=parties).exists():
        raise NotPermitted(f"{by.name} belongs to a party of {notice}")
