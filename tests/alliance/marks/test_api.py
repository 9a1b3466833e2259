import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alliance.models import Mark
from tests.alliance.marks.test_registration import REFUSED
from tests.factories import MarkFactory
from tests.portal.files import pictures

SIGNED = "/api/v1/marks/signed"


@pytest.fixture
def client(submitter, sign_in):
    return sign_in(submitter)


def post_json(client, smd, **more):
    given = {"smd": base64.b64encode(smd).decode()} | more
    return client.post(SIGNED, given, content_type="application/json")


class TestSigned:
    def test_registers_from_base64(self, client, trusted, specimens):
        answer = post_json(client, specimens["trademark"].smd)

        (mark,) = answer.json()["marks"]
        assert answer.status_code == 201
        assert mark["is_usable"] is True
        assert (mark["name"], mark["nice_classes"]) == ("Aurelle & Cie", [14, 18, 25])
        assert mark["holders"][0]["organisation"] == "Maison Aurelle S.A."
        assert answer.json()["smd_id"].endswith("-9999")

    def test_registers_from_the_file(self, client, trusted, specimens):
        smd = SimpleUploadedFile("m.smd", specimens["chinese-trademark"].smd)

        answer = client.post(SIGNED, {"file": smd})

        assert answer.status_code == 201, answer.json()
        assert answer.json()["marks"][0]["name"] == "云岭"

    @pytest.mark.parametrize("name", REFUSED)
    def test_answers_a_refusal_with_its_code(self, client, trusted, specimens, name):
        answer = post_json(client, specimens[name].smd)

        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == REFUSED[name]
        assert answer.json()["title"].endswith(".")

    def test_twice_is_one_mark(self, client, trusted, specimens):
        post_json(client, specimens["trademark"].smd)
        again = post_json(client, specimens["trademark"].smd)

        assert again.json()["code"] == "already_registered"
        assert Mark.objects.count() == 1

    @pytest.mark.parametrize(
        "given",
        [
            {},
            {"smd": "!!"},
            {"smd": 3},
            {"smd": ""},
            {"smd": "é"},
            {"file": "text"},
            [],
        ],
    )
    def test_of_the_wrong_shape_is_said_to_be(self, client, trusted, given):
        answer = client.post(SIGNED, given, content_type="application/json")

        assert answer.status_code == 400, answer.content
        assert answer["Content-Type"] == "application/problem+json"

    def test_does_not_see_another_s_brand(self, client, trusted, specimens):
        foreign = MarkFactory().brand

        answer = post_json(client, specimens["trademark"].smd, brand=foreign.pk)

        assert answer.json()["errors"][0]["pointer"] == "#/brand"

    @pytest.mark.parametrize("who", ["observer", "reviewer", "administrator"])
    def test_is_for_those_who_may(self, who, trusted, specimens, request, sign_in):
        client = sign_in(request.getfixturevalue(who))

        assert post_json(client, specimens["trademark"].smd).status_code == 403


class TestReading:
    def test_lists_one_s_own(self, client, mark):
        MarkFactory(name="FOREIGN")

        answer = client.get("/api/v1/marks").json()

        assert [row["name"] for row in answer["results"]] == ["AURELLE"]

    def test_lists_by_state(self, client, mark, brand):
        MarkFactory(organisation=brand, name="LUNE", pending=True)

        answer = client.get("/api/v1/marks?state=pending").json()

        assert [row["name"] for row in answer["results"]] == ["LUNE"]

    def test_tells_one(self, client, mark):
        answer = client.get(f"/api/v1/marks/{mark.pk}").json()

        assert (answer["registration_number"], answer["state"]) == (
            mark.registration_number,
            "verified",
        )

    def test_does_not_find_another_s(self, client):
        foreign = MarkFactory()

        assert client.get(f"/api/v1/marks/{foreign.pk}").status_code == 404

    def test_costs_the_same_however_many_there_are(
        self, client, mark, brand, django_assert_max_num_queries
    ):
        client.get("/api/v1/marks")
        with django_assert_max_num_queries(50) as for_one:
            client.get("/api/v1/marks")
        MarkFactory.create_batch(3, organisation=brand)

        with django_assert_max_num_queries(len(for_one)):
            client.get("/api/v1/marks")


class TestPictures:
    def add(self, client, mark, data, **more):
        upload = SimpleUploadedFile("p.jpg", data)
        given = {"file": upload, "caption": "Front"} | more
        return client.post(f"/api/v1/marks/{mark.pk}/pictures", given)

    def test_are_added(self, client, mark):
        answer = self.add(client, mark, pictures.photo())

        assert answer.status_code == 201
        assert (answer.json()["width"], answer.json()["kind"]) == (400, "product")
        assert mark.pictures.get().pk == answer.json()["id"]

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"<svg/>", "not_accepted"),
            (pictures.png_claiming(13_000, 13_000), "too_many_pixels"),
            (pictures.photo()[:-400], "damaged"),
        ],
    )
    def test_that_are_none_are_refused(self, client, mark, data, code):
        answer = self.add(client, mark, data)

        assert answer.status_code == 400
        assert answer.json()["code"] == code
        assert answer.json()["errors"][0]["pointer"] == "#/file"

    def test_of_another_s_mark_are_not_there(self, client):
        assert self.add(client, MarkFactory(), pictures.photo()).status_code == 404
