from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from alliance.access import SYSTEM, NotPermitted
from alliance.models import Mandate
from portal import states
from portal.models import Entry, Letter, Message, StoredFile
from portal.states import WrongState
from takedowns.deadlines.models import Deadline
from takedowns.events import Event
from takedowns.notices import actions
from takedowns.notices.filing import AlreadyOpen
from takedowns.notices.models import Item
from takedowns.notices.reasons import Harm
from takedowns.notices.states import (
    CLAIM_ITEM,
    REJECT_ITEM,
    SET_MEASURE,
    ItemState,
    State,
)
from takedowns.notices.validation import NotWhole
from tests.factories import ItemFactory, ListingFactory, MarketplaceFactory
from tests.portal.files.pictures import photo
from tests.takedowns.notices.conftest import SWORN


def send(notice, by, **changes):
    given = {"declared": SWORN, "signed_name": "Ada Moreau"} | changes
    actions.submit(notice, **given, by=by)


def decide(item, move=REJECT_ITEM):
    states.make(CLAIM_ITEM, item)
    states.make(move, item)


class TestDraft:
    def test_begins_in_the_name_of_the_actor_s_organisation(self, submitter, mark):
        notice = actions.draft(by=submitter, mark=mark)

        assert notice.sender_id == submitter.organisation_id
        assert notice.state == State.DRAFT

    @pytest.mark.parametrize("who", ["observer", "reviewer", "administrator"])
    def test_is_for_those_who_file(self, who, request):
        with pytest.raises(NotPermitted):
            actions.draft(by=request.getfixturevalue(who))


class TestEdit:
    def test_keeps_what_is_filled_in(self, notice, submitter):
        actions.edit(notice, explanation="The stitching is glued.", by=submitter)

        notice.refresh_from_db()
        assert notice.explanation == "The stitching is glued."

    def test_lets_go_of_the_listings_when_the_marketplace_changes(
        self, notice, item, submitter
    ):
        actions.edit(notice, marketplace=MarketplaceFactory(), by=submitter)

        assert not notice.items.exists()

    def test_is_refused_once_sent(self, notice, item, submitter):
        send(notice, submitter)

        with pytest.raises(WrongState):
            actions.edit(notice, explanation="Later.", by=submitter)

    def test_stands_still_while_the_mark_has_run_out(self, notice, submitter):
        with (
            time_machine.travel(date(2036, 1, 1)),
            pytest.raises(actions.Frozen),
        ):
            actions.edit(notice, explanation="Later.", by=submitter)

    def test_is_not_for_strangers(self, notice, stranger):
        with pytest.raises(NotPermitted):
            actions.edit(notice, explanation="Mine.", by=stranger)


class TestNameListings:
    def test_makes_an_item_of_each_good_line(self, notice, submitter):
        address = notice.marketplace.listing_url.replace("{id}", "A1")
        pasted = f"{address}\n\nnot an address\n{address}?utm_source=mail"

        answered = actions.name_listings(notice, pasted, by=submitter)

        assert [line.verdict for line in answered] == ["new", "malformed", "repeated"]
        item = notice.items.get()
        assert (item.row, item.given_address) == (1, address)
        assert item.listing.native_id == "A1"
        assert notice.pasted == pasted

    def test_replaces_what_was_named_before(self, notice, item, submitter):
        actions.name_listings(notice, "", by=submitter)

        assert not notice.items.exists()

    def test_takes_three_hundred_and_no_more(self, notice, submitter):
        with pytest.raises(NotWhole) as refused:
            actions.name_listings(notice, "x\n" * 301, by=submitter)

        assert refused.value.gaps[0].code == "too_many"


class TestAddEvidence:
    def test_keeps_the_file_and_what_it_shows(self, notice, submitter):
        evidence = _add_photo(notice, by=submitter)

        assert notice.evidence.get() == evidence
        assert evidence.file.thumbnail

    def test_stores_nothing_for_who_may_not(self, notice, observer):
        with pytest.raises(NotPermitted):
            _add_photo(notice, by=observer)

        assert not StoredFile.objects.exists()

    def test_names_the_field_of_what_is_no_evidence(self, notice, submitter):
        with pytest.raises(ValidationError) as refused:
            _add_photo(notice, by=submitter, file=ContentFile(b"GIF89a", name="x.gif"))

        assert list(refused.value.error_dict) == ["file"]
        assert not notice.evidence.exists()


def _add_photo(notice, *, by, file=None):
    return actions.add_evidence(
        notice,
        kind="photo",
        file=file or ContentFile(photo(), name="label.jpg"),
        description="The label.",
        by=by,
    )


class TestSubmit:
    def test_sends_the_notice_to_review(self, notice, item, submitter):
        send(notice, submitter)

        notice.refresh_from_db()
        assert notice.state == State.SUBMITTED
        assert notice.submitted_by_id == submitter.user_id
        assert len(notice.content_sha256) == 64

    def test_queues_its_items_by_harm_and_clock(self, notice, item, submitter):
        send(notice, submitter)

        queued = Item.objects.waiting().get()
        assert (queued.mark_id, queued.harm) == (notice.mark_id, Harm.COUNTERFEIT)
        assert queued.due_at == notice.deadlines.get().due_at

    def test_starts_the_clock(self, notice, item, submitter):
        send(notice, submitter)

        deadline = notice.deadlines.get()
        assert deadline.kind == Deadline.Kind.DECIDE
        assert deadline.due_at > timezone.now()

    def test_sends_a_receipt_and_has_each_listing_captured(
        self, notice, item, submitter
    ):
        send(notice, submitter)

        letter = Letter.objects.get()
        assert notice.reference in letter.subject
        capture = Message.objects.get(task="takedowns.notices.tasks.capture_item")
        assert capture.arguments == {"item_id": item.pk}

    def test_is_written_down(self, notice, item, submitter):
        send(notice, submitter)

        entry = Entry.objects.get(event=Event.NOTICE_SUBMITTED)
        assert entry.actor_user_id == submitter.user_id
        assert entry.detail["content_sha256"] == notice.content_sha256

    def test_cannot_happen_twice(self, notice, item, submitter):
        send(notice, submitter)

        with pytest.raises(WrongState):
            send(notice, submitter)
        assert Entry.objects.filter(event=Event.NOTICE_SUBMITTED).count() == 1

    def test_names_the_notice_in_which_a_listing_is_open(self, notice, item, submitter):
        send(notice, submitter)
        again = actions.draft(
            by=submitter,
            mark=notice.mark,
            marketplace=notice.marketplace,
            reason=notice.reason,
            explanation=notice.explanation,
        )
        ItemFactory(notice=again, listing=item.listing)

        with pytest.raises(AlreadyOpen) as refused:
            send(again, submitter)

        assert refused.value.references == (notice.reference,)
        assert notice.reference in refused.value.advice
        again.refresh_from_db()
        assert again.state == State.DRAFT

    @pytest.mark.parametrize(
        "who", ["observer", "reviewer", "administrator", "stranger", "agent"]
    )
    def test_is_for_the_sender_s_submitters_alone(self, who, notice, item, request):
        with pytest.raises(NotPermitted):
            send(notice, request.getfixturevalue(who))


class TestAnAgentSNotice:
    @pytest.fixture
    def notice(self, agent, notice, mark):
        """Fairmark's draft for Maison Aurelle's mark."""
        notice.sender_id = agent.organisation_id
        notice.save()
        ItemFactory(notice=notice)
        return notice

    def test_is_sent_under_its_mandate(self, notice, agent):
        send(notice, agent)

        notice.refresh_from_db()
        assert notice.mandate == Mandate.objects.get()

    def test_is_refused_once_the_mandate_is_withdrawn(self, notice, agent):
        Mandate.objects.update(revoked_at=timezone.now())

        with pytest.raises(NotWhole) as refused:
            send(notice, agent)

        assert [gap.code for gap in refused.value.gaps] == ["no_mandate"]

    def test_may_be_withdrawn_by_the_owner_of_the_mark(self, notice, agent, submitter):
        send(notice, agent)

        actions.withdraw(notice, reason="A licensee.", by=submitter)

        assert notice.state == State.WITHDRAWN

    def test_is_not_withdrawn_by_an_agent_without_a_mandate(self, notice, agent):
        send(notice, agent)
        Mandate.objects.update(revoked_at=timezone.now())

        with pytest.raises(NotPermitted):
            actions.withdraw(notice, reason="Mistaken.", by=agent)


class TestWithdraw:
    def test_takes_what_is_open_out_of_the_queue(self, notice, item, submitter):
        send(notice, submitter)

        actions.withdraw(notice, reason="A licensee.", by=submitter)

        item.refresh_from_db()
        assert item.state == ItemState.WITHDRAWN
        assert not notice.deadlines.running().exists()

    def test_leaves_what_was_decided(self, notice, item, submitter):
        upheld = ItemFactory(notice=notice)
        send(notice, submitter)
        upheld.refresh_from_db()
        decide(upheld, SET_MEASURE)

        actions.withdraw(notice, reason="A licensee.", by=submitter)

        upheld.refresh_from_db()
        assert upheld.state == ItemState.MEASURE_SET

    def test_says_why(self, notice, item, submitter):
        send(notice, submitter)

        with pytest.raises(ValidationError):
            actions.withdraw(notice, reason="  ", by=submitter)

    def test_is_not_for_drafts(self, notice, submitter):
        with pytest.raises(WrongState):
            actions.withdraw(notice, reason="Changed my mind.", by=submitter)

    @pytest.mark.parametrize("who", ["observer", "reviewer", "stranger"])
    def test_is_for_the_sender_alone(self, who, notice, item, submitter, request):
        send(notice, submitter)

        with pytest.raises(NotPermitted):
            actions.withdraw(notice, reason="No.", by=request.getfixturevalue(who))


class TestDiscard:
    def test_lets_go_of_a_draft(self, notice, submitter):
        actions.discard(notice, by=submitter)

        assert notice.state == State.DISCARDED


class TestCloseIfAllDecided:
    def test_waits_for_the_last_item(self, notice, item, submitter):
        last = ItemFactory(notice=notice)
        send(notice, submitter)
        item.refresh_from_db()
        decide(item)

        actions.close_if_all_decided(notice, by=SYSTEM)
        notice.refresh_from_db()
        assert notice.state == State.SUBMITTED

        last.refresh_from_db()
        decide(last)
        actions.close_if_all_decided(notice, by=SYSTEM)
        notice.refresh_from_db()
        assert notice.state == State.DECIDED
        assert not notice.deadlines.running().exists()


class TestRelist:
    @pytest.fixture
    def upheld(self, notice, item, submitter):
        send(notice, submitter)
        item.refresh_from_db()
        decide(item, SET_MEASURE)
        actions.close_if_all_decided(notice, by=SYSTEM)
        return item

    def test_reopens_the_case_with_a_child_one_class_higher(self, notice, upheld):
        child = actions.relist(upheld, listing=upheld.listing, capture=None, by=SYSTEM)

        notice.refresh_from_db()
        assert notice.state == State.SUBMITTED
        assert notice.deadlines.running().get().due_at == child.due_at
        assert child.state == ItemState.QUEUED
        assert (child.relisted_from, child.generation) == (upheld, 1)
        assert child.harm == upheld.harm - 1

    def test_takes_a_new_listing_of_the_same_offer(self, upheld):
        elsewhere = ListingFactory(marketplace=upheld.listing.marketplace)

        child = actions.relist(upheld, listing=elsewhere, capture=None, by=SYSTEM)

        assert child.listing == elsewhere

    def test_is_refused_where_somebody_reported_it_meanwhile(self, upheld):
        actions.relist(upheld, listing=upheld.listing, capture=None, by=SYSTEM)
        other = ListingFactory(marketplace=upheld.listing.marketplace)
        child = actions.relist(upheld, listing=other, capture=None, by=SYSTEM)

        with pytest.raises(AlreadyOpen):
            actions.relist(child, listing=upheld.listing, capture=None, by=SYSTEM)
