import pytest
from django.http import Http404

from portal.actor import Actor
from portal.files.actions import store_bytes
from portal.files.kinds import Kind
from portal.files.web import respond
from tests.portal.files import pictures

SOMEBODY = Actor(name="Somebody")


@pytest.fixture
def picture():
    return store_bytes(
        pictures.photo() + pictures.PAYLOAD,
        name='手袋 "front".jpg',
        accept={Kind.PICTURE},
        by=SOMEBODY,
    )


@pytest.fixture
def letter():
    return store_bytes(b"text", name="a.txt", accept={Kind.TEXT}, by=SOMEBODY)


class TestRespond:
    @pytest.mark.parametrize("which", ["shown", "thumbnail"])
    def test_shows_what_we_drew(self, picture, which):
        response = respond(picture, which)

        assert response["Content-Type"] == "image/webp"
        assert pictures.PAYLOAD not in response.content

    def test_never_opens_the_original_in_the_page(self, picture):
        response = respond(picture, "original")

        assert response["Content-Disposition"].startswith("attachment")
        assert response.content.endswith(pictures.PAYLOAD)

    @pytest.mark.parametrize("which", ["shown", "thumbnail", "original"])
    def test_is_for_one_reader_and_runs_nothing(self, picture, which):
        response = respond(picture, which)

        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"].startswith("sandbox")
        assert response["Cache-Control"].startswith("private")

    @pytest.mark.parametrize("which", ["shown", "thumbnail", "sha256", "../original"])
    def test_finds_nothing_where_nothing_was_drawn(self, letter, which):
        with pytest.raises(Http404):
            respond(letter, which)
