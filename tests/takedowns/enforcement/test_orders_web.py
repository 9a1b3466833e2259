import pytest
from django.utils import timezone

from portal import states
from takedowns.connectors.base import Ground, Outcome, Presence
from takedowns.enforcement.answers import WORDS
from takedowns.enforcement.states import REFUSE, State
from takedowns.models import Attempt, Order


@pytest.fixture
def refused(order):
    states.make(REFUSE, order)
    order.note(Attempt.Kind.SEND, "refused", "not_the_owner: Who are you?")
    return order


class TestTheList:
    def test_shows_orders_by_state(self, refused, reviewer, sign_in):
        client = sign_in(reviewer)

        assert len(client.get("/orders/").context["page"]) == 1
        assert len(client.get("/orders/?state=refused").context["page"]) == 1
        assert len(client.get("/orders/?state=for_staff").context["page"]) == 1
        assert len(client.get("/orders/?state=queued").context["page"]) == 0

    def test_tells_answers_in_words_and_not_in_codes(self, order, reviewer, sign_in):
        order.note(Attempt.Kind.LOOK, Presence.GONE, Ground.NOT_THERE)
        client = sign_in(reviewer)

        for url in ("/orders/", f"/orders/{order.pk}/"):
            page = client.get(url).content.decode()
            assert "The page answers that there is nothing" in page
            assert "answers_not_there" not in page

    def test_tells_how_each_marketplace_answers(self, refused, reviewer, sign_in):
        (standing,) = sign_in(reviewer).get("/orders/").context["standings"]
        assert standing.is_failing
        assert standing.failures_of_the_day == 1

        refused.note(Attempt.Kind.SEND, "done")
        (standing,) = sign_in(reviewer).get("/orders/").context["standings"]
        assert not standing.is_failing
        assert standing.succeeded_at <= timezone.now()

    @pytest.mark.parametrize("who", ["signatory", "submitter", "stranger"])
    def test_is_for_staff_alone(self, who, refused, sign_in, request):
        client = sign_in(request.getfixturevalue(who))

        assert client.get("/orders/").status_code == 403
        assert client.get(f"/orders/{refused.pk}/").status_code == 404
        assert client.post(f"/orders/{refused.pk}/retry/").status_code == 404


class TestAnOrder:
    def test_tells_its_attempts_and_last_word(self, refused, reviewer, sign_in):
        page = sign_in(reviewer).get(f"/orders/{refused.pk}/").content.decode()

        assert "Who are you?" in page
        assert str(refused.key) in page
        assert "Try again" not in page

    def test_is_tried_again_by_senior_staff(self, refused, senior, sign_in):
        client = sign_in(senior)
        assert "Try again" in client.get(f"/orders/{refused.pk}/").content.decode()

        answer = client.post(f"/orders/{refused.pk}/retry/")

        assert answer.status_code == 302
        assert Order.objects.get(pk=refused.pk).state == State.QUEUED

    def test_is_not_tried_again_twice(self, refused, senior, sign_in):
        client = sign_in(senior)
        client.post(f"/orders/{refused.pk}/retry/")

        assert client.post(f"/orders/{refused.pk}/retry/").status_code == 409

    def test_is_not_tried_again_by_a_reviewer(self, refused, reviewer, sign_in):
        answer = sign_in(reviewer).post(f"/orders/{refused.pk}/retry/")

        assert answer.status_code == 403


def test_every_answer_of_a_connector_has_words():
    assert {*Outcome, *Presence, *Ground} <= set(WORDS)
