"""What may speak against recognising a mark by its word alone.

A hint for the eye of a reviewer, and no more: staff can set another. Surnames are left
to them: no list of them would be honest for every language.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path

from alliance.marks.models import Mark

Hint = Mark.Distinctiveness
SHORT = 3  # letters
_WORDS = Path(__file__).with_name("everyday_words.txt")


def hint(name: str) -> Hint:
    """SHORT for three letters or fewer, DICTIONARY for a word of everyday English."""
    letters = [letter for letter in name if letter.isalnum()]
    # One Chinese character is a word, so that three of them are a long name.
    is_ideographic = any(_is_ideograph(letter) for letter in letters)
    if len(letters) <= (1 if is_ideographic else SHORT):
        return Hint.SHORT
    if "".join(letters).casefold() in _everyday():
        return Hint.DICTIONARY
    return Hint.NONE


def _is_ideograph(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("CJK UNIFIED IDEOGRAPH")


@lru_cache
def _everyday() -> frozenset[str]:
    lines = _WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(
        word
        for line in lines
        if not line.startswith("#")
        for word in line.casefold().split()
    )
