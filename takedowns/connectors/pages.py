"""What a listing's public page shows, and what follows from it.

| the page answers | and shows               | so it is | ground             |
|------------------|-------------------------|----------|--------------------|
| 404, 410         | no product              | gone     | NOT_THERE          |
| 404, 410         | the product             | unknown  | SHOWN_THOUGH_GONE  |
| 200              | the product             | live     | SHOWN              |
| 200              | words like "not found"  | unknown  | SAYS_NOT_THERE     |
| 200              | none, after a redirect  | unknown  | LEADS_ELSEWHERE    |
| 200              | another product         | unknown  | OTHER_PRODUCT      |
| 200              | none                    | unknown  | NO_PRODUCT         |
| 401, 403, 451, … | anything                | unknown  | CLOSED_TO_US       |
| 429, 5xx         | anything                | -        | raises Unavailable |

A "not found" page that answers 200 is not taken for the truth: it costs a marketplace
nothing, is shown to whom it pleases, and search engines keep the listing. Only the
status that means gone, without the product under it, proves a removal.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html

from takedowns.connectors.answers import currency, price, text
from takedowns.connectors.base import Ground, Presence, Sighting
from takedowns.connectors.fetching import Answer

NOT_THERE = re.compile(
    r"\b(not found|no longer (available|listed|exists)|has been removed|404|410"
    r"|does(n.t| not) exist|page unavailable)\b|不存在|已下架|找不到|已被?删除|已失效",
    re.IGNORECASE,
)
PRODUCT_TYPES = {
    "product",
    "individualproduct",
    "productmodel",
    "og:product",
    "product.item",
}
IDENTIFIERS = ("sku", "productID", "mpn", "identifier", "url", "@id")


@dataclass(frozen=True, slots=True)
class Product:
    identifiers: str  # all that the page calls it by, as one text
    title: str | None = None
    price: Decimal | None = None
    currency: str | None = None
    seller_id: str | None = None
    seller_name: str | None = None
    picture_url: str | None = None

    def is_listing(self, listing_id: str) -> bool:
        """Whether the id is named as a whole: 12 is not in /listing/123."""
        whole = rf"(?<![A-Za-z0-9]){re.escape(listing_id)}(?![A-Za-z0-9])"
        return re.search(whole, self.identifiers) is not None


def judge(
    answer: Answer, *, listing_id: str, listing_url: str, at: datetime
) -> Sighting:
    """The table above, applied. Never raises."""
    products, says_not_there = read(answer)
    shown = next((p for p in products if p.is_listing(listing_id)), None)
    was_moved = answer.url.partition("#")[0] != listing_url.partition("#")[0]
    state, ground = _verdict(
        answer.status,
        is_shown=shown is not None,
        shows_other=bool(products),
        says_not_there=says_not_there,
        was_moved=was_moved,
    )
    found = shown or Product("")
    return Sighting(
        state=state,
        url=answer.url,
        seen_at=at,
        detail=ground,
        http_status=answer.status,
        title=found.title,
        price=found.price,
        currency=found.currency,
        seller_id=found.seller_id,
        seller_name=found.seller_name,
        picture_url=found.picture_url,
    )


def _verdict(
    status: int,
    *,
    is_shown: bool,
    shows_other: bool,
    says_not_there: bool,
    was_moved: bool,
) -> tuple[Presence, Ground]:
    if status in {404, 410}:
        if is_shown:
            return Presence.UNKNOWN, Ground.SHOWN_THOUGH_GONE
        return Presence.GONE, Ground.NOT_THERE
    if status != 200:
        return Presence.UNKNOWN, Ground.CLOSED_TO_US
    if is_shown:
        return Presence.LIVE, Ground.SHOWN
    if says_not_there:
        return Presence.UNKNOWN, Ground.SAYS_NOT_THERE
    if was_moved:
        return Presence.UNKNOWN, Ground.LEADS_ELSEWHERE
    if shows_other:
        return Presence.UNKNOWN, Ground.OTHER_PRODUCT
    return Presence.UNKNOWN, Ground.NO_PRODUCT


def read(answer: Answer) -> tuple[list[Product], bool]:
    """The products a page shows to machines, and whether its heads say "not found"."""
    if b"\x00" in answer.body[:1_000] or not answer.body.strip():
        return [], False
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, recover=True, encoding="utf-8"
    )
    try:
        page = html.document_fromstring(answer.body, parser=parser)
    except (etree.LxmlError, ValueError):
        return [], False
    heads = " ".join(
        str(words) for head in page.iter("title", "h1") for words in head.itertext()
    )
    products = [*_from_json(page, answer.url), *_from_open_graph(page, answer.url)]
    return products, NOT_THERE.search(heads) is not None


def _from_json(page: html.HtmlElement, base: str) -> Iterator[Product]:
    """schema.org Product in JSON-LD, alone, in a list or in a @graph."""
    for script in page.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            told = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for thing in _things(told):
            if _types(thing) & PRODUCT_TYPES:
                yield _product(thing, base)


def _things(told: Any) -> Iterator[dict[str, Any]]:
    for thing in told if isinstance(told, list) else [told]:
        if isinstance(thing, dict):
            yield thing
            graph = thing.get("@graph")
            if isinstance(graph, list):
                yield from (part for part in graph if isinstance(part, dict))


def _types(thing: dict[str, Any]) -> set[str]:
    said = thing.get("@type")
    return {
        text(kind, 60).lower() for kind in (said if isinstance(said, list) else [said])
    }


def _product(thing: dict[str, Any], base: str) -> Product:
    offer = _first(thing.get("offers"))
    seller = _first(offer.get("seller")) or _first(thing.get("seller"))
    named = [thing.get(name) for name in IDENTIFIERS] + [
        offer.get("url"),
        offer.get("sku"),
    ]
    return Product(
        identifiers=" ".join(text(_value(name), 2_000) for name in named),
        title=text(thing.get("name"), 500) or None,
        price=price(offer.get("price") or offer.get("lowPrice")),
        currency=currency(offer.get("priceCurrency")),
        seller_id=text(_value(seller.get("identifier")), 200) or None,
        seller_name=text(seller.get("name"), 300) or None,
        picture_url=_address(thing.get("image"), base),
    )


def _from_open_graph(page: html.HtmlElement, base: str) -> Iterator[Product]:
    """For shops without JSON-LD. https://ogp.me"""
    told = {
        tag.get("property", ""): text(tag.get("content", ""), 2_000)
        for tag in page.iter("meta")
    }
    if told.get("og:type", "").lower() not in PRODUCT_TYPES:
        return
    links = {link.get("rel"): link.get("href") for link in page.iter("link")}
    yield Product(
        identifiers=f"{told.get('og:url', '')} {text(links.get('canonical'), 2_000)}",
        title=told.get("og:title") or None,
        price=price(told.get("product:price:amount")),
        currency=currency(told.get("product:price:currency")),
        picture_url=_address(told.get("og:image"), base),
    )


def _first(value: Any) -> dict[str, Any]:
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else {}


def _value(value: Any) -> Any:
    return value.get("value") if isinstance(value, dict) else value


def _address(value: Any, base: str) -> str | None:
    first = value[0] if isinstance(value, list) and value else value
    said = text(first.get("url") if isinstance(first, dict) else first, 2_000)
    try:
        return urljoin(base, said) if said else None
    except ValueError:
        return None
