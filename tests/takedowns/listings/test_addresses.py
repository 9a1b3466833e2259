"""Addresses as they are pasted, and as they are forged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedowns.listings.addresses import Normalised, Refusal, normalise


class Market:
    hosts = ["market.example", "münchen.example", "127.0.0.1:8100"]
    listing_patterns = [
        r"^/item/(?P<id>[A-Za-z0-9-]{1,40})$",
        r"^/offer\?(?:.*&)?id=(?P<id>\d{1,12})(?:&|$)",
    ]
    listing_url = "https://market.example/item/{id}"


A1 = Normalised("A1", "https://market.example/item/A1")


@pytest.mark.parametrize(
    "address",
    [
        "https://market.example/item/A1",
        "http://market.example/item/A1",
        "market.example/item/A1",
        "//market.example/item/A1",
        "HTTPS://MARKET.EXAMPLE/item/A1",
        "https://www.market.example/item/A1",
        "https://m.market.example/item/A1",
        "https://market.example:443/item/A1",
        "https://market.example./item/A1",
        "https://market.example/item/A1/",
        "https://market.example/item/A1#pictures",
        "https://market.example/item/A1?utm_source=mail&spm=a2g0o",
        "https://market.example/item/A1?colour=red",
        "  https://market.example/item/A1  ",
        "https://market.example/%69tem/A1",
        "https://market.example/shop/../item/A1",
        "http://127.0.0.1:8100/item/A1",
        "127.0.0.1:8100/item/A1",
    ],
)
def test_an_address_is_read_as_its_marketplace_means_it(address):
    assert normalise(address, Market) == A1


def test_a_marketplace_may_keep_the_id_in_the_query():
    found = normalise("market.example/offer?gclid=x&id=77&utm_term=y", Market)

    assert found == Normalised("77", "https://market.example/item/77")


@pytest.mark.parametrize(
    ("address", "refusal"),
    [
        ("", Refusal.EMPTY),
        ("https://market.example/item/" + "A" * 2000, Refusal.TOO_LONG),
        ("https://market.example/item/A1 and more", Refusal.UNREADABLE),
        ("https://", Refusal.UNREADABLE),
        ("A1", Refusal.UNREADABLE),
        ("https://[::1", Refusal.UNREADABLE),
        ("https://market.example:99999/item/A1", Refusal.UNREADABLE),
        ("https://market.example/item/A1\x00", Refusal.INVISIBLE),
        ("https://mar\tket.example/item/A1", Refusal.INVISIBLE),
        ("https://market.example/item/\u202eA1", Refusal.INVISIBLE),
        ("https://mar\u00adket.example/item/A1", Refusal.INVISIBLE),
        ("https://market.example\\@evil.example/item/A1", Refusal.BACKSLASH),
        ("https:\\\\market.example\\item\\A1", Refusal.BACKSLASH),
        ("https://market.example@evil.example/item/A1", Refusal.USERINFO),
        ("https://user:pass@market.example/item/A1", Refusal.USERINFO),
        ("javascript:alert(1)", Refusal.SCHEME),
        ("ftp://market.example/item/A1", Refusal.SCHEME),
        ("file:///etc/passwd", Refusal.SCHEME),
        ("data:text/html,x", Refusal.SCHEME),
        ("https://\uff4darket.example/item/A1", Refusal.LOOKALIKE),
        ("https://market。example/item/A1", Refusal.LOOKALIKE),
        ("http://①②⑦.0.0.1/item/A1", Refusal.LOOKALIKE),
        ("https://m\u0430rket.example/item/A1", Refusal.LOOKALIKE),  # a Cyrillic letter
        ("http://localhost/item/A1", Refusal.NOT_PUBLIC),
        ("http://127.0.0.1/item/A1", Refusal.NOT_PUBLIC),
        ("http://127.0.0.1:8101/item/A1", Refusal.NOT_PUBLIC),
        ("http://[::1]/item/A1", Refusal.NOT_PUBLIC),
        ("http://[::ffff:127.0.0.1]/item/A1", Refusal.NOT_PUBLIC),
        ("http://2130706433/item/A1", Refusal.NOT_PUBLIC),
        ("http://0x7f.1/item/A1", Refusal.NOT_PUBLIC),
        ("http://0177.0.0.1/item/A1", Refusal.NOT_PUBLIC),
        ("http://169.254.169.254/latest/meta-data", Refusal.NOT_PUBLIC),
        ("https://other.example.com/item/A1", Refusal.ELSEWHERE),
        ("https://market.example.evil.com/item/A1", Refusal.ELSEWHERE),
        ("https://evilmarket.example/item/A1", Refusal.ELSEWHERE),
        ("https://market.example:8443/item/A1", Refusal.ELSEWHERE),
        ("https://market.example/", Refusal.NOT_A_LISTING),
        ("https://market.example/shop/7", Refusal.NOT_A_LISTING),
        ("https://market.example/item/A1%00", Refusal.NOT_A_LISTING),
    ],
)
def test_an_address_is_refused_for_a_reason(address, refusal):
    assert normalise(address, Market) == refusal


def test_a_name_in_another_script_is_read_where_the_marketplace_declares_it():
    found = normalise("https://münchen.example/item/A1", Market)
    encoded = normalise("https://xn--mnchen-3ya.example/item/A1", Market)

    assert found == encoded == A1


addresses = st.one_of(
    st.text(max_size=200),
    st.text("htps:/\\@market.xlbid?&=%[]#A1 0\x00\u202e", max_size=60),
    st.builds("https://market.example{}".format, st.text(max_size=60)),
    st.builds("https://{}/item/A1".format, st.text(max_size=40)),
)


@given(addresses)
def test_every_text_gets_an_answer(text):
    assert isinstance(normalise(text, Market), Normalised | Refusal)


@given(
    addresses
    | st.from_regex(r"market\.example/item/[A-Za-z0-9-]{1,40}", fullmatch=True)
)
def test_what_was_normalised_stays_as_it_is(text):
    found = normalise(text, Market)

    if isinstance(found, Normalised):
        assert normalise(found.url, Market) == found
