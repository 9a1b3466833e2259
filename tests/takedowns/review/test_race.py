"""What happens when many decide at once, on real rows."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection, connections

from portal.states import WrongState
from takedowns.models import Decision, Order
from takedowns.notices import actions as notices
from takedowns.notices.states import State
from takedowns.review import actions
from tests.factories import MembershipFactory
from tests.takedowns.review.test_actions import reject, uphold

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """Run the deeds in threads that start together; what each returned or raised."""
    results, start = [None] * len(deeds), Barrier(len(deeds))

    def run(n, deed):
        connection.ensure_connection()
        start.wait()
        try:
            results[n] = deed()
        except Exception as error:  # noqa: BLE001 - told to the test
            results[n] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_fifty_decisions_of_one_item_are_one_decision(file, reviewer):
    (item,) = file()
    actions.claim_next(by=reviewer)

    results = at_once(*[lambda: uphold(item, by=reviewer)] * 50)

    decided = [result for result in results if isinstance(result, Decision)]
    refused = [result for result in results if isinstance(result, WrongState)]
    assert (len(decided), len(refused)) == (1, 49)
    assert Order.objects.count() == 1


def test_the_notice_is_closed_whoever_is_last(file, reviewer, senior, monkeypatch):
    """Each waits, its decision written, for the other to have written too.

    With the row lock the other cannot come: the wait times out, and they go one by one.
    Without it both see the other's item open, and nobody closes the notice.
    """
    file(2)
    first, last = actions.claim_next(by=reviewer), actions.claim_next(by=senior)
    both_written, close = Barrier(2), notices.close_if_all_decided

    def close_after_both(notice, *, by):
        with suppress(BrokenBarrierError):
            both_written.wait(timeout=1)
        close(notice, by=by)

    monkeypatch.setattr(notices, "close_if_all_decided", close_after_both)

    at_once(lambda: uphold(first, by=reviewer), lambda: reject(last, by=senior))

    first.notice.refresh_from_db()
    assert first.notice.state == State.DECIDED


def test_many_claims_take_as_many_items(file, operator):
    file(8)
    reviewers = [
        MembershipFactory(organisation=operator, role="reviewer").as_actor()
        for _ in range(8)
    ]

    taken = at_once(*[lambda who=who: actions.claim_next(by=who) for who in reviewers])

    assert len({item.pk for item in taken}) == 8
