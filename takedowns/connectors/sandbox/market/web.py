"""The public pages."""

from pathlib import Path
from typing import Any

from takedowns.connectors.sandbox.market import drawing, markup
from takedowns.connectors.sandbox.market.api import garbled, misbehaved
from takedowns.connectors.sandbox.market.exchange import Answer, Request, Route
from takedowns.connectors.sandbox.market.goods import Likeness, Listing
from takedowns.connectors.sandbox.market.orders import Problem
from takedowns.connectors.sandbox.market.shop import Shop

HERE = Path(__file__).parent
STYLES = (HERE / "market.css").read_bytes()
ICON = (HERE / "icon.svg").read_bytes()
DAY = {"Cache-Control": "max-age=86400"}


def home(shop: Shop, _request: Request) -> Answer:
    return Answer.page(markup.home(shop, shop.live()))


def category(shop: Shop, _request: Request, name: str) -> Answer:
    found = [each for each in shop.live() if each.category == name]
    if not found:
        return not_found(shop)
    return Answer.page(markup.results(shop, name.title(), found))


def search(shop: Shop, request: Request) -> Answer:
    asked = request.query.get("q", "").strip()[:200]
    words = asked.casefold().split()
    found = [
        each
        for each in shop.live()
        if all(word in _searched(shop, each) for word in words)
    ]
    return Answer.page(markup.results(shop, f"Search: {asked}", found, asked))


def seller(shop: Shop, _request: Request, seller_id: str) -> Answer:
    if seller_id not in shop.sellers:
        return not_found(shop)
    found = [each for each in shop.live() if each.seller_id == seller_id]
    return Answer.page(markup.seller(shop, shop.sellers[seller_id], found))


def listing(shop: Shop, request: Request, listing_id: str) -> Answer:
    if listing_id not in shop.listings:
        return not_found(shop)
    try:
        rule = misbehaved(shop, listing_id, "pages")
    except Problem as problem:
        return Answer.page(markup.failure(shop, problem.status), problem.status)
    if rule and rule.kind == "lie":
        return _lie(shop, request, listing_id, rule.form)
    if not shop.is_live(listing_id):
        return garbled(_removed(shop, listing_id), rule)
    return garbled(Answer.page(_listing(shop, request, listing_id)), rule)


def picture(shop: Shop, _request: Request, listing_id: str, number: str) -> Answer:
    found = shop.listings.get(listing_id)
    if (
        not found
        or not shop.is_live(listing_id)
        or int(number) >= len(found.likenesses)
    ):
        return Answer(404, b"There is no such picture.", "text/plain")
    return Answer(200, _jpeg(shop, found.likenesses[int(number)]), "image/jpeg", DAY)


def log(shop: Shop, _request: Request) -> Answer:
    return Answer.page(markup.log(shop, _log(shop)[::-1][:300]))


def log_json(shop: Shop, _request: Request) -> Answer:
    return Answer.of_json({"entries": _log(shop)})


def styles(_shop: Shop, _request: Request) -> Answer:
    return Answer(200, STYLES, "text/css; charset=utf-8", {"Cache-Control": "no-cache"})


def icon(_shop: Shop, _request: Request) -> Answer:
    return Answer(200, ICON, "image/svg+xml", DAY)


def healthy(shop: Shop, _request: Request) -> Answer:
    return Answer.of_json({"listings": len(shop.listings)})


def not_found(shop: Shop) -> Answer:
    return Answer.page(markup.not_found(shop), 404)


def _listing(shop: Shop, request: Request, listing_id: str) -> str:
    found = shop.listings[listing_id]
    others = [each for each in shop.live() if each.seller_id == found.seller_id]
    others = [each for each in others if each.id != found.id][:4]
    return markup.listing(shop, found, others, request.origin)


def _removed(shop: Shop, listing_id: str) -> Answer:
    return Answer.page(markup.removed(shop, listing_id), 410)


def _lie(shop: Shop, request: Request, listing_id: str, form: str) -> Answer:
    if form == "home_page":
        return Answer(302, headers={"Location": "/"})
    if form == "status_only":
        return Answer.page(_listing(shop, request, listing_id), 410)
    if form == "receipt":
        return Answer.page(_listing(shop, request, listing_id))
    return Answer.page(markup.not_found(shop))


def _log(shop: Shop) -> list[dict[str, Any]]:
    with shop.lock:
        return [
            {name: value for name, value in entry.items() if name != "listing"}
            for entry in shop.log
        ]


def _searched(shop: Shop, listing: Listing) -> str:
    seller = shop.sellers[listing.seller_id]
    return (
        f"{listing.title} {listing.description} {seller.name} {listing.id}".casefold()
    )


def _jpeg(shop: Shop, likeness: Likeness) -> bytes:
    """Drawn once, then kept: the same likeness is the same picture."""
    folder = shop.folder / "drawn"
    folder.mkdir(exist_ok=True)
    kept = folder / f"{drawing.name(likeness)}.jpg"
    if not kept.exists():
        upload = shop.folder / "uploads" / likeness.upload
        drawn = drawing.jpeg(likeness, upload.read_bytes() if likeness.upload else b"")
        partial = kept.with_suffix(f".{id(drawn)}")
        partial.write_bytes(drawn)
        partial.replace(kept)
    return kept.read_bytes()


ROUTES: list[Route] = [
    ("GET", r"/", home),
    ("GET", r"/category/(?P<name>[a-z]+)", category),
    ("GET", r"/search", search),
    ("GET", r"/seller/(?P<seller_id>[a-z0-9-]+)", seller),
    ("GET", r"/listing/(?P<listing_id>\d{1,20})(/[^/]*)?", listing),
    ("GET", r"/pictures/(?P<listing_id>\d{1,20})/(?P<number>\d)\.jpg", picture),
    ("GET", r"/log", log),
    ("GET", r"/log\.json", log_json),
    ("GET", r"/market\.css", styles),
    ("GET", r"/icon\.svg", icon),
    ("GET", r"/healthy", healthy),
]
