import base64
from datetime import timedelta
from pathlib import Path

import pytest

from takedowns.connectors import clock, signing

SECRET = signing.new_secret()
BODY = b'{"key": "k-1", "listing_id": "7"}'


def headers(body=BODY, at=None):
    return signing.headers(SECRET, "k-1", body, at=at or clock.now())


def is_accepted(body, given):
    try:
        signing.verify(SECRET, body, given)
    except signing.Forged:
        return False
    return True


def flipped(text, bit):
    raw = bytearray(text)
    raw[bit // 8] ^= 1 << (bit % 8)
    return bytes(raw)


def test_what_was_signed_is_accepted():
    assert is_accepted(BODY, headers())


def test_ten_lines_of_the_documentation_verify_it():
    """docs/marketplace-protocol.md shows engineers this very code."""
    documented = {}
    exec(_documented_code(), documented)  # noqa: S102 our own page, run as written
    given = headers()

    assert documented["is_genuine"](SECRET, given, BODY)
    assert not documented["is_genuine"](SECRET, given, BODY + b" ")
    late = headers(at=clock.now() - timedelta(seconds=301))
    assert not documented["is_genuine"](SECRET, late, BODY)


@pytest.mark.parametrize(
    "part", ["webhook-id", "webhook-timestamp", "webhook-signature"]
)
def test_no_flipped_bit_of_a_header_is_accepted(part):
    given = headers()
    for bit in range(len(given[part]) * 8):
        changed = flipped(given[part].encode(), bit).decode("latin-1")
        assert not is_accepted(BODY, given | {part: changed}), (part, bit)


def test_no_flipped_bit_of_the_body_is_accepted():
    given = headers()
    for bit in range(len(BODY) * 8):
        assert not is_accepted(flipped(BODY, bit), given), bit


@pytest.mark.parametrize("seconds", [-301, 301])
def test_neither_yesterday_s_nor_tomorrow_s_signature_is_accepted(seconds):
    at = clock.now() + timedelta(seconds=seconds)

    assert not is_accepted(BODY, headers(at=at))


@pytest.mark.parametrize("seconds", [-290, 290])
def test_clocks_may_differ_by_almost_five_minutes(seconds):
    at = clock.now() + timedelta(seconds=seconds)

    assert is_accepted(BODY, headers(at=at))


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"webhook-id": "k-1"},
        {"webhook-signature": ""},
        {"webhook-signature": "v1"},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "v1,a,b"},
        {"webhook-signature": "v2," + base64.b64encode(b"x" * 32).decode()},
        {"webhook-signature": "v1,é"},
        {"webhook-timestamp": "nan"},
        {"webhook-timestamp": "9" * 400},
        {"webhook-timestamp": "-1"},
        {"webhook-timestamp": "\u0661\u0667"},
    ],
)
def test_headers_of_no_sense_are_refused_not_raised(given):
    full = headers() if len(given) == 1 and "webhook-id" not in given else {}

    assert not is_accepted(BODY, full | given)


def test_the_second_of_two_signatures_counts_too():
    """So that a secret can be changed while orders are on their way."""
    given = headers()
    other = signing.headers(signing.new_secret(), "k-1", BODY, at=clock.now())
    both = other["webhook-signature"] + " " + given["webhook-signature"]

    assert is_accepted(BODY, given | {"webhook-signature": both})


def test_a_request_without_body_is_bound_to_its_address():
    signed = signing.payload("GET", "/alliance/v1/listings/7", b"")
    given = headers(signed)

    assert is_accepted(signed, given)
    assert not is_accepted(
        signing.payload("GET", "/alliance/v1/listings/8", b""), given
    )


def _documented_code():
    page = Path(__file__).parents[3] / "docs" / "marketplace-protocol.md"
    blocks = page.read_text().split("```python\n")[1:]
    return next(b.split("```")[0] for b in blocks if "def is_genuine" in b)
