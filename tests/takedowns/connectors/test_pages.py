import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from takedowns.connectors import pages
from takedowns.connectors.base import Ground, Presence
from takedowns.connectors.fetching import Answer

URL = "https://shop.example/listing/4711"
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
PRODUCT = {
    "@context": "https://schema.org",
    "@type": "Product",
    "sku": "4711",
    "name": "Alba 吉他",
    "image": ["/p/1.jpg"],
    "offers": {
        "price": "1,290.00",
        "priceCurrency": "eur",
        "seller": {"name": "Star", "identifier": "s-1"},
    },
}


def page(*things, title="Shop", body=""):
    scripts = "".join(
        f'<script type="application/ld+json">{json.dumps(thing)}</script>'
        for thing in things
    )
    return (
        f"<html><head><title>{title}</title>{scripts}</head><body>{body}</body></html>"
    )


def judged(markup="", status=200, url=URL):
    body = markup if isinstance(markup, bytes) else markup.encode()
    answer = Answer(status, {"content-type": "text/html"}, body, url)
    return pages.judge(answer, listing_id="4711", listing_url=URL, at=AT)


@pytest.mark.parametrize(
    ("markup", "status", "url", "state", "ground"),
    [
        (page(PRODUCT), 200, URL, Presence.LIVE, Ground.SHOWN),
        (page(PRODUCT, title="404 not found"), 200, URL, Presence.LIVE, Ground.SHOWN),
        (page(PRODUCT), 200, URL + "/alba", Presence.LIVE, Ground.SHOWN),
        (page(), 404, URL, Presence.GONE, Ground.NOT_THERE),
        (page(), 410, URL, Presence.GONE, Ground.NOT_THERE),
        ("", 410, URL, Presence.GONE, Ground.NOT_THERE),
        (page(PRODUCT | {"sku": "1"}), 404, URL, Presence.GONE, Ground.NOT_THERE),
        (page(PRODUCT), 410, URL, Presence.UNKNOWN, Ground.SHOWN_THOUGH_GONE),
        (
            page(title="Page not found"),
            200,
            URL,
            Presence.UNKNOWN,
            Ground.SAYS_NOT_THERE,
        ),
        (
            page(body="<h1>商品不存在</h1>"),
            200,
            URL,
            Presence.UNKNOWN,
            Ground.SAYS_NOT_THERE,
        ),
        (
            page(body="<h1>宝贝已下架</h1>"),
            200,
            URL,
            Presence.UNKNOWN,
            Ground.SAYS_NOT_THERE,
        ),
        (
            page(),
            200,
            "https://shop.example/",
            Presence.UNKNOWN,
            Ground.LEADS_ELSEWHERE,
        ),
        (
            page(PRODUCT | {"sku": "47110"}),
            200,
            URL,
            Presence.UNKNOWN,
            Ground.OTHER_PRODUCT,
        ),
        (page(), 200, URL, Presence.UNKNOWN, Ground.NO_PRODUCT),
        ("", 200, URL, Presence.UNKNOWN, Ground.NO_PRODUCT),
        ("4711", 200, URL, Presence.UNKNOWN, Ground.NO_PRODUCT),
        (page(PRODUCT), 403, URL, Presence.UNKNOWN, Ground.CLOSED_TO_US),
        (page(), 451, URL, Presence.UNKNOWN, Ground.CLOSED_TO_US),
        (page(), 204, URL, Presence.UNKNOWN, Ground.CLOSED_TO_US),
    ],
)
def test_status_and_page_together_say_where_the_listing_is(
    markup, status, url, state, ground
):
    sighting = judged(markup, status, url)

    assert (sighting.state, sighting.detail) == (state, ground)


@pytest.mark.parametrize(
    "thing",
    [
        PRODUCT,
        [PRODUCT],
        {"@graph": [{"@type": "WebPage"}, PRODUCT]},
        PRODUCT | {"@type": ["Thing", "Product"]},
        PRODUCT | {"sku": 4711},
        PRODUCT | {"sku": None, "@id": URL},
        PRODUCT
        | {"sku": "", "identifier": {"@type": "PropertyValue", "value": "4711"}},
        PRODUCT | {"sku": "", "offers": [{"url": URL}]},
    ],
)
def test_a_product_is_found_however_it_is_written(thing):
    assert judged(page({"@type": "BreadcrumbList"}, thing)).state == Presence.LIVE


def test_a_shop_without_json_ld_is_read_by_open_graph():
    sighting = judged(
        '<meta property="og:type" content="product"><meta property="og:title" '
        f'content="Alba"><link rel="canonical" href="{URL}">'
    )

    assert (sighting.state, sighting.title) == (Presence.LIVE, "Alba")


def test_what_is_shown_is_kept():
    sighting = judged(page(PRODUCT))

    assert sighting.title == "Alba 吉他"
    assert (sighting.price, sighting.currency) == (Decimal("1290.00"), "EUR")
    assert (sighting.seller_id, sighting.seller_name) == ("s-1", "Star")
    assert sighting.picture_url == "https://shop.example/p/1.jpg"
    assert (sighting.seen_at, sighting.http_status) == (AT, 200)


@pytest.mark.parametrize(
    "price", ["NaN", "Infinity", "-1", "1e99", "free", [], {}, True, None]
)
def test_a_price_of_no_sense_is_none(price):
    sighting = judged(page(PRODUCT | {"offers": {"price": price}}))

    assert (sighting.state, sighting.price) == (Presence.LIVE, None)


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x00\x01\x02" * 50,
        b"\xff\xfe\xfd",
        b"<" * 10_000,
        b"<div>" * 50_000,
        b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><h1>&a;</h1>",
        b"%PDF-1.7",
        page([[[[PRODUCT]]]]).encode(),
        page("x", 7, None, {"@graph": 3}, {"@type": {"a": 1}}).encode(),
        page(
            {"@type": "Product", "sku": {"value": ["4711"]}, "offers": "none"}
        ).encode(),
        page(
            {"@type": "Product", "image": {"url": {"url": 1}}, "url": "http://["}
        ).encode(),
        b'<script type="application/ld+json">{"@type":' + b"[" * 100_000 + b"</script>",
        b'<script type="application/ld+json">{"a": "\\ud800"}</script>',
        b'<meta property="og:type" content="product"><link rel="canonical">',
        b'<meta property="og:type" content="product"><meta property="og:image">',
    ],
)
@pytest.mark.parametrize("status", [200, 404, 302])
def test_nonsense_is_judged_never_raised(nonsense, status):
    expected = Presence.GONE if status == 404 else Presence.UNKNOWN

    assert judged(nonsense, status).state == expected
