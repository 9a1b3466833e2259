"""The page that says who one can be."""

import re

import pytest
from allauth.mfa.totp.internal.auth import validate_totp_code
from django.test import Client
from django.urls import reverse

from takedowns.demo import people, specimens, stage
from takedowns.demo.cast import AURELLE, HUGO, JON, PASSWORD


@pytest.fixture
def jon():
    user = people.account(JON)
    people.give_second_factor(user)
    return user


class TestTheGuide:
    def test_shows_a_code_that_signs_in(self, demo, jon):
        page = Client().get(reverse("demo")).content.decode()

        [code] = re.findall(r'figures">(\d{6})<', page)
        assert validate_totp_code(people.secret_of(jon), code)
        assert PASSWORD in page

    def test_says_where_none_is_needed(self, demo):
        assert not AURELLE.needs_code(HUGO)
        assert "none needed" in Client().get(reverse("demo")).content.decode()

    def test_is_nowhere_but_in_a_demonstration(self, settings, jon):
        settings.DEMO = False

        assert Client().get(reverse("demo")).status_code == 404

    def test_is_not_kept_by_any_cache(self, demo):
        assert "no-store" in Client().get(reverse("demo"))["Cache-Control"]


class TestASpecimen:
    def test_can_be_downloaded(self, demo):
        stage.set_up()

        for sample in specimens.SAMPLES:
            answer = Client().get(reverse("demo-specimen", args=[sample.name]))
            assert answer.status_code == 200, sample.name
            assert "attachment" in answer["Content-Disposition"]

    @pytest.mark.parametrize("name", ["chosen", "no-such-file", "ca"])
    def test_is_one_of_the_list_and_no_other_file(self, demo, name):
        assert Client().get(reverse("demo-specimen", args=[name])).status_code == 404
