import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.access import Role
from alliance.members import actions, invitations
from alliance.members.models import ApiKey, Invitation, Membership, User
from alliance.members.tokens import actor_of_key
from portal.models import Letter
from tests.alliance.costs import queries_of
from tests.alliance.hostile import HOSTILE
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.alliance import PASSWORD

ADDRESS = "lin@house.example"


def membership_of(actor):
    return Membership.objects.get(
        user_id=actor.user_id, organisation_id=actor.organisation_id
    )


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def invitation(brand, signatory):
    return invitations.invite(brand, email=ADDRESS, role=Role.SUBMITTER, by=signatory)


@pytest.fixture
def link(invitation):
    return re.search(r"/invitation/[\w-]+/", Letter.objects.get().body)[0]


class TestThePeople:
    url = "/members/"

    def test_are_those_of_one_s_own_organisation(self, sign_in, observer, signatory):
        other = MembershipFactory()

        page = sign_in(observer).get(self.url).content.decode()

        assert signatory.name in page
        assert other.user.name not in page

    def test_are_shown_to_htmx_as_rows_alone(self, sign_in, observer):
        page = sign_in(observer).get(self.url, headers={"HX-Request": "true"})

        assert observer.name in page.content.decode()
        assert "<html" not in page.content.decode()

    def test_those_invited_are_shown_to_who_manages(
        self, sign_in, observer, signatory, invitation
    ):
        assert ADDRESS in sign_in(signatory).get(self.url).content.decode()
        assert ADDRESS not in sign_in(observer).get(self.url).content.decode()

    def test_cost_the_same_for_one_as_for_twenty(
        self, sign_in, signatory, brand, django_assert_num_queries
    ):
        client = sign_in(signatory)
        cost = queries_of(client, self.url)

        MembershipFactory.create_batch(19, organisation=brand)

        with django_assert_num_queries(cost):
            client.get(self.url)

    @pytest.mark.parametrize("name", ["member-role", "member-end"])
    def test_of_another_organisation_are_not_found(
        self, name, sign_in, stranger, observer
    ):
        url = reverse(name, args=[membership_of(observer).pk])
        client = sign_in(stranger)

        assert client.get(url).status_code == 404
        assert client.post(url, {"role": "observer"}).status_code == 404

    @pytest.mark.parametrize("name", ["member-role", "member-end"])
    def test_are_managed_by_signatories(self, name, sign_in, submitter, observer):
        url = reverse(name, args=[membership_of(observer).pk])
        client = sign_in(submitter)

        assert client.get(url).status_code == 403
        assert client.post(url, {"role": "submitter"}).status_code == 403

    def test_a_role_is_changed(self, sign_in, signatory, observer):
        url = reverse("member-role", args=[membership_of(observer).pk])

        answer = sign_in(signatory).post(url, {"role": "submitter"})

        assert answer.url == self.url
        assert membership_of(observer).role == Role.SUBMITTER

    @pytest.mark.parametrize("role", ["agent", "administrator", "", "\x00", "king"])
    def test_a_role_that_is_not_offered_is_refused(
        self, sign_in, signatory, observer, role
    ):
        url = reverse("member-role", args=[membership_of(observer).pk])

        assert sign_in(signatory).post(url, {"role": role}).status_code == 422
        assert membership_of(observer).role == Role.OBSERVER

    def test_the_last_signatory_is_told_why_not(self, sign_in, signatory):
        url = reverse("member-end", args=[membership_of(signatory).pk])

        page = sign_in(signatory).post(url)

        assert page.status_code == 422
        assert "last one with the role" in page.content.decode()

    def test_one_that_has_ended_is_not_found(self, sign_in, signatory, observer):
        url = reverse("member-end", args=[membership_of(observer).pk])
        client = sign_in(signatory)
        client.post(url)

        assert client.post(url).status_code == 404


class TestInviting:
    url = "/members/invite/"

    def test_sends_a_letter(self, sign_in, signatory):
        sign_in(signatory).post(self.url, {"email": ADDRESS, "role": "observer"})

        assert Letter.objects.get().to == ADDRESS

    def test_twice_sends_one(self, sign_in, signatory):
        client = sign_in(signatory)
        for status in (302, 422):
            answer = client.post(self.url, {"email": ADDRESS, "role": "observer"})
            assert answer.status_code == status

        assert Invitation.objects.count() == Letter.objects.count() == 1

    @pytest.mark.parametrize("who", ["observer", "submitter", "reviewer"])
    def test_is_for_who_manages_members(self, who, sign_in, request):
        client = sign_in(request.getfixturevalue(who))

        assert client.get(self.url).status_code == 403

    @pytest.mark.parametrize("text", HOSTILE)
    def test_takes_no_nonsense(self, sign_in, signatory, text):
        answer = sign_in(signatory).post(self.url, {"email": text, "role": text})

        assert answer.status_code == 422
        assert not Invitation.objects.exists()

    @pytest.mark.parametrize("name", ["invitation-resend", "invitation-revoke"])
    def test_of_another_organisation_is_not_found(
        self, name, sign_in, stranger, invitation
    ):
        url = reverse(name, args=[invitation.pk])

        assert sign_in(stranger).post(url).status_code == 404

    def test_is_taken_back(self, sign_in, signatory, invitation, link):
        sign_in(signatory).post(reverse("invitation-revoke", args=[invitation.pk]))

        assert Client().get(link).status_code == 410

    def test_is_sent_again(self, sign_in, signatory, invitation, link):
        sign_in(signatory).post(reverse("invitation-resend", args=[invitation.pk]))

        assert Client().get(link).status_code == 404
        assert Letter.objects.count() == 2


class TestAccepting:
    def test_shows_a_visitor_how(self, link):
        page = Client().get(link)

        assert page.status_code == 200
        assert ADDRESS in page.content.decode()

    def test_asks_for_the_name_and_lets_them_in(self, link, brand):
        client = signed_in(UserFactory(email=ADDRESS, name=""))

        assert client.post(link, {"name": ""}).status_code == 422
        client.post(link, {"name": "Lin Wei"})

        joined = Membership.objects.get(user__email=ADDRESS)
        assert (joined.organisation, joined.user.name) == (brand, "Lin Wei")
        assert client.session["membership_id"] == joined.pk

    def test_works_once(self, link):
        client = signed_in(UserFactory(email=ADDRESS))
        client.post(link)

        again = client.post(link)

        assert again.status_code == 410
        assert Membership.objects.filter(user__email=ADDRESS).count() == 1

    def test_is_not_for_a_stranger(self, link):
        client = signed_in(UserFactory())

        for answer in (client.get(link), client.post(link)):
            assert answer.status_code == 403
            assert ADDRESS not in answer.content.decode()
        assert Membership.objects.count() == 1

    def test_says_that_it_has_run_out(self, link):
        Invitation.objects.update(expires_at=timezone.now())

        page = signed_in(UserFactory(email=ADDRESS)).get(link)

        assert page.status_code == 410
        assert "run out" in page.content.decode()

    @pytest.mark.parametrize("token", ["x", "%00", "..", "é", "x" * 2000])
    def test_an_unknown_link_is_not_found(self, token):
        assert Client().get(f"/invitation/{token}/").status_code == 404

    def test_a_member_of_another_organisation_serves_both(self, link, brand):
        elsewhere = MembershipFactory(user__email=ADDRESS)
        client = signed_in(elsewhere.user)

        client.post(link)

        assert client.get("/memberships/").content.decode().count("<tr>") == 3


class TestActingFor:
    @pytest.fixture
    def two_hats(self):
        user = UserFactory()
        first = MembershipFactory(user=user, organisation__name="First House")
        second = MembershipFactory(user=user, organisation__name="Second House")
        return user, first, second

    def test_the_one_that_was_chosen(self, two_hats):
        user, _first, second = two_hats
        client = signed_in(user)

        client.post(reverse("membership-choose", args=[second.pk]))

        assert client.get("/members/").wsgi_request.actor.organisation_id == (
            second.organisation_id
        )

    def test_none_of_somebody_else_s(self, two_hats, observer):
        client = signed_in(two_hats[0])
        url = reverse("membership-choose", args=[membership_of(observer).pk])

        assert client.post(url).status_code == 404

    def test_nobody_else_in_silence_once_it_has_ended(self, two_hats):
        user, first, second = two_hats
        head = MembershipFactory(
            organisation=second.organisation, role=Role.SIGNATORY
        ).as_actor()
        client = signed_in(user)
        client.post(reverse("membership-choose", args=[second.pk]))

        actions.end(second, by=head)
        led = client.get("/members/")
        told = client.get(led.url)

        assert led.url == reverse("membership-list")
        assert "has ended" in told.content.decode()
        assert first.organisation.name in told.content.decode()

    def test_is_pinned_when_one_signs_in(self, two_hats):
        user, first, _second = two_hats
        EmailAddress.objects.create(
            user=user, email=user.email, verified=True, primary=True
        )
        client = Client()

        client.post(
            reverse("account_login"), {"login": user.email, "password": PASSWORD}
        )

        assert client.session["membership_id"] == first.pk


class TestProfile:
    url = "/profile/"

    def test_is_saved_and_its_language_used(self, sign_in, observer):
        client = sign_in(observer)

        client.post(
            self.url,
            {"name": "O. Server", "language": "zh-hans", "uses_shortcuts": "on"},
        )

        user = User.objects.get(pk=observer.user_id)
        assert (user.name, user.language, user.uses_shortcuts) == (
            "O. Server",
            "zh-hans",
            True,
        )
        assert client.cookies["django_language"].value == "zh-hans"
        assert client.cookies["shortcuts"].value == "on"

    def test_is_open_to_who_belongs_nowhere(self):
        assert signed_in(UserFactory()).get(self.url).status_code == 200

    @pytest.mark.parametrize("text", HOSTILE)
    def test_takes_any_name_or_says_why_not(self, sign_in, observer, text):
        client = sign_in(observer)

        answer = client.post(self.url, {"name": text, "language": "en-gb"})

        assert answer.status_code in {302, 422}
        assert client.get("/members/").status_code == 200


class TestApiKeys:
    url = "/api-keys/make/"
    asked = {"name": "Nightly import", "scopes": ["read", "file"]}

    @pytest.fixture
    def client(self, submitter):
        """Signed in, and has just given the password once more."""
        user = User.objects.get(pk=submitter.user_id)
        EmailAddress.objects.create(
            user=user, email=user.email, verified=True, primary=True
        )
        client = Client()
        client.post(
            reverse("account_login"), {"login": user.email, "password": PASSWORD}
        )
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        return client

    @pytest.fixture
    def second_factor(self, submitter):
        Authenticator.objects.create(
            user_id=submitter.user_id, type="totp", data={"secret": "x"}
        )

    def test_offer_a_last_day_that_every_browser_can_read(self, client, second_factor):
        page = client.get(self.url).content.decode()

        assert re.search(r'name="last_day" value="\d{4}-\d\d-\d\d"', page)

    def ask(self, client, **changes):
        today = {"last_day": timezone.now().date().isoformat()}
        return client.post(self.url, self.asked | today | changes)

    def test_are_refused_without_a_second_factor(self, client):
        page = self.ask(client)

        assert page.status_code == 403
        assert reverse("mfa_activate_totp") in page.content.decode()
        assert not ApiKey.objects.exists()

    def test_are_shown_once(self, client, second_factor):
        made = self.ask(client).content.decode()

        text = re.search(r"bap_[0-9a-f]{12}_[\w-]+_[0-9a-f]{8}", made)[0]
        assert actor_of_key(text, now=timezone.now())
        assert text not in client.get("/api-keys/").content.decode()

    def test_need_a_fresh_sign_in(self, submitter, second_factor):
        stale = signed_in(User.objects.get(pk=submitter.user_id))

        answer = stale.get(self.url)

        assert answer.url.startswith("/accounts/")
        assert "reauthenticate" in answer.url

    @pytest.mark.parametrize(
        "changes",
        [
            {"scopes": ["decide"]},
            {"scopes": []},
            {"last_day": "2020-01-01"},
            {"last_day": "9999-12-31"},
            {"last_day": "soon"},
            {"name": "\x00"},
            {"name": " "},
        ],
        ids=str,
    )
    def test_that_make_no_sense_are_refused_in_words(
        self, client, second_factor, changes
    ):
        page = self.ask(client, **changes)

        assert page.status_code == 422
        assert "There is a problem" in page.content.decode()
        assert not ApiKey.objects.exists()

    def test_are_revoked(self, client, second_factor):
        self.ask(client)
        url = reverse("api-key-revoke", args=[ApiKey.objects.get().pk])

        assert client.post(url).status_code == 302
        assert client.post(url).status_code == 409

    def test_of_others_are_neither_seen_nor_found(
        self, client, second_factor, sign_in, signatory
    ):
        self.ask(client)
        key = ApiKey.objects.get()
        other = sign_in(signatory)

        assert key.name not in other.get("/api-keys/").content.decode()
        url = reverse("api-key-revoke", args=[key.pk])
        assert other.post(url).status_code == 404

    def test_are_not_for_observers(self, sign_in, observer):
        assert sign_in(observer).get(self.url).status_code == 403

    def test_cost_the_same_for_one_as_for_twenty(
        self, client, submitter, django_assert_num_queries
    ):
        def make(count, since=0):
            ApiKey.objects.bulk_create(
                ApiKey(
                    membership=membership_of(submitter),
                    name=f"Key {n}",
                    public_id=f"{n:012}",
                    scopes=["read"],
                    expires_at=timezone.now(),
                )
                for n in range(since, since + count)
            )

        make(1)
        cost = queries_of(client, "/api-keys/")
        make(19, since=1)

        with django_assert_num_queries(cost):
            client.get("/api-keys/")


class TestTheSecondFactor:
    """Staff must have one; they are told why, and brought back to where they were."""

    @pytest.fixture
    def reviewer_s_client(self, reviewer):
        return signed_in(User.objects.get(pk=reviewer.user_id))

    def test_is_asked_for_with_the_reason(self, reviewer_s_client):
        led = reviewer_s_client.get("/members/?after=x")

        page = reviewer_s_client.get(led.url).content.decode()
        assert led.url == reverse("second-factor")
        assert reverse("mfa_activate_totp") in page
        assert reverse("mfa_add_webauthn") in page

    def test_leads_back_once_it_is_set_up(self, reviewer_s_client, reviewer):
        reviewer_s_client.get("/members/?q=x")
        Authenticator.objects.create(
            user_id=reviewer.user_id, type="totp", data={"secret": "x"}
        )

        page = reviewer_s_client.get(reverse("mfa_index")).content.decode()
        back = reviewer_s_client.get(reverse("second-factor"))

        assert f'href="{reverse("second-factor")}"' in page
        assert back.url == "/members/?q=x"
        assert reviewer_s_client.get(back.url).status_code == 200

    def test_stops_what_is_posted(self, reviewer_s_client, operator):
        before = Invitation.objects.count()

        answer = reviewer_s_client.post("/members/invite/", {"email": ADDRESS})

        assert answer.url == reverse("second-factor")
        assert Invitation.objects.count() == before

    def test_is_left_to_members(self, observer):
        client = signed_in(User.objects.get(pk=observer.user_id))

        assert client.get("/members/").status_code == 200


def test_nobody_is_shown_people_while_they_act_for_no_one():
    client = signed_in(UserFactory())
    OrganisationFactory()

    assert "There is nobody to show" in client.get("/members/").content.decode()
    assert client.get("/members/invite/").status_code == 403
    assert client.get("/mandates/").status_code == 200
    assert client.get("/organisation/", follow=True).status_code == 200
