from datetime import timedelta
from time import monotonic

import pytest
from django.utils import timezone

from portal import outbox
from portal.health.tasks import beat
from portal.models import Heartbeat, Message

QUEUES = ("effects", "mail", "marketplaces")


@pytest.fixture
def all_is_well():
    for queue in QUEUES:
        beat(queue=queue)


def ready(client):
    return client.get("/readyz").json()


def test_the_portal_is_alive_without_asking_anybody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/livez").status_code == 200


class TestReady:
    def test_is_said_when_all_is_well(self, all_is_well, client):
        told = ready(client)

        assert told["state"] == "ready"
        assert told["seconds"]["outbox"] == 0
        assert told["seconds"]["heartbeats"].keys() == set(QUEUES)

    @pytest.mark.parametrize("queue", QUEUES)
    def test_needs_a_worker_on_every_queue(self, queue, all_is_well, client):
        long_ago = timezone.now() - timedelta(seconds=90)
        Heartbeat.objects.filter(queue=queue).update(beaten_at=long_ago)

        told = ready(client)

        assert told["state"] == "degraded"
        assert not told["checks"]["workers"]
        assert told["seconds"]["heartbeats"][queue] >= 90

    def test_needs_an_outbox_that_empties(self, all_is_well, client):
        outbox.post("portal.mail.tasks.send_letter", letter_id=1)
        Message.objects.update(available_at=timezone.now() - timedelta(seconds=75))

        told = ready(client)

        assert not told["checks"]["outbox"]
        assert told["seconds"]["outbox"] >= 75

    def test_goes_on_without_redis(self, all_is_well, client, settings):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        started_at = monotonic()

        answer = client.get("/readyz")

        assert answer.status_code == 200
        assert answer.json()["state"] == "degraded"
        assert not answer.json()["checks"]["redis"]
        assert monotonic() - started_at < 3

    def test_tells_no_secrets(self, all_is_well, client, settings):
        page = client.get("/readyz").content.decode()

        assert settings.REDIS_URL not in page
        assert str(settings.DATABASES["default"]["NAME"]) not in page
