from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from alliance.marks.smd import Refusal, Refused
from alliance.marks.smd.refusal import malformed

ON = datetime(2027, 10, 18, 14, 57, tzinfo=UTC)


@pytest.mark.parametrize("code", Refusal)
def test_every_refusal_says_what_happened_and_what_to_do(code):
    with override("en-gb"):
        sentence = Refused(code, because="it is empty", on=ON).sentence

    assert "%" not in sentence
    assert any(word in sentence for word in ("Upload", "upload", "Ask"))


def test_a_file_that_is_no_mark_is_told_why():
    with override("en-gb"):
        assert "not a signed mark: it is empty." in malformed("it is empty").sentence


def test_a_date_is_told_where_a_date_decides():
    with override("en-gb"):
        sentence = Refused(Refusal.EXPIRED, on=ON).sentence

    assert "until 18 Oct 2027" in sentence
