from datetime import timedelta

import pytest
import time_machine
from celery import shared_task
from django.db import transaction
from django.utils import timezone

from portal import outbox
from portal.models import Message
from portal.outbox.delivery import PATIENCE, deliver_next

done: list[int] = []


@shared_task(name="portal.outbox.tasks.note_down")
def note_down(*, number):
    if number < 0:
        raise ValueError("no")
    done.append(number)


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


class TestAMessage:
    task = "portal.outbox.tasks.note_down"

    def test_is_delivered(self):
        outbox.post(self.task, number=1)

        assert deliver_next("effects")
        assert done == [1]
        assert not deliver_next("effects")

    def test_of_a_key_is_posted_once(self):
        outbox.post(self.task, key="one", number=1)
        outbox.post(self.task, key="one", number=2)

        assert Message.objects.get().arguments == {"number": 1}

    def test_goes_with_its_transaction(self):
        with transaction.atomic():
            outbox.post(self.task, number=1)
            transaction.set_rollback(True)

        assert not Message.objects.exists()

    def test_waits_for_its_time(self):
        outbox.post(self.task, number=1, at=timezone.now() + timedelta(hours=1))

        assert not deliver_next("effects")
        with time_machine.travel(timezone.now() + timedelta(hours=2)):
            assert deliver_next("effects")

    def test_that_fails_is_tried_again_later_and_later(self):
        outbox.post(self.task, number=-1)
        waits = []

        for _attempt in range(3):
            message = Message.objects.get()
            with time_machine.travel(message.available_at, tick=False):
                assert deliver_next("effects")
                waits.append(Message.objects.get().available_at - timezone.now())

        assert waits == sorted(waits)
        assert waits[0] < waits[2]
        assert "no" in Message.objects.get().last_error

    def test_is_given_up_when_patience_ends(self):
        outbox.post(self.task, number=-1)

        with time_machine.travel(timezone.now() + PATIENCE, tick=False):
            deliver_next("effects")

        assert Message.objects.get().given_up_at

    def test_of_a_worker_that_died_is_taken_by_another(self, settings):
        outbox.post(self.task, number=1)
        Message.objects.update(
            attempts=1, available_at=timezone.now() + timedelta(seconds=60)
        )

        assert not deliver_next("effects")
        with time_machine.travel(timezone.now() + timedelta(seconds=61)):
            assert deliver_next("effects")
        assert done == [1]
