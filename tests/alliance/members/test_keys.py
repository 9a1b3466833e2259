from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliance.access import NotPermitted, Permission
from alliance.events import Event
from alliance.members import keys
from alliance.members.models import ApiKey, Membership
from alliance.members.tokens import actor_of_key
from alliance.organisations import states as organisation_states
from portal import states
from portal.models import Entry
from portal.states import WrongState


def today():
    return timezone.now().date()


@pytest.fixture
def make(settings):
    settings.SECOND_FACTOR_REQUIRED = False

    def made(actor, *, scopes=("read",), last_day=None):
        membership = Membership.objects.select_related("user", "organisation").get(
            user_id=actor.user_id
        )
        return keys.make(
            membership,
            name="Nightly import",
            scopes=scopes,
            last_day=last_day or today(),
            by=actor,
        )

    return made


class TestMake:
    def test_lets_a_program_act_as_its_maker(self, make, submitter):
        _key, text = make(submitter, scopes=["read", "file"])

        _user, actor = actor_of_key(text, now=timezone.now())
        assert actor.organisation_id == submitter.organisation_id
        assert Permission.NOTICE_SUBMIT in actor.permissions

    def test_allows_no_more_than_its_scopes(self, make, submitter):
        _key, text = make(submitter, scopes=["read"])

        _user, actor = actor_of_key(text, now=timezone.now())
        assert Permission.NOTICE_VIEW in actor.permissions
        assert Permission.NOTICE_SUBMIT not in actor.permissions

    def test_keeps_no_secret(self, make, submitter):
        _key, text = make(submitter)

        secret = text.split("_")[2]
        assert secret not in str(ApiKey.objects.values().get())
        assert secret not in str(list(Entry.objects.values()))

    def test_is_written_down(self, make, submitter):
        make(submitter)

        assert Entry.objects.get().event == Event.API_KEY_MADE

    def test_needs_a_second_factor(self, make, submitter, settings):
        settings.SECOND_FACTOR_REQUIRED = True

        with pytest.raises(keys.SecondFactorMissing):
            make(submitter)
        assert not ApiKey.objects.exists()

    def test_is_made_with_one(self, make, submitter, settings):
        settings.SECOND_FACTOR_REQUIRED = True
        Authenticator.objects.create(
            user_id=submitter.user_id, type="totp", data={"secret": "x"}
        )

        assert make(submitter)

    @pytest.mark.parametrize("who", ["observer"])
    def test_is_for_roles_that_may(self, who, make, request):
        with pytest.raises(NotPermitted):
            make(request.getfixturevalue(who))

    def test_deciding_is_for_reviewers_alone(self, make, submitter, reviewer):
        assert make(reviewer, scopes=["decide"])
        with pytest.raises(ValidationError):
            make(submitter, scopes=["decide"])

    def test_filing_is_for_who_files(self, make, reviewer):
        with pytest.raises(ValidationError):
            make(reviewer, scopes=["file"])

    def test_is_made_for_oneself(self, submitter, signatory, settings):
        settings.SECOND_FACTOR_REQUIRED = False
        another = Membership.objects.get(user_id=signatory.user_id)

        with pytest.raises(ValidationError):
            keys.make(
                another, name="x", scopes=["read"], last_day=today(), by=submitter
            )

    @pytest.mark.parametrize("days", [-1, 366])
    def test_holds_for_a_year_at_most(self, make, submitter, days):
        with pytest.raises(ValidationError):
            make(submitter, last_day=today() + timedelta(days=days))

    @pytest.mark.parametrize("days", [0, 365])
    def test_holds_through_its_last_day(self, make, submitter, days):
        key, _text = make(submitter, last_day=today() + timedelta(days=days))

        assert key.expires_at.date() == today() + timedelta(days=days + 1)


class TestRevoke:
    def test_works_at_once(self, make, submitter):
        key, text = make(submitter)

        keys.revoke(key, by=submitter)

        assert actor_of_key(text, now=timezone.now()) is None
        assert Entry.objects.latest("id").event == Event.API_KEY_REVOKED

    def test_cannot_happen_twice(self, make, submitter):
        key, _text = make(submitter)
        keys.revoke(key, by=submitter)

        with pytest.raises(WrongState):
            keys.revoke(key, by=submitter)

    @pytest.mark.parametrize("who", ["observer", "stranger"])
    def test_of_another_s_is_for_who_manages_members(
        self, who, make, submitter, request
    ):
        key, _text = make(submitter)

        with pytest.raises(NotPermitted):
            keys.revoke(key, by=request.getfixturevalue(who))

    def test_who_manages_members_may(self, make, submitter, signatory):
        key, text = make(submitter)

        keys.revoke(key, by=signatory)

        assert actor_of_key(text, now=timezone.now()) is None


def test_a_key_files_nothing_while_its_organisation_is_suspended(
    make, submitter, brand
):
    _key, text = make(submitter, scopes=["file"])
    states.make(organisation_states.SUSPEND, brand)

    _user, actor = actor_of_key(text, now=timezone.now())
    assert Permission.NOTICE_SUBMIT not in actor.permissions
