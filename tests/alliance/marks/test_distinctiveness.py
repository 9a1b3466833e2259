import pytest

from alliance.marks.distinctiveness import hint


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("AURELLE", "none"),
        ("A.B.C.", "short"),
        ("ÅÄ", "short"),
        ("Apple", "dictionary"),
        ("SILVER", "dictionary"),
        ("Silver Apple", "none"),
        ("路易威", "none"),
        ("云", "short"),
        ("свобода", "none"),
        ("", "short"),
    ],
)
def test_a_hint_says_what_may_speak_against_the_word(name, found):
    assert hint(name) == found
