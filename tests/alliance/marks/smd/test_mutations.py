"""Whatever is done to a signed file: no signed byte ever changes and still verifies."""

import base64
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alliance.marks import smd
from alliance.marks.demo_authority.marks import CHINESE_TRADEMARK
from alliance.marks.demo_authority.specimens import YEAR
from alliance.marks.smd import Refusal
from alliance.marks.smd.envelope import unwrap

bounded = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

VERSION = 0.0146  # where a certificate says that it is of version 3
pytestmark = pytest.mark.filterwarnings("ignore:Parsed a serial number")


@pytest.fixture(scope="module")
def xml(home, at):
    file = home.sign(
        CHINESE_TRADEMARK, serial=1, not_before=at - YEAR, not_after=at + YEAR
    )
    return unwrap(file)


@bounded
@given(where=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_one_byte_flipped(xml, trust, at, where, flip):
    changed = bytearray(xml)
    changed[int(where * len(xml))] ^= flip

    _says_the_same_or_is_refused(bytes(changed), xml, trust, at)


@bounded
@given(
    start=st.floats(0, 1),
    length=st.integers(0, 60),
    instead=st.one_of(
        st.binary(max_size=20),
        st.sampled_from(
            [
                b"<!-- -->",
                b"<?x?>",
                b" xmlns:=''",
                b" :=''",
                b"&amp;",
                b"&#13;",
                b"<x/>",
                b"&lt;",
            ]
        ),
    ),
)
@example(start=0.0, length=0, instead=b"<!DOCTYPE x>")
def test_a_stretch_replaced(xml, trust, at, start, length, instead):
    begin = int(start * len(xml))
    changed = xml[:begin] + instead + xml[begin + length :]

    _says_the_same_or_is_refused(changed, xml, trust, at)


@bounded
@given(where=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
@example(where=VERSION, flip=0x45)
def test_one_byte_of_the_certificate_flipped(xml, trust, at, where, flip):
    before, tag, rest = xml.partition(b"<ds:X509Certificate>")
    encoded, end, after = rest.partition(b"</ds:X509Certificate>")
    der = bytearray(base64.b64decode(encoded.replace(b"&#13;", b"")))
    der[int(where * len(der))] ^= flip
    changed = before + tag + base64.b64encode(der) + end + after

    with pytest.raises(smd.Refused) as refused:
        smd.verify(changed, trust=trust, at=at)
    assert refused.value.code in {Refusal.MALFORMED, Refusal.WRONG_AUTHORITY}


@bounded
@given(st.binary(max_size=300))
def test_any_bytes_at_all(trust, at, file):
    with pytest.raises(smd.Refused):
        smd.verify(file, trust=trust, at=at)


def test_every_letter_of_every_value_is_signed(xml, trust, at):
    """Bounded by one value: all of the number's digits, each changed to the next."""
    begin = xml.index(b"<smd:id>") + len(b"<smd:id>")
    for place in range(begin, begin + 19):
        digit = b"%d" % ((int(xml[place : place + 1]) + 1) % 10)
        with pytest.raises(smd.Refused) as refused:
            smd.verify(xml[:place] + digit + xml[place + 1 :], trust=trust, at=at)
        assert refused.value.code == Refusal.BAD_SIGNATURE


def _says_the_same_or_is_refused(changed, xml, trust, at):
    """A space between attributes or inside base64 is not signed, and says nothing."""
    original = smd.verify(xml, trust=trust, at=at)
    try:
        found = smd.verify(changed, trust=trust, at=at)
    except smd.Refused:
        return
    assert replace(found, xml=b"") == replace(original, xml=b"")
