"""The demo's story, told against a running marketplace: what there is to find in it."""

import json

import pytest

from alliance.marks.states import State as MarkState
from alliance.models import Invitation, Mandate, Mark, Notification, Organisation
from alliance.organisations.states import State as OrganisationState
from portal.audit.models import Entry
from portal.models import Letter
from takedowns.demo import cases, effects, lantern, logins, people, stage, story
from takedowns.demo.cast import HOUSES, JON
from takedowns.demo.chapters import desk
from takedowns.enforcement.models import Order
from takedowns.enforcement.states import State as OrderState
from takedowns.listings.models import Listing
from takedowns.notices.models import Item, Notice
from takedowns.notices.states import ItemState, State
from takedowns.review.rules import Rejection

# Twice as long as it ever took beside a whole suite.
pytestmark = pytest.mark.timeout(240)


def test_the_story_is_whole(told):
    assert told == [line for line, _chapter in story.CHAPTERS]
    _shows_listings_really_gone()
    _shows_a_rejection_with_its_reason()
    _shows_notices_in_every_stage()
    _shows_marks_in_every_state()
    _shows_who_waits_and_who_was_told()
    _writes_the_logins_for_their_owner_alone()

    happened = Entry.objects.count()
    story.tell(say=told.append)
    assert Entry.objects.count() == happened, "told twice, it happened twice"


def _shows_listings_really_gone():
    down = Order.objects.filter(state=OrderState.VERIFIED_DOWN)
    assert down.count() == 2
    assert not lantern.shows(13)
    assert lantern.shows(29)
    refused = Order.objects.get(state=OrderState.REFUSED)
    assert "needs_proof_of_purchase" in refused.last_word
    child = Item.objects.get(generation=1)
    assert child.listing.native_id == lantern.listing_id(cases.BACK_AGAIN)
    assert child.state == ItemState.QUEUED


def _shows_a_rejection_with_its_reason():
    rejected = Item.objects.filter(state=ItemState.REJECTED)
    codes = set(rejected.values_list("decision__code", flat=True))
    assert codes == {Rejection.GENUINE_EXHAUSTED}


def _shows_notices_in_every_stage():
    found = set(Notice.objects.values_list("state", flat=True))
    assert found == {State.DRAFT, State.SUBMITTED, State.DECIDED, State.WITHDRAWN}
    waiting = Item.objects.waiting()
    assert len(set(waiting.values_list("harm", flat=True))) >= 3
    assert waiting.filter(notice__mandate__isnull=False).count() == 2
    assert not waiting.filter(capture__picture=None).exists()


def _shows_marks_in_every_state():
    states = set(Mark.objects.values_list("state", flat=True))
    assert states == set(MarkState) - {MarkState.REVOKED}
    assert Mark.objects.filter(signed_file__isnull=False).count() == 2


def _shows_who_waits_and_who_was_told():
    waiting = Organisation.objects.get(state=OrganisationState.APPLIED)
    assert waiting.name == "Orris Vane Ltd"
    assert Invitation.objects.open().count() == 2
    assert Mandate.objects.count() == 1
    assert Notification.objects.filter(user__email="hugo@aurelle.example").exists()
    assert Letter.objects.filter(to="lux88@seller.example").exists()
    assert not Letter.objects.filter(sent_at=None).exists()


def _writes_the_logins_for_their_owner_alone():
    assert logins.file().stat().st_mode & 0o777 == 0o600
    kept = json.loads(logins.file().read_text())
    assert len(kept) == sum(len(house.people) for house in HOUSES)
    keys = {one["email"] for one in kept if one["api_key"]}
    assert keys == {"claire@aurelle.example", "jon@office.example"}
    coded = {one["email"] for one in kept if one["totp_secret"]}
    assert keys < coded
    assert {
        one["email"] for one in kept if one["organisation"] == "Alliance Office"
    } < coded


class TestABrokenStory:
    def test_is_told_on_from_where_it_broke(self, demo):
        for _line, chapter in story.CHAPTERS[:5]:
            chapter()
            effects.deliver()
        # It broke with an item on the reviewer's desk.
        desk.actions.claim_next(by=people.acting(JON))

        story.tell(say=lambda line: None)

        assert Order.objects.filter(state=OrderState.VERIFIED_DOWN).count() == 2


class TestTheStage:
    def test_moves_with_its_marketplace(self, demo):
        stage.set_up()
        market = stage.marketplace()
        Listing.objects.create(
            marketplace=market, native_id="7", url=f"{market.base_url}/listing/7"
        )

        demo.SANDBOX_URL = "http://127.0.0.1:9"
        stage.set_up()

        assert Listing.objects.get().url == "http://127.0.0.1:9/listing/7"
        assert stage.marketplace().hosts == ["127.0.0.1:9", "localhost:9"]
