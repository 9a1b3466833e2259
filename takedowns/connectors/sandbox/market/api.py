"""The marketplace's side of docs/marketplace-protocol.md."""

from collections.abc import Callable
from typing import Any

from takedowns.connectors import signing
from takedowns.connectors.sandbox.market import orders
from takedowns.connectors.sandbox.market.behaviour import Rule
from takedowns.connectors.sandbox.market.exchange import Answer, Request, Route
from takedowns.connectors.sandbox.market.goods import Listing
from takedowns.connectors.sandbox.market.orders import Order, Problem
from takedowns.connectors.sandbox.market.shop import Shop

FEED_PAGE = 50
GIANT = 3_000_000


def _signed(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Nothing is answered to who does not hold the secret."""

    def answer(shop: Shop, request: Request, **parts: str) -> Answer:
        signed = signing.payload(request.method, request.target, request.body)
        try:
            signing.verify(shop.secret, signed, dict(request.headers))
            return view(shop, request, **parts)
        except signing.Forged as error:
            problem = Problem(401, "bad_signature", str(error))
        except Problem as told:
            problem = told
        return Answer.of_json(problem.told, problem.status)

    return answer


@_signed
def order(shop: Shop, request: Request) -> Answer:
    asked = Order.read(request.body, request.headers.get("webhook-id", ""))
    receipt, rule = orders.receive(shop, asked)
    status = 202 if receipt.outcome == "accepted" else 200
    return garbled(Answer.of_json(receipt.as_json(), status), rule)


@_signed
def order_by_key(shop: Shop, _request: Request, key: str) -> Answer:
    rule = misbehaved(shop, "*", "api")
    if key not in shop.receipts:
        raise Problem(404, "order_unknown", "No order came with this key.")
    return garbled(Answer.of_json(shop.receipts[key].as_json()), rule)


@_signed
def listing(shop: Shop, request: Request, listing_id: str) -> Answer:
    rule = misbehaved(shop, listing_id, "api")
    if listing_id not in shop.listings:
        raise Problem(404, "listing_unknown", "There is no listing with this id.")
    if not shop.is_live(listing_id):
        raise Problem(410, "listing_gone", "This listing was removed.")
    told = described(shop, shop.listings[listing_id], request.origin)
    return garbled(Answer.of_json(told), rule)


@_signed
def feed(shop: Shop, request: Request) -> Answer:
    rule = misbehaved(shop, "*", "api")
    after = request.query.get("cursor", "0")
    with shop.lock:
        newer = [
            each
            for each in shop.listings.values()
            if after.zfill(20) < each.id.zfill(20)
        ]
        page = newer[:FEED_PAGE]
        rows = [
            described(shop, each, request.origin)
            for each in page
            if shop.is_live(each.id)
        ]
    cursor = page[-1].id if page else after
    return garbled(Answer.of_json({"cursor": cursor, "listings": rows}), rule)


def described(shop: Shop, listing: Listing, origin: str) -> dict[str, Any]:
    seller = shop.sellers[listing.seller_id]
    pictures = [
        f"{origin}/pictures/{listing.id}/{n}.jpg"
        for n in range(len(listing.likenesses))
    ]
    return {
        "id": listing.id,
        "url": f"{origin}/listing/{listing.id}",
        "title": listing.title,
        "description": listing.description,
        "category": listing.category,
        "price": listing.price,
        "currency": listing.currency,
        "seller": {"id": seller.id, "name": seller.name, "email": seller.email},
        "pictures": pictures,
    }


def misbehaved(shop: Shop, listing_id: str, place: str) -> Rule | None:
    """Be slow, or fail, where told to. Raises Problem."""
    shop.dawdle(listing_id, place)
    rule = shop.misbehaviour(listing_id, place)
    if rule and rule.kind in {"fail", "refuse"}:
        code = "failing" if rule.kind == "fail" else rule.code
        raise Problem(rule.status, code, "The sandbox was told to.")
    return rule


def garbled(answer: Answer, rule: Rule | None) -> Answer:
    """The answer, or nonsense of the kind asked for."""
    if rule is None or rule.kind != "nonsense":
        return answer
    as_json = "application/json"
    return {
        "broken_json": Answer(200, b'{"reference": "LM-', as_json),
        "html": Answer(200, b"<h1>Welcome to nginx!</h1>"),
        "list": Answer(200, b"[1, 2, [[[]]], null]", as_json),
        "giant": Answer(200, b'{"reference": "' + b"x" * GIANT + b'"}', as_json),
        "cut": Answer(is_cut=True),
    }[rule.form]


ROUTES: list[Route] = [
    ("POST", r"/alliance/v1/orders", order),
    ("GET", r"/alliance/v1/orders/(?P<key>[A-Za-z0-9_-]+)", order_by_key),
    ("GET", r"/alliance/v1/listings/(?P<listing_id>[^/]+)", listing),
    ("GET", r"/alliance/v1/feed", feed),
]
