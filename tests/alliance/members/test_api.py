import pytest
from django.test import Client
from django.utils import timezone

from alliance.members import keys
from alliance.members.models import Membership

URL = "/api/v1/me"


@pytest.fixture
def made(submitter, settings):
    """A key that reads, and its text."""
    settings.SECOND_FACTOR_REQUIRED = False
    return keys.make(
        Membership.objects.get(user_id=submitter.user_id),
        name="Import",
        scopes=["read"],
        last_day=timezone.now().date(),
        by=submitter,
    )


class TestMe:
    def test_says_whom_a_key_lets_act(self, made):
        key, text = made

        answer = Client().get(URL, headers={"Authorization": f"Bearer {text}"}).json()

        assert answer["organisation"] == "Maison Aurelle"
        assert answer["role"] == "submitter"
        assert "notice.view" in answer["permissions"]
        assert "notice.submit" not in answer["permissions"]
        key.refresh_from_db()
        assert key.last_used_at

    def test_needs_a_key_or_a_session(self):
        assert Client().get(URL).status_code == 401

    def test_knows_a_key_that_has_run_out(self, made):
        key, text = made
        key.expires_at = timezone.now()
        key.save()

        answer = Client().get(URL, headers={"Authorization": f"Bearer {text}"})

        assert answer.status_code == 401
        assert "run out" in answer.json()["title"]
