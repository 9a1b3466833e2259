"""The way in through allauth's own pages: sign up, confirm, second factor, and on."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from alliance.members.models import User
from portal.models import Remembered
from tests.factories import UserFactory
from tests.factories.alliance import PASSWORD

ADDRESS = "claire@lumiere.example"


@pytest.fixture(autouse=True)
def _fresh_limits():
    """allauth counts letters and attempts for each address, in the cache."""
    cache.clear()


def sign_up(client):
    asked = {"email": ADDRESS, "password1": PASSWORD, "password2": PASSWORD}
    return client.post(reverse("account_signup"), asked)


class TestSigningUp:
    def test_lets_nobody_in_before_the_address_is_confirmed(self, client):
        sign_up(client)

        assert client.get(reverse("apply")).url.startswith("/accounts/login/")

    def test_is_answered_from_then_on_in_the_language_it_was_done_in(self):
        sign_up(Client(headers={"Accept-Language": "zh-CN"}))

        assert User.objects.get(email=ADDRESS).language == "zh-hans"
        assert "您" in mail.outbox[0].body

    def test_leads_by_way_of_the_letter_to_an_application(self, client):
        sign_up(client)
        (letter,) = mail.outbox
        link = re.search(r"/accounts/confirm-email/[^/\s]+/", letter.body)[0]

        client.post(link)
        client.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})

        assert client.get(reverse("apply")).status_code == 200

    def test_writes_a_letter_that_names_the_house_and_not_the_machine(self, client):
        sign_up(client)
        (letter,) = mail.outbox

        assert letter.subject == "Confirm your e-mail address"
        assert "Brand Alliance" in letter.body
        assert "testserver!" not in letter.body

    def test_says_so_of_a_link_that_is_no_longer_good(self, client):
        page = client.get(reverse("account_confirm_email", args=["used"]))

        assert "This link is no longer good" in page.content.decode()

    def test_twice_makes_one_account_and_tells_a_stranger_nothing(self, client):
        first = sign_up(client)

        again = sign_up(Client())

        assert User.objects.filter(email=ADDRESS).count() == 1
        assert (first.status_code, first.url) == (again.status_code, again.url)


class TestGuessing:
    def guess(self, number, address=ADDRESS):
        """From another machine each time, if one believes what it says of itself."""
        client = Client(headers={"X-Forwarded-For": f"198.51.100.{number}"})
        asked = {"login": address, "password": f"guess number {number}"}
        return client.post(reverse("account_login"), asked).content.decode()

    def test_one_account_s_password_ends_after_five(self):
        UserFactory(email=ADDRESS)

        pages = [self.guess(number) for number in range(6)]

        assert ["Too many" in page for page in pages] == [False] * 5 + [True]

    def test_from_one_machine_ends_after_ten_whatever_it_claims_to_be(self):
        pages = [self.guess(n, f"user-{n}@house.example") for n in range(11)]

        assert ["Too many" in page for page in pages] == [False] * 10 + [True]

    def test_is_counted_where_every_worker_sees_it(self):
        self.guess(1)

        assert Remembered.objects.exists()


class TestSettingUpASecondFactor:
    @pytest.fixture
    def codes(self, client, reviewer):
        """The page with the recovery codes, after an app was set up on the way."""
        client.force_login(User.objects.get(pk=reviewer.user_id))
        client.get("/members/?q=here")
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        url = reverse("mfa_activate_totp")
        secret = client.get(url).context["form"].secret
        return client.post(url, {"code": code_of(secret)}, follow=True)

    def test_by_an_app_leads_back_to_where_one_was(self, client, codes):
        assert f'href="{reverse("second-factor")}"' in codes.content.decode()

        assert client.get(reverse("second-factor")).url == "/members/?q=here"

    @pytest.mark.usefixtures("codes")
    def test_keeps_its_secret_sealed(self):
        stored = Authenticator.objects.get(type="totp").data["secret"]

        assert not re.fullmatch(r"[A-Z2-7=]+", stored)


def code_of(secret):
    """What the app on the telephone shows now (RFC 6238)."""
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))
