from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from portal.api import idempotency
from portal.api.models import IdempotencyKey
from takedowns.notices.models import Item, Notice
from takedowns.notices.states import State
from tests.factories import ItemFactory, MarkFactory, NoticeFactory

SWORN = {"good_faith": True, "accuracy": True, "authority": True}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


@pytest.fixture
def client(submitter, sign_in):
    return sign_in(submitter)


@pytest.fixture
def told(mark, market):
    """All that a notice needs, as a program sends it."""
    return {
        "mark": mark.pk,
        "marketplace": market.slug,
        "reason": "TM_COUNTERFEIT",
        "explanation": "Not made by us: the label is printed, ours is woven.",
        "addresses": ["https://sandbox.example/item/A1", "sandbox.example/item/B2"],
        "submit": True,
        "declarations": SWORN,
        "signed_name": "Ada Moreau",
    }


def post(client, path, given, **headers):
    return client.post(
        f"/api/v1/{path}", given, content_type="application/json", headers=headers
    )


class TestCreate:
    def test_drafts_and_sends_in_one(self, client, told):
        answer = post(client, "notices", told)

        assert answer.status_code == 201, answer.json()
        notice = Notice.objects.get()
        assert answer.json()["reference"] == notice.reference
        assert notice.state == State.SUBMITTED
        assert notice.channel == Notice.Channel.API
        assert [item["listing_id"] for item in answer.json()["items"]] == ["A1", "B2"]

    @pytest.mark.parametrize("slug", ["\0", "sandbox\0", ["x"], {}, 5, "nowhere"])
    def test_refuses_a_marketplace_that_is_none(self, client, told, slug):
        answer = post(client, "notices", told | {"marketplace": slug})

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "#/marketplace"

    def test_refuses_half_a_pair_before_it_reads_on(self, client, told):
        answer = post(client, "notices", told | {"marketplace": "\ud800"})

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["code"] == "parse_error"

    def test_keeps_a_draft_of_whatever_there_is(self, client):
        answer = post(client, "notices", {})

        assert answer.status_code == 201
        assert answer.json()["state"] == "draft"

    def test_tells_all_that_is_missing_at_once(self, client):
        answer = post(client, "notices", {"submit": True})

        assert answer.status_code == 400
        assert answer.headers["Content-Type"] == "application/problem+json"
        pointers = {error["pointer"] for error in answer.json()["errors"]}
        right = {"mark", "marketplace", "reason", "explanation", "addresses"}
        signature = {"good_faith", "accuracy", "authority", "signed_name"}
        assert pointers == {f"#/{field}" for field in right | signature}
        assert not Notice.objects.exists()

    def test_tells_of_each_bad_address(self, client, told):
        told["addresses"] += ["https://elsewhere.com/1", "https://u:p@sandbox.example/"]

        answer = post(client, "notices", told)

        assert answer.status_code == 400
        errors = {e["pointer"]: e["code"] for e in answer.json()["errors"]}
        assert errors == {"#/addresses/2": "elsewhere", "#/addresses/3": "malformed"}

    def test_names_the_notice_that_is_open(self, client, told):
        first = post(client, "notices", told).json()["reference"]

        answer = post(client, "notices", told)

        assert answer.status_code == 409
        assert first in answer.json()["title"]

    def test_knows_no_mark_of_others(self, client, told):
        told["mark"] = MarkFactory().pk

        answer = post(client, "notices", told)

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["code"] == "does_not_exist"

    @pytest.mark.parametrize("who", ["observer", "reviewer"])
    def test_is_for_those_who_file(self, who, sign_in, request):
        client = sign_in(request.getfixturevalue(who))

        assert post(client, "notices", {}).status_code == 403

    @pytest.mark.parametrize(
        "text",
        [
            "\x00" * 30,
            "\u202e" + "genuine " * 5,
            "I own the trademark [name of mark] and no other.",
            "We are owner of the trademark  and owns the rights.",
            "{{ mark }} is infringed by every one of these.",
            "XXX is infringed by every one of these.",
            " " * 40,
            "x" * 5001,
        ],
    )
    def test_refuses_what_no_person_wrote(self, client, told, text):
        told["explanation"] = text

        answer = post(client, "notices", told)

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "#/explanation"

    @pytest.mark.parametrize(
        "text", ["<script>alert(1)</script>", "'; DROP TABLE x; --", "%s %(a)s {0}"]
    )
    @pytest.mark.parametrize("field", ["mark", "marketplace", "reason", "addresses"])
    def test_answers_hostile_fields_with_a_refusal(self, client, told, field, text):
        told[field] = [text] if field == "addresses" else text

        assert post(client, "notices", told).status_code == 400


class TestTimeline:
    def test_says_what_happened_newest_first(self, client, told):
        reference = post(client, "notices", told).json()["reference"]

        lines = client.get(f"/api/v1/notices/{reference}/timeline").json()

        assert [line["what"] for line in lines] == ["Sent to review", "Drafted"]
        assert lines[0]["at"] >= lines[1]["at"]

    def test_is_for_those_who_see_the_notice(self, client, told, stranger, sign_in):
        reference = post(client, "notices", told).json()["reference"]

        answer = sign_in(stranger).get(f"/api/v1/notices/{reference}/timeline")

        assert answer.status_code == 404


class TestTwoHundredAtOnce:
    @pytest.fixture
    def post_all(self, submitter, sign_in):
        cookies = sign_in(submitter).cookies

        def one(given, headers):
            client = Client()
            client.cookies = cookies
            try:
                return post(client, "notices", given, **headers)
            finally:
                connections.close_all()

        def all_at_once(given, **headers):
            with ThreadPoolExecutor(16) as pool:
                asked = [pool.submit(one, given, headers) for _ in range(200)]
                return [answer.result() for answer in asked]

        return all_at_once

    @pytest.mark.django_db(transaction=True)
    def test_make_one_notice_and_name_it_to_all_others(self, told, post_all):
        answers = post_all(told)

        reference = Notice.objects.get().reference
        created = [a for a in answers if a.status_code == 201]
        refused = [a for a in answers if a.status_code == 409]
        assert (len(created), len(refused)) == (1, 199)
        assert all(reference in answer.json()["title"] for answer in refused)
        assert Item.objects.count() == 2

    @pytest.mark.django_db(transaction=True)
    def test_of_one_key_are_all_answered_alike(self, told, post_all):
        answers = post_all(told, **{"Idempotency-Key": "once"})

        assert Notice.objects.count() == 1
        assert {a.status_code for a in answers} == {201}
        assert all(a.json() == answers[0].json() for a in answers)
        assert sum("Idempotent-Replayed" not in a.headers for a in answers) == 1


class TestAnIdempotencyKey:
    key = {"Idempotency-Key": "k-1"}

    def test_repeats_the_answer(self, client, told):
        first = post(client, "notices", told, **self.key)
        again = post(client, "notices", told, **self.key)

        assert again.json() == first.json()
        assert again.headers["Idempotent-Replayed"] == "true"
        assert Notice.objects.count() == 1

    def test_is_for_one_request(self, client, told):
        post(client, "notices", told, **self.key)

        other = post(client, "notices", told | {"submit": False}, **self.key)

        assert other.status_code == 422
        assert other.json()["code"] == "key_used_otherwise"

    def test_of_a_refusal_may_be_used_again(self, client, told):
        refused = post(client, "notices", {"submit": True}, **self.key)
        mended = post(client, "notices", told, **self.key)

        assert (refused.status_code, mended.status_code) == (400, 201)

    def test_is_each_organisation_s_own(self, client, told, stranger, sign_in):
        post(client, "notices", told, **self.key)

        other = post(sign_in(stranger), "notices", {}, **self.key)

        assert other.status_code == 201
        assert "Idempotent-Replayed" not in other.headers

    def test_is_forgotten_after_a_week(self, client, told):
        post(client, "notices", told | {"submit": False}, **self.key)

        with time_machine.travel(timezone.now() + idempotency.KEPT, tick=True):
            idempotency.forget_old()

        assert not IdempotencyKey.objects.exists()

    @pytest.mark.parametrize("key", ["", "x" * 256])
    def test_has_a_form(self, client, key):
        answer = post(client, "notices", {}, **{"Idempotency-Key": key})

        assert answer.status_code == 400

    @pytest.mark.django_db(transaction=True)
    def test_says_that_the_same_request_is_at_work(
        self, client, submitter, monkeypatch
    ):
        monkeypatch.setattr(idempotency, "PATIENCE", "50ms")
        holder = connection.copy()
        with holder.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_lock(hashtextextended(%s, 1))",
                [f"{submitter.organisation_id}:k-1"],
            )

        answer = post(client, "notices", {}, **self.key)

        holder.close()
        assert (answer.status_code, answer.json()["code"]) == (409, "in_flight")


class TestRead:
    def test_tells_how_far_each_item_has_come(self, client, sent):
        answer = client.get(f"/api/v1/notices/{sent.reference}").json()

        stands = [step["stand"] for step in answer["items"][0]["way"]]
        assert stands == ["done", "now", "ahead", "ahead", "ahead", "ahead"]
        assert answer["due_at"]

    def test_lists_our_own(self, client, sent):
        NoticeFactory()

        answer = client.get("/api/v1/notices").json()

        assert [row["reference"] for row in answer["results"]] == [sent.reference]

    @pytest.mark.parametrize("path", ["", "/submit", "/withdraw", "/evidence"])
    def test_is_a_404_for_strangers(self, path, sent, stranger, sign_in):
        client = sign_in(stranger)
        address = f"/api/v1/notices/{sent.reference}{path}"
        given = {
            "/evidence": {"kind": "photo", "description": "x", "file": _upload(PNG)}
        }.get(path, {"reason": "x"})
        form = {} if path == "/evidence" else {"content_type": "application/json"}

        answer = client.post(address, given, **form) if path else client.get(address)

        assert answer.status_code == 404

    def test_costs_the_same_for_thirty_items_as_for_one(
        self, client, sent, django_assert_max_num_queries
    ):
        def cost():
            with django_assert_max_num_queries(20) as asked:
                client.get(f"/api/v1/notices/{sent.reference}")
            return len(asked)

        one = cost()
        ItemFactory.create_batch(29, notice=sent)

        assert cost() == one


class TestSubmitAndWithdraw:
    def test_a_draft_is_signed_and_sent(self, client, notice, item):
        answer = post(
            client,
            f"notices/{notice.reference}/submit",
            {"declarations": SWORN, "signed_name": "Ada Moreau"},
        )

        assert (answer.status_code, answer.json()["state"]) == (200, "submitted")

    def test_what_was_sent_is_sent_once(self, client, sent):
        answer = post(
            client,
            f"notices/{sent.reference}/submit",
            {"declarations": SWORN, "signed_name": "Ada Moreau"},
        )

        assert answer.status_code == 409

    def test_what_was_sent_can_be_withdrawn(self, client, sent):
        answer = post(
            client, f"notices/{sent.reference}/withdraw", {"reason": "A licensee."}
        )

        assert answer.json()["state"] == "withdrawn"


class TestEvidence:
    def test_is_added_to_a_draft(self, client, notice):
        answer = client.post(
            f"/api/v1/notices/{notice.reference}/evidence",
            {"kind": "photo", "description": "The label.", "file": _upload(PNG)},
        )

        assert answer.status_code == 201, answer.json()
        assert notice.evidence.get().description == "The label."

    def test_is_what_it_says_it_is(self, client, notice):
        answer = client.post(
            f"/api/v1/notices/{notice.reference}/evidence",
            {"kind": "photo", "description": "A page.", "file": _upload(b"<html>")},
        )

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "#/file"


class TestAddressCheck:
    def test_answers_each_line_and_keeps_nothing(self, client, mark, sent):
        open_url = sent.items.get().listing.url
        addresses = [open_url, "https://elsewhere.com/1", "nothing", open_url]

        answer = post(
            client,
            "addresses/check",
            {
                "marketplace": sent.marketplace.slug,
                "mark": mark.pk,
                "addresses": addresses,
            },
        ).json()

        verdicts = [line["verdict"] for line in answer["lines"]]
        assert verdicts == ["open", "elsewhere", "malformed", "repeated"]
        assert answer["lines"][0]["reference"] == sent.reference
        assert answer["good"] == 0


def _upload(content):
    return SimpleUploadedFile("label.png", content)
