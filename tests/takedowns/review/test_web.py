import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from alliance.models import ReferencePicture
from portal.files.actions import store_bytes
from portal.models import StoredFile
from takedowns.models import Capture, Decision
from takedowns.notices.states import ItemState
from takedowns.review import actions
from takedowns.review.rules import LEASE
from tests.portal.files.pictures import photo

PICTURES = {StoredFile.Kind.PICTURE}
GIVEN = {
    "outcome": "upheld",
    "code": "TM_COUNTERFEIT",
    "facts": "The label is printed where the genuine one is woven.",
    "act": "submit",
}


@pytest.fixture
def client(sign_in, reviewer):
    return sign_in(reviewer)


@pytest.fixture
def claimed(file, reviewer):
    """An item on the reviewer's desk."""
    file()
    return actions.claim_next(by=reviewer)


def url_of(item):
    return reverse("review-item", kwargs={"pk": item.pk})


class TestTheDesk:
    def test_shows_what_waits(self, client, file):
        (item,) = file()

        page = client.get(reverse("review-desk")).content.decode()

        assert item.notice.reference in page

    def test_says_so_when_nothing_waits(self, client):
        page = client.get(reverse("review-desk")).content.decode()

        assert "Nothing is waiting here." in page

    def test_costs_the_same_for_one_item_as_for_thirty(
        self, client, file, django_assert_num_queries
    ):
        file()
        client.get(reverse("review-desk"))
        with django_assert_num_queries(8):
            client.get(reverse("review-desk"))

        file(30)
        with django_assert_num_queries(8):
            client.get(reverse("review-desk"))

    @pytest.mark.parametrize("who", ["submitter", "administrator", "stranger"])
    def test_is_for_reviewers_alone(self, who, sign_in, request):
        client = sign_in(request.getfixturevalue(who))

        assert client.get(reverse("review-desk")).status_code == 403
        assert client.post(reverse("review-claim")).status_code == 403

    def test_gives_out_the_next(self, client, file):
        (item,) = file()

        answer = client.post(reverse("review-claim"))

        assert answer.url == url_of(item)


class TestTheWorkspace:
    def test_shows_claim_listing_and_history(self, client, claimed):
        page = client.get(url_of(claimed)).content.decode()

        for told in (claimed.notice.explanation, claimed.capture.title, "AURELLE"):
            assert told in page

    def test_decides(self, client, claimed):
        answer = client.post(url_of(claimed), GIVEN)

        assert answer.url == reverse("review-desk")
        assert Decision.objects.get().is_upheld

    def test_says_what_it_did_to_which_listing(self, client, claimed):
        page = client.post(url_of(claimed), GIVEN, follow=True).content.decode()

        assert f"Upheld: “{claimed.capture.title}”" in page

    def test_decides_and_goes_on(self, client, claimed, file):
        (following,) = file()

        answer = client.post(url_of(claimed), GIVEN | {"act": "submit_next"})

        assert answer.url == url_of(following)

    def test_previews_without_deciding(self, client, claimed):
        answer = client.post(url_of(claimed), GIVEN | {"act": "preview"})

        assert "What will be sent" in answer.content.decode()
        assert not Decision.objects.exists()

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"outcome": ""}, "Choose whether the listing comes down."),
            ({"code": ""}, "Choose a reason."),
            ({"code": "GENUINE_EXHAUSTED"}, "Choose the reason for which"),
            ({"facts": "Fake."}, "Say in a sentence or two"),
            ({"facts": "The seller [name] sells fakes."}, "placeholder"),
            ({"facts": "Write to ana@shop.example about it."}, "e-mail address"),
        ],
        ids=str,
    )
    def test_refuses_what_is_not_whole_and_keeps_what_was_typed(
        self, client, claimed, changed, sentence
    ):
        answer = client.post(url_of(claimed), GIVEN | changed)

        page = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in page
        assert (GIVEN | changed)["facts"] in page

    def test_keeps_what_was_typed_when_the_lease_ran_out(self, client, claimed):
        with time_machine.travel(timezone.now() + LEASE + timedelta(minutes=1)):
            actions.release_expired()
            answer = client.post(url_of(claimed), GIVEN)

            page = answer.content.decode()
            assert answer.status_code == 409
            assert GIVEN["facts"] in page
            assert reverse("review-take-back", kwargs={"pk": claimed.pk}) in page

    def test_shows_the_form_to_its_holder_alone(self, claimed, sign_in, senior):
        page = sign_in(senior).get(url_of(claimed)).content.decode()

        assert "has this item on the desk" in page
        assert not re.search(r'name="facts"', page)

    def test_gives_the_item_back(self, client, claimed):
        url = reverse("review-release", kwargs={"pk": claimed.pk})

        client.post(url, {"reason": "I do not read Chinese."})

        claimed.refresh_from_db()
        assert claimed.state == ItemState.QUEUED

    @pytest.mark.parametrize("who", ["submitter", "stranger"])
    def test_is_not_for_the_parties(self, who, claimed, sign_in, request):
        client = sign_in(request.getfixturevalue(who))

        assert client.get(url_of(claimed)).status_code in (403, 404)


class TestThePictures:
    def test_stand_beside_each_other_and_open(self, client, claimed, mark, reviewer):
        genuine = store_bytes(photo(), name="bag.jpg", accept=PICTURES, by=reviewer)
        seen = store_bytes(photo(), name="seen.jpg", accept=PICTURES, by=reviewer)
        ReferencePicture.objects.create(
            mark=mark, kind="product", file=genuine, caption="The bag, from the front"
        )
        Capture.objects.filter(pk=claimed.capture_id).update(picture=seen)

        page = client.get(url_of(claimed)).content.decode()
        shown = re.findall(r'src="(/(?:marks|notices)/[^"]+)"', page)

        assert len(shown) == 2
        for url in shown:
            assert client.get(url)["Content-Type"] == "image/webp"

    def test_evidence_can_be_taken_down_to_look_at(self, client, claimed, reviewer):
        file = store_bytes(photo(), name="label.jpg", accept=PICTURES, by=reviewer)
        claimed.notice.evidence.create(
            kind="photo",
            file=file,
            description="The label",
            added_by_id=reviewer.user_id,
        )

        page = client.get(url_of(claimed)).content.decode()
        (url,) = re.findall(r'href="(/notices/[^"]+/evidence/[^"]+)"', page)

        assert client.get(url).status_code == 200


class TestTheApi:
    def claim(self, client):
        return client.post(reverse("api-review-claim"))

    def test_claims_and_decides(self, client, file):
        file()

        item = self.claim(client).json()
        url = reverse("api-review-decide", kwargs={"pk": item["id"]})
        answer = client.post(url, GIVEN, content_type="application/json")

        assert answer.status_code == 201, answer.content
        assert answer.json()["policy_clause"] == "4.1"

    def test_says_when_nothing_waits(self, client):
        assert self.claim(client).status_code == 204

    def test_refuses_a_second_decision_as_a_conflict(self, client, claimed):
        url = reverse("api-review-decide", kwargs={"pk": claimed.pk})
        client.post(url, GIVEN, content_type="application/json")

        answer = client.post(url, GIVEN, content_type="application/json")

        assert answer.status_code == 409
        assert answer["Content-Type"] == "application/problem+json"

    def test_refuses_as_the_page_does(self, client, claimed):
        url = reverse("api-review-decide", kwargs={"pk": claimed.pk})

        answer = client.post(
            url, GIVEN | {"facts": "Fake."}, content_type="application/json"
        )

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "#/facts"
