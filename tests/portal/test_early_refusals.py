import pytest
from django.test import Client


@pytest.mark.parametrize("path", ["/", "/marks/", "/accounts/2fa/"])
def test_a_wrong_host_is_refused_with_a_page(path):
    answer = Client(headers={"Host": "evil.example"}).get(path)

    assert answer.status_code == 400
    assert b"<h1" in answer.content
