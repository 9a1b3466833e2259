from time import monotonic

import pytest
from django.db import connection, transaction

from portal import outbox
from portal.celery import app
from portal.models import Message
from portal.outbox.post import broker


def _forget_connections():
    app.amqp._producer_pool = None
    app._pool = None


@pytest.fixture
def redis_away():
    """Nobody listens where Redis should be."""
    broker_url = app.conf.broker_url
    app.conf.broker_url = "redis://127.0.0.1:1/0"
    _forget_connections()
    broker.away_until = 0.0
    yield
    app.conf.broker_url = broker_url
    _forget_connections()
    broker.away_until = 0.0


@pytest.mark.django_db(transaction=True)
class TestWithoutRedis:
    def test_a_message_is_kept_all_the_same(self, redis_away):
        outbox.post("portal.mail.tasks.send_letter", letter_id=1)

        assert Message.objects.count() == 1

    def test_nobody_waits(self, redis_away):
        started_at = monotonic()
        for number in range(100):
            outbox.post("portal.mail.tasks.send_letter", letter_id=number)

        assert monotonic() - started_at < 3
        assert Message.objects.count() == 100

    def test_it_is_asked_once_and_then_left_alone(self, redis_away, caplog):
        for number in range(10):
            outbox.post("portal.mail.tasks.send_letter", letter_id=number)

        assert len(caplog.records) == 1


class TestHints:
    def hints(self):
        return [told.args[0] for _savepoints, told, _robust in connection.run_on_commit]

    def test_are_one_for_a_queue_and_a_transaction(self):
        for number in range(300):
            outbox.post("portal.mail.tasks.send_letter", letter_id=number)
        outbox.post("takedowns.enforcement.tasks.send_order", order_id=1)

        assert self.hints() == ["mail", "marketplaces"]

    def test_survive_a_savepoint_that_was_undone(self):
        with transaction.atomic():
            outbox.post("portal.mail.tasks.send_letter", letter_id=1)
            transaction.set_rollback(True)
        outbox.post("portal.mail.tasks.send_letter", letter_id=2)

        assert self.hints() == ["mail"]

    def test_are_not_spared_for_one_that_may_be_undone(self):
        with transaction.atomic():
            outbox.post("portal.mail.tasks.send_letter", letter_id=1)
        outbox.post("portal.mail.tasks.send_letter", letter_id=2)

        assert self.hints() == ["mail", "mail"]
