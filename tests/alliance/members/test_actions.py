import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliance.access import NotPermitted, Role
from alliance.events import Event
from alliance.members import actions, invitations, keys
from alliance.members.models import ApiKey, Invitation, Membership
from alliance.members.tokens import actor_of_key
from portal.models import Entry
from portal.states import WrongState
from tests.factories import MembershipFactory, UserFactory


@pytest.fixture
def member(brand, signatory):
    """Somebody else at Maison Aurelle."""
    return MembershipFactory(organisation=brand, role=Role.OBSERVER)


def membership_of(actor):
    return Membership.objects.get(
        user_id=actor.user_id, organisation_id=actor.organisation_id
    )


class TestChangeRole:
    def test_gives_another_role(self, member, signatory):
        actions.change_role(member, role=Role.SUBMITTER, by=signatory)

        member.refresh_from_db()
        assert member.role == Role.SUBMITTER

    def test_is_written_down_with_the_former_role(self, member, signatory):
        actions.change_role(member, role=Role.SUBMITTER, by=signatory)

        entry = Entry.objects.get(event=Event.MEMBER_ROLE_CHANGED)
        assert entry.actor_user_id == signatory.user_id
        assert (entry.detail["former"], entry.detail["role"]) == (
            "observer",
            "submitter",
        )

    @pytest.mark.parametrize("role", [Role.AGENT, Role.REVIEWER, Role.ADMINISTRATOR])
    def test_gives_no_role_of_another_kind_of_organisation(
        self, member, signatory, role
    ):
        with pytest.raises(ValidationError):
            actions.change_role(member, role=role, by=signatory)

    @pytest.mark.parametrize("who", ["submitter", "observer", "stranger", "reviewer"])
    def test_is_for_who_manages_members(self, who, member, request):
        with pytest.raises(NotPermitted):
            actions.change_role(
                member, role=Role.SUBMITTER, by=request.getfixturevalue(who)
            )

    def test_nobody_changes_their_own(self, signatory):
        with pytest.raises(ValidationError):
            actions.change_role(
                membership_of(signatory), role=Role.OBSERVER, by=signatory
            )

    def test_nobody_gives_more_than_they_may_themselves(self, operator, administrator):
        clerk = MembershipFactory(organisation=operator, role=Role.ADMINISTRATOR)

        with pytest.raises(NotPermitted):
            actions.change_role(clerk, role=Role.SENIOR_REVIEWER, by=administrator)

    def test_who_leads_the_desk_lets_another_decide(self, operator, senior):
        clerk = MembershipFactory(organisation=operator, role=Role.REVIEWER)

        actions.change_role(clerk, role=Role.SENIOR_REVIEWER, by=senior)

        assert clerk.role == Role.SENIOR_REVIEWER

    @pytest.mark.parametrize(("role", "left"), [("observer", 0), ("signatory", 1)])
    def test_takes_back_what_they_may_offer_no_more(self, brand, signatory, role, left):
        other = MembershipFactory(organisation=brand, role=Role.SIGNATORY)
        invitations.invite(
            brand, email="lin@house.example", role=Role.OBSERVER, by=other.as_actor()
        )

        actions.change_role(other, role=Role(role), by=signatory)

        assert Invitation.objects.open().count() == left


class TestEnd:
    def test_ends_it_at_once(self, member, signatory):
        actions.end(member, by=signatory)

        assert not Membership.objects.standing().filter(pk=member.pk).exists()

    def test_revokes_the_keys_made_under_it(self, submitter, signatory, settings):
        settings.SECOND_FACTOR_REQUIRED = False
        membership = membership_of(submitter)
        _key, text = keys.make(
            membership,
            name="Import",
            scopes=["read"],
            last_day=timezone.now().date(),
            by=submitter,
        )

        actions.end(membership, by=signatory)

        assert actor_of_key(text, now=timezone.now()) is None
        assert ApiKey.objects.get().revoked_at
        assert Entry.objects.get(event=Event.MEMBER_ENDED).detail["keys_revoked"] == 1

    def test_takes_back_the_invitations_they_sent(self, brand, signatory):
        """Nobody comes back by a letter they wrote to themselves before."""
        sent_away = MembershipFactory(organisation=brand, role=Role.SIGNATORY)
        invitation = invitations.invite(
            brand,
            email="second@private.example",
            role=Role.SIGNATORY,
            by=sent_away.as_actor(),
        )
        kept = invitations.invite(
            brand, email="lin@house.example", role=Role.OBSERVER, by=signatory
        )

        actions.end(sent_away, by=signatory)

        with pytest.raises(WrongState):
            invitations.accept(
                invitation, user=UserFactory(email="second@private.example")
            )
        assert Invitation.objects.open().get() == kept

    def test_cannot_happen_twice(self, member, signatory):
        stale = Membership.objects.get(pk=member.pk)
        actions.end(member, by=signatory)

        with pytest.raises(WrongState):
            actions.end(stale, by=signatory)
        assert Entry.objects.filter(event=Event.MEMBER_ENDED).count() == 1

    def test_is_open_to_oneself(self, observer):
        actions.end(membership_of(observer), by=observer)

        assert not Membership.objects.standing().filter(user_id=observer.user_id)

    @pytest.mark.parametrize("who", ["submitter", "stranger", "reviewer"])
    def test_of_another_is_for_who_manages_members(self, who, member, request):
        with pytest.raises(NotPermitted):
            actions.end(member, by=request.getfixturevalue(who))

    def test_the_last_signatory_stays(self, signatory):
        with pytest.raises(ValidationError, match="last one"):
            actions.end(membership_of(signatory), by=signatory)

    def test_the_last_but_one_may_go(self, brand, signatory):
        MembershipFactory(organisation=brand, role=Role.SIGNATORY)

        actions.end(membership_of(signatory), by=signatory)

        assert Membership.objects.standing().filter(organisation=brand).count() == 1

    def test_one_whose_account_is_closed_does_not_count_as_staying(
        self, brand, signatory
    ):
        MembershipFactory(
            organisation=brand, role=Role.SIGNATORY, user__is_active=False
        )

        with pytest.raises(ValidationError):
            actions.end(membership_of(signatory), by=signatory)
