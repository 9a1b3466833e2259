from base64 import b64encode

import pytest


@pytest.fixture
def client(submitter, sign_in):
    return sign_in(submitter)


def post(client, body, path="notices"):
    return client.post(f"/api/v1/{path}", body, content_type="application/json")


class TestJson:
    @pytest.mark.parametrize(
        "body",
        [
            "[" * 100_000,
            '{"a":' * 100_000,
            '{"mark": 1e999}',
            '{"mark": NaN}',
            b"\xff\xfe{",
        ],
    )
    def test_of_no_sense_is_refused(self, client, body):
        answer = post(client, body)

        assert answer.status_code == 400
        assert answer.json()["code"] == "parse_error"

    def test_is_read_to_an_end(self, client):
        answer = post(client, '{"explanation": "' + "x" * 2_700_000 + '"}')

        assert answer.status_code == 413
        assert answer.json()["code"] == "too_long"

    @pytest.mark.parametrize("path", ["notices", "marks/signed", "addresses/check"])
    @pytest.mark.parametrize("body", ["5", "[]", '"x"', "null", "true"])
    def test_that_is_no_object_is_refused(self, client, path, body):
        assert post(client, body, path).status_code == 400


@pytest.mark.parametrize("path", ["notices", "marks", "mandates"])
@pytest.mark.parametrize("position", ["abc", "-1", "1\0", "9" * 30, "²"])
def test_a_cursor_that_nobody_wrote_leads_nowhere(client, path, position):
    cursor = b64encode(f"p={position}".encode()).decode()

    answer = client.get(f"/api/v1/{path}", {"cursor": cursor})

    assert answer.status_code == 404
