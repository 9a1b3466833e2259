import re
from hashlib import sha256

import pytest
from django.db import transaction
from django.test import Client

from alliance.access import NotPermitted
from portal import sealing, states
from portal.models import Entry, Letter, Message
from portal.states import WrongState
from takedowns.enforcement import actions, reconciling
from takedowns.enforcement import states as order_states
from takedowns.enforcement.statement import Incomplete
from takedowns.enforcement.states import State
from takedowns.models import Measure, Order, StatementOfReasons
from tests.takedowns.enforcement.conftest import REASONS


class TestImpose:
    def test_sets_measure_statement_and_order_together(self, upheld, reviewer):
        measure = actions.impose(upheld, **REASONS, by=reviewer)

        assert measure.statement.puid == f"{upheld.notice.reference}-{upheld.pk}"
        assert measure.order.state == State.QUEUED
        assert Message.objects.filter(task__endswith=".send_order").count() == 1

    def test_is_written_down(self, upheld, reviewer):
        actions.impose(upheld, **REASONS, by=reviewer)

        events = Entry.objects.of_case(upheld.case).values_list("event", flat=True)
        assert list(events)[-2:] == ["measure.set", "order.queued"]

    def test_writes_to_the_seller(self, letter):
        assert letter.to == "seller@shop.example"
        assert "The label is printed; the owner's is woven." in letter.body

    def test_keeps_the_link_s_token_in_the_letter_alone(self, letter):
        token = re.search(r"/statement/([\w-]+)/", letter.body)[1]

        stated = StatementOfReasons.objects.get()
        assert stated.token_sha256 == sha256(token.encode()).hexdigest()
        kept = [*Entry.objects.values_list("detail", flat=True)]
        kept += Message.objects.values_list("arguments", flat=True)
        assert token not in f"{kept} {stated.text} {stated.payload}"

    def test_writes_in_the_seller_s_language(self, upheld, reviewer, seller):
        seller.language = "zh-hans"
        seller.save()

        stated = actions.impose(upheld, **REASONS, by=reviewer).statement

        assert stated.language == "zh-hans"

    def test_goes_on_without_a_seller_s_address(self, upheld, reviewer, seller):
        seller.email = ""
        seller.save()

        actions.impose(upheld, **REASONS, by=reviewer)

        assert not Letter.objects.filter(key__startswith="statement-").exists()
        assert Order.objects.exists()

    def test_writes_once_the_seller_s_address_is_known(self, upheld, reviewer, seller):
        seller.email = ""
        seller.save()
        actions.impose(upheld, **REASONS, by=reviewer)
        reconciling.write_late_letters()
        assert not Letter.objects.filter(key__startswith="statement-").exists()

        seller.email = sealing.seal("late@shop.example")
        seller.save()
        reconciling.write_late_letters()
        reconciling.write_late_letters()

        letter = Letter.objects.get(key__startswith="statement-")
        token = re.search(r"/statement/([\w-]+)/", letter.body)[1]
        assert letter.to == "late@shop.example"
        assert Client().get(f"/statement/{token}/").status_code == 200

    @pytest.mark.parametrize("blank", ["policy_clause", "policy_version", "facts"])
    def test_keeps_nothing_when_a_reason_is_missing(self, blank, upheld, reviewer):
        with pytest.raises(Incomplete):
            actions.impose(upheld, **REASONS | {blank: ""}, by=reviewer)

        assert not Measure.objects.exists()
        assert not Letter.objects.filter(key__startswith="statement-").exists()

    @pytest.mark.parametrize("who", ["submitter", "administrator", "stranger"])
    def test_is_for_reviewers_alone(self, who, upheld, request):
        with pytest.raises(NotPermitted):
            actions.impose(upheld, **REASONS, by=request.getfixturevalue(who))

    def test_never_names_the_reviewer(self, letter, reviewer):
        stated = StatementOfReasons.objects.get()

        assert reviewer.name not in f"{letter.body} {stated.text} {stated.payload}"

    @pytest.mark.django_db(transaction=True)
    def test_leaves_nothing_when_the_decision_is_rolled_back(self, upheld, reviewer):
        with transaction.atomic():
            actions.impose(upheld, **REASONS, by=reviewer)
            transaction.set_rollback(True)

        assert not Order.objects.exists()
        assert not Message.objects.filter(task__endswith=".send_order").exists()


class TestRetry:
    @pytest.fixture
    def refused(self, order):
        states.make(order_states.REFUSE, order)
        return order

    def test_queues_the_order_with_its_own_key(self, refused, senior):
        key = refused.key

        actions.retry(refused, by=senior)

        refused.refresh_from_db()
        assert refused.state == State.QUEUED
        assert refused.key == key
        assert Message.objects.filter(task__endswith=".send_order").count() == 2

    def test_cannot_happen_twice(self, refused, senior):
        actions.retry(refused, by=senior)

        with pytest.raises(WrongState):
            actions.retry(refused, by=senior)

    @pytest.mark.parametrize("who", ["reviewer", "signatory", "stranger"])
    def test_is_for_senior_staff_alone(self, who, refused, request):
        with pytest.raises(NotPermitted):
            actions.retry(refused, by=request.getfixturevalue(who))


class TestNoteSentStatements:
    def test_waits_for_the_letter_to_leave(self, upheld, reviewer, worker, settings):
        settings.MAIL_CAUGHT = True
        stated = actions.impose(upheld, **REASONS, by=reviewer).statement

        actions.note_sent_statements()
        assert not StatementOfReasons.objects.filter(sent_at__isnull=False).exists()

        Message.objects.exclude(queue="mail").delete()
        worker.deliver()
        actions.note_sent_statements()
        actions.note_sent_statements()
        sent = Entry.objects.of_case(upheld.case).filter(event="statement.sent")
        assert sent.count() == 1
        assert StatementOfReasons.objects.get(pk=stated.pk).sent_at
