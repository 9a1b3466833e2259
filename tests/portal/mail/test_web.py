import pytest

from portal import mail
from portal.mail.web import pieces
from portal.models import Letter


@pytest.fixture
def letter(settings):
    settings.MAIL_CAUGHT = True
    settings.PUBLIC_URL = "http://localhost:8000"
    return Letter.objects.create(
        key="one",
        to="ada@house.example",
        subject="Hello <b>",
        body="See http://localhost:8000/notices/1/ and https://evil.example/x.",
    )


class TestTheMailPage:
    def test_shows_what_was_caught(self, client, letter):
        assert "Hello &lt;b&gt;" in client.get("/mail/").content.decode()
        assert client.get(f"/mail/{letter.pk}/").status_code == 200

    def test_finds_a_person_s_letters(self, client, letter):
        assert "Hello" in client.get("/mail/?to=ADA").content.decode()
        assert "Hello" not in client.get("/mail/?to=bob").content.decode()

    def test_leads_within_the_site_alone(self, client, letter):
        page = client.get(f"/mail/{letter.pk}/").content.decode()

        assert '<a href="/notices/1/">' in page
        assert 'href="https://evil.example' not in page

    @pytest.mark.parametrize("path", ["/mail/", "/mail/1/"])
    def test_is_nowhere_but_in_the_demo(self, path, client, settings):
        settings.MAIL_CAUGHT = False

        assert client.get(path).status_code == 404


@pytest.mark.parametrize("body", ["", "no link", "http://localhost:8000/a b", "://"])
def test_pieces_lose_nothing(body):
    assert "".join(text for text, _link in pieces(body)) == body


def test_a_letter_asked_for_twice_is_one_letter(settings):
    for _time in range(2):
        mail.send("404.html", {}, to="ada@house.example", key="same")

    assert Letter.objects.count() == 1
