import re

import pytest

from alliance.access import SYSTEM
from portal.files.actions import store_bytes
from portal.files.kinds import Kind
from portal.models import Entry
from takedowns.models import Capture, StatementOfReasons
from tests.portal.files.pictures import photo


@pytest.fixture
def link(letter):
    """The path of the private page, as the seller's letter gives it."""
    return re.search(r"(/statement/[\w-]+/)", letter.body)[1]


class TestTheStatementPage:
    def test_tells_the_seller_without_signing_in(self, client, link, upheld):
        page = client.get(link)

        assert page.status_code == 200
        for said in ("AURELLE", upheld.capture.title, upheld.listing.url, "3.1"):
            assert said in page.content.decode()

    def test_is_kept_by_nobody_on_the_way(self, client, link):
        assert "no-store" in client.get(link)["Cache-Control"]

    def test_notes_the_first_opening_alone(self, client, link, upheld):
        client.get(link)
        opened_at = StatementOfReasons.objects.get().opened_at
        client.get(link)

        assert StatementOfReasons.objects.get().opened_at == opened_at
        opened = Entry.objects.of_case(upheld.case).filter(event="statement.opened")
        assert opened.get().actor_name == "seller"

    def test_tells_nothing_of_the_other_side(
        self, client, link, reviewer, upheld, submitter
    ):
        page = client.get(link).content.decode()

        for secret in (
            reviewer.name,
            submitter.name,
            upheld.notice.signed_name,
            upheld.notice.sender.name,
            "seller@shop.example",
        ):
            assert secret not in page

    @pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "../../etc"])
    def test_of_another_token_is_not_found(self, token, client, link):
        assert client.get(f"/statement/{token}/").status_code == 404

    def test_has_no_picture_where_none_was_taken(self, client, link):
        assert client.get(link + "picture").status_code == 404

    def test_shows_the_picture_as_we_redrew_it(self, client, link, upheld):
        picture = store_bytes(photo(), name="listing", accept={Kind.PICTURE}, by=SYSTEM)
        Capture.objects.filter(pk=upheld.capture_id).update(picture=picture)

        answer = client.get(link + "picture")

        assert answer["Content-Type"] == "image/webp"
        assert answer.content.startswith(b"RIFF")
        assert answer["Content-Security-Policy"].startswith("sandbox")

    def test_only_reads(self, client, link):
        assert client.post(link).status_code == 405
