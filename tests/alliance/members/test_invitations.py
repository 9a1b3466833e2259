import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliance.access import NotPermitted, Role
from alliance.events import Event
from alliance.members import invitations
from alliance.members.models import Invitation, Membership
from portal.models import Entry, Letter
from portal.states import WrongState
from tests.factories import UserFactory

ADDRESS = "lin@house.example"


def token_of(letter):
    return re.search(r"/invitation/([\w-]+)/", letter.body)[1]


@pytest.fixture
def invitation(brand, signatory):
    return invitations.invite(brand, email=ADDRESS, role=Role.SUBMITTER, by=signatory)


@pytest.fixture
def lin():
    return UserFactory(email=ADDRESS)


class TestInvite:
    def test_writes_a_letter_with_the_link(self, invitation):
        letter = Letter.objects.get()

        assert letter.to == ADDRESS
        assert invitations.find(token_of(letter)) == invitation

    def test_keeps_no_token(self, invitation):
        token = token_of(Letter.objects.get())

        assert token not in str(Invitation.objects.values().get())
        assert token not in str(list(Entry.objects.values()))

    def test_holds_for_seven_days(self, invitation):
        assert invitation.expires_at - invitation.invited_at == timedelta(days=7)

    def test_is_written_down(self, invitation, signatory):
        entry = Entry.objects.get(event=Event.MEMBER_INVITED)

        assert entry.actor_user_id == signatory.user_id
        assert entry.detail == {"email": ADDRESS, "role": "submitter"}

    def test_is_not_sent_twice(self, invitation, brand, signatory):
        with pytest.raises(ValidationError, match="invited already"):
            invitations.invite(
                brand, email=ADDRESS.upper(), role=Role.OBSERVER, by=signatory
            )
        assert Letter.objects.count() == 1

    def test_is_not_for_members(self, brand, signatory, lin, invitation):
        invitations.accept(invitation, user=lin)

        with pytest.raises(ValidationError, match="a member already"):
            invitations.invite(brand, email=ADDRESS, role=Role.OBSERVER, by=signatory)

    @pytest.mark.parametrize("who", ["submitter", "observer", "stranger", "reviewer"])
    def test_is_for_who_manages_members(self, who, brand, request):
        with pytest.raises(NotPermitted):
            invitations.invite(
                brand,
                email=ADDRESS,
                role=Role.OBSERVER,
                by=request.getfixturevalue(who),
            )

    @pytest.mark.parametrize("role", [Role.REVIEWER, Role.AGENT])
    def test_gives_no_role_of_another_kind(self, brand, signatory, role):
        with pytest.raises(ValidationError):
            invitations.invite(brand, email=ADDRESS, role=role, by=signatory)

    def test_gives_no_more_than_the_inviter_may(self, operator, administrator):
        with pytest.raises(NotPermitted):
            invitations.invite(
                operator, email=ADDRESS, role=Role.REVIEWER, by=administrator
            )


class TestAccept:
    def test_makes_a_member_with_that_role(self, invitation, brand, lin):
        invitations.accept(invitation, user=lin)

        joined = Membership.objects.get(user=lin)
        assert (joined.organisation, joined.role) == (brand, Role.SUBMITTER)
        assert Entry.objects.get(event=Event.MEMBER_JOINED).actor_user_id == lin.pk

    def test_works_once(self, invitation, lin):
        again = Invitation.objects.get()
        invitations.accept(invitation, user=lin)

        with pytest.raises(WrongState):
            invitations.accept(again, user=lin)
        assert Membership.objects.filter(user=lin).count() == 1

    def test_is_for_the_address_it_went_to(self, invitation):
        with pytest.raises(invitations.ForAnother):
            invitations.accept(invitation, user=UserFactory())

    def test_works_no_more_after_seven_days(self, invitation, lin):
        with (
            time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)),
            pytest.raises(WrongState),
        ):
            invitations.accept(invitation, user=lin)

    def test_works_no_more_once_revoked(self, invitation, signatory, lin):
        invitations.revoke(invitation, by=signatory)

        with pytest.raises(WrongState):
            invitations.accept(invitation, user=lin)


class TestResend:
    def test_voids_the_former_link(self, invitation, signatory):
        former = token_of(Letter.objects.get())

        invitations.resend(invitation, by=signatory)

        latest = token_of(Letter.objects.latest("id"))
        assert invitations.find(former) is None
        assert invitations.find(latest) == invitation

    def test_revives_one_that_has_run_out(self, invitation, signatory, lin):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
        invitation.refresh_from_db()

        invitations.resend(invitation, by=signatory)

        assert invitations.accept(invitation, user=lin)

    def test_does_not_revive_one_that_was_used(self, invitation, signatory, lin):
        invitations.accept(invitation, user=lin)

        with pytest.raises(WrongState):
            invitations.resend(invitation, by=signatory)

    @pytest.mark.parametrize("act", [invitations.resend, invitations.revoke])
    @pytest.mark.parametrize("who", ["submitter", "stranger"])
    def test_is_for_who_manages_members(self, act, who, invitation, request):
        with pytest.raises(NotPermitted):
            act(invitation, by=request.getfixturevalue(who))


def test_no_token_finds_what_is_not_there(invitation):
    for token in ("", "x", "\ud800", "\x00", "é" * 5000):
        assert invitations.find(token) is None
