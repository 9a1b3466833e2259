from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from alliance.access import NotPermitted, Role
from alliance.models import User
from portal import audit
from portal.states import WrongState
from takedowns.events import Event
from takedowns.models import Decision, Lease, Measure, Order
from takedowns.notices import actions as notices
from takedowns.notices.reasons import Reason
from takedowns.notices.states import ItemState, State
from takedowns.review import actions
from takedowns.review.rules import CLAUSES, LEASE, MENDS, Rejection
from tests.factories import MembershipFactory

FACTS = "The label is printed where the genuine one is woven."


def uphold(item, *, by):
    return actions.decide(
        item,
        outcome=Decision.Outcome.UPHELD,
        code=Reason.TM_COUNTERFEIT,
        facts=FACTS,
        by=by,
    )


def reject(item, *, by):
    return actions.decide(
        item,
        outcome=Decision.Outcome.REJECTED,
        code=Rejection.REFERENTIAL_USE,
        facts=FACTS,
        by=by,
    )


class TestClaimNext:
    def test_gives_the_most_harmful_first(self, file, reviewer):
        file(reason=Reason.TM_COUNTERFEIT)
        (poser,) = file(reason=Reason.TM_IMPERSONATION)

        assert actions.claim_next(by=reviewer) == poser

    def test_gives_each_reviewer_another(self, file, reviewer, senior):
        file(2)

        taken = {actions.claim_next(by=who).pk for who in (reviewer, senior)}

        assert len(taken) == 2

    def test_gives_back_what_is_on_the_desk_already(self, file, reviewer):
        file(2)

        assert actions.claim_next(by=reviewer) == actions.claim_next(by=reviewer)
        assert Lease.objects.count() == 1

    def test_gives_nothing_when_nothing_waits(self, reviewer):
        assert actions.claim_next(by=reviewer) is None

    def test_gives_what_another_left_too_long(self, file, reviewer, senior):
        (item,) = file()
        actions.claim_next(by=reviewer)

        with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
            assert actions.claim_next(by=senior) == item

    def test_never_gives_a_reviewer_their_own_house_s_case(self, file, brand, reviewer):
        file()
        MembershipFactory(
            user=User.objects.get(pk=reviewer.user_id),
            organisation=brand,
            role=Role.OBSERVER,
        )

        assert actions.claim_next(by=reviewer) is None

    @pytest.mark.parametrize("who", ["submitter", "administrator", "stranger"])
    def test_is_for_reviewers_alone(self, who, file, request):
        file()

        with pytest.raises(NotPermitted):
            actions.claim_next(by=request.getfixturevalue(who))


class TestDecide:
    def test_an_upheld_item_is_ordered_down(self, file, reviewer):
        (item,) = file()
        actions.claim_next(by=reviewer)

        decision = uphold(item, by=reviewer)

        item.refresh_from_db()
        assert item.state == ItemState.MEASURE_SET
        assert decision.policy_clause == "4.1"
        assert Order.objects.get().measure.item == item

    def test_a_rejected_item_is_not(self, file, reviewer):
        (item,) = file()
        actions.claim_next(by=reviewer)

        reject(item, by=reviewer)

        item.refresh_from_db()
        assert item.state == ItemState.REJECTED
        assert not Measure.objects.exists()

    def test_the_last_item_closes_the_notice(self, file, reviewer):
        first, last = file(2)

        reject(actions.claim_next(by=reviewer), by=reviewer)
        first.notice.refresh_from_db()
        assert first.notice.state == State.SUBMITTED
        uphold(actions.claim_next(by=reviewer), by=reviewer)

        last.notice.refresh_from_db()
        assert last.notice.state == State.DECIDED

    def test_cannot_happen_twice(self, file, reviewer):
        (item,) = file()
        actions.claim_next(by=reviewer)
        reject(item, by=reviewer)

        with pytest.raises(WrongState):
            uphold(item, by=reviewer)
        assert Decision.objects.count() == 1

    def test_is_for_who_has_it_on_the_desk(self, file, reviewer, senior):
        (item,) = file()
        actions.claim_next(by=reviewer)

        with pytest.raises(actions.NotOnYourDesk):
            uphold(item, by=senior)

    def test_is_refused_to_one_who_has_joined_a_party(self, file, brand, reviewer):
        (item,) = file()
        actions.claim_next(by=reviewer)
        MembershipFactory(
            user=User.objects.get(pk=reviewer.user_id),
            organisation=brand,
            role=Role.OBSERVER,
        )

        with pytest.raises(NotPermitted):
            uphold(item, by=reviewer)

    def test_is_written_down_with_its_code(self, file, reviewer):
        (item,) = file()
        actions.claim_next(by=reviewer)
        reject(item, by=reviewer)

        entry = audit.entries_of(item).get(event=Event.ITEM_REJECTED)
        assert entry.detail["code"] == Rejection.REFERENTIAL_USE
        assert entry.actor_user_id == reviewer.user_id


class TestTheDesk:
    def test_gives_an_item_back_with_a_reason(self, file, reviewer, senior):
        (item,) = file()
        actions.claim_next(by=reviewer)

        actions.release(item, reason="I do not read Chinese.", by=reviewer)

        assert actions.claim_next(by=senior) == item

    def test_lets_one_take_back_what_ran_out(self, file, reviewer):
        (item,) = file()
        actions.claim_next(by=reviewer)
        with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
            actions.release_expired()
            item.refresh_from_db()

            actions.take_back(item, by=reviewer)
            assert uphold(item, by=reviewer)

    def test_lets_nobody_take_what_was_another_s(self, file, reviewer, senior):
        (item,) = file()
        actions.claim_next(by=reviewer)
        actions.release(item, reason="Unsure.", by=reviewer)

        with pytest.raises(actions.NotOnYourDesk):
            actions.take_back(item, by=senior)

    def test_is_free_again_when_the_notice_is_withdrawn(
        self, file, reviewer, submitter
    ):
        (withdrawn,), (following,) = file(), file()
        actions.claim_next(by=reviewer)
        notices.withdraw(withdrawn.notice, reason="Settled.", by=submitter)

        assert actions.claim_next(by=reviewer) == following
        with pytest.raises(WrongState):
            uphold(withdrawn, by=reviewer)

    def test_is_cleared_as_well_by_two_sweeps_as_by_one(self, file, reviewer):
        (item,) = file()
        actions.claim_next(by=reviewer)
        with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
            actions.release_expired()
            actions.release_expired()

        released = audit.entries_of(item).filter(event=Event.ITEM_RELEASED)
        assert released.count() == 1


def test_every_code_has_its_clause_and_every_rejection_says_what_to_mend():
    assert set(CLAUSES) == {*Reason.values, *Rejection.values}
    assert set(MENDS) == set(Rejection)
