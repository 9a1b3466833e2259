"""Every sort of file, and the one right answer to each."""

import pytest

from alliance.marks import smd
from alliance.marks.demo_authority import marks, specimens
from alliance.marks.smd import Refusal

ANSWERS = {
    "trademark": None,
    "chinese-trademark": None,
    "court-mark": None,
    "treaty-mark": None,
    "comment-in-the-number": None,
    "revoked": Refusal.REVOKED_MARK,
    "revoked-behind-a-comment": Refusal.REVOKED_MARK,
    "expired": Refusal.EXPIRED,
    "not-yet-valid": Refusal.NOT_YET_VALID,
    "revoked-signer": Refusal.REVOKED_SIGNER,
    "wrong-authority": Refusal.WRONG_AUTHORITY,
    "one-letter-of-the-signature": Refusal.BAD_SIGNATURE,
    "another-name": Refusal.BAD_SIGNATURE,
    "original-inside-a-forgery": Refusal.BAD_SIGNATURE,
    "bare-key": Refusal.WRONG_AUTHORITY,
    "unsigned": Refusal.MALFORMED,
    "not-a-mark": Refusal.MALFORMED,
    "wrapped-in-another-root": Refusal.MALFORMED,
    "entity": Refusal.MALFORMED,
    "external-entity": Refusal.MALFORMED,
    "external-reference": Refusal.MALFORMED,
    "billion-laughs": Refusal.MALFORMED,
    "hidden-in-utf-16": Refusal.MALFORMED,
    "a-letter": Refusal.MALFORMED,
    "half-a-file": Refusal.MALFORMED,
}


@pytest.fixture(scope="module")
def book(home, stranger, at):
    return {each.name: each for each in specimens.book(home, stranger, at=at)}


def test_the_book_has_a_specimen_of_every_sort(book):
    assert book.keys() == ANSWERS.keys()


@pytest.mark.parametrize(("name", "answer"), ANSWERS.items())
def test_each_specimen_gets_its_answer(book, trust, at, name, answer):
    assert _answer(book[name].smd, trust, at) == answer == book[name].refusal


@pytest.mark.parametrize(
    ("name", "mark"),
    {
        "trademark": marks.TRADEMARK,
        "chinese-trademark": marks.CHINESE_TRADEMARK,
        "court-mark": marks.COURT_MARK,
        "treaty-mark": marks.TREATY_MARK,
    }.items(),
)
def test_a_good_mark_is_read_as_it_was_written(book, trust, at, name, mark):
    assert smd.verify(book[name].smd, trust=trust, at=at).marks == (mark,)


def test_a_comment_neither_breaks_nor_shortens_the_number(book, trust, at):
    plain = smd.verify(book["trademark"].smd, trust=trust, at=at)
    commented = smd.verify(book["comment-in-the-number"].smd, trust=trust, at=at)

    assert b"<!-- -->" in commented.xml
    assert commented.smd_id == plain.smd_id


def _answer(file, trust, at):
    try:
        smd.verify(file, trust=trust, at=at)
    except smd.Refused as refused:
        return refused.code
    return None
