import pytest
from django.test import Client


@pytest.mark.parametrize("path", ["/", "/marks/", "/accounts/2fa/"])
def test_a_wrong_host_is_refused_with_a_page(path):
    answer = Client(headers={"Host": "evil.example"}).get(path)

    assert answer.status_code == 400
    assert b"<h1" in answer.content


@pytest.mark.parametrize(
    "address", ["/notices/%00/", "/notices/N%00/edit/", "/invitation/%00/"]
)
def test_what_no_row_could_be_called_is_not_there(address, sign_in, submitter):
    answer = sign_in(submitter).get(address)

    assert answer.status_code == 404
    assert b"<h1" in answer.content


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/marks/signed/", "/api/v1/notices"]
)
def test_what_is_too_large_is_refused_unread(path):
    """By its headers alone: the body that they promise never comes."""
    answer = Client().post(path, CONTENT_LENGTH=str(10**9))

    assert answer.status_code == 413
    assert b"<h1" in answer.content
