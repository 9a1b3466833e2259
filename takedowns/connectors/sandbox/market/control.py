"""Tells the marketplace how to behave. For tests, and for people trying the demo."""

import re
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlsplit

from PIL import Image, UnidentifiedImageError

from takedowns.connectors.sandbox.market import control_page, orders
from takedowns.connectors.sandbox.market.behaviour import EDITS, Misunderstood, Rule
from takedowns.connectors.sandbox.market.exchange import Answer, Request, Route
from takedowns.connectors.sandbox.market.goods import Likeness, Listing
from takedowns.connectors.sandbox.market.shop import Shop

AT_HOME = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?")


def _command(view: Callable[[Shop, Request], dict[str, Any]]) -> Callable[..., Answer]:
    """Answers JSON to a program, and leads a person back to the page."""

    def answer(shop: Shop, request: Request) -> Answer:
        if not _is_at_home(request):
            return Answer.of_json({"error": "Only from this machine's own pages."}, 403)
        try:
            told = view(shop, request)
        except Misunderstood as error:
            if request.is_json:
                return Answer.of_json({"error": str(error)}, 400)
            return Answer.see_other("/control?said=" + quote(str(error)))
        if request.is_json:
            return Answer.of_json(told)
        return Answer.see_other("/control?said=" + quote(told["said"]))

    return answer


def page(shop: Shop, request: Request) -> Answer:
    return Answer.page(control_page.control(shop, request.query.get("said", "")))


def state(shop: Shop, _request: Request) -> Answer:
    rules = [rule.as_json() for rule in shop.rules]
    return Answer.of_json({"rules": rules, "is_paused": shop.is_paused})


@_command
def behaviour(shop: Shop, request: Request) -> dict[str, Any]:
    fields, _ = request.fields()
    with shop.lock:
        _known(shop, fields.get("listing", ""), may_be_all=True)
        rule = Rule.asked(shop.next_rule_number(), fields)
        shop.record(
            {"event": "rule_set", "rule": rule.as_json()}, _told(rule.in_words())
        )
    return {"said": f"From now on: {rule.in_words()}.", "number": rule.number}


@_command
def reset(shop: Shop, request: Request) -> dict[str, Any]:
    fields, _ = request.fields()
    listing_id = fields.get("listing", "").strip("*")
    shop.record({"event": "rules_reset", "listing_id": listing_id}, _told("behave"))
    return {"said": "It behaves again."}


@_command
def relist(shop: Shop, request: Request) -> dict[str, Any]:
    fields, _ = request.fields()
    edit = fields.get("edit") or "same"
    if edit not in EDITS:
        raise Misunderstood(f"An edit of the picture is one of {', '.join(EDITS)}.")
    with shop.lock:
        old = _known(shop, fields.get("listing", ""))
        new = old.relisted(
            shop.next_listing_id(), edit=edit, title=fields.get("title", "")
        )
        shop.record(
            {
                "event": "relisted",
                "listing_id": new.id,
                "relisted_from": old.id,
                "listing": new.as_json(),
            }
        )
    return _listed(new, request)


@_command
def add(shop: Shop, request: Request) -> dict[str, Any]:
    fields, uploaded = request.fields()
    likenesses = (_likeness(shop, uploaded),) if uploaded else ()
    if fields.get("seller", "") not in shop.sellers:
        raise Misunderstood(f"A seller is one of {', '.join(shop.sellers)}.")
    if not fields.get("title"):
        raise Misunderstood("A listing has a title.")
    with shop.lock:
        new = Listing(
            id=shop.next_listing_id(),
            seller_id=fields["seller"],
            title=fields["title"],
            description=fields.get("description", ""),
            category=fields.get("category") or "other",
            price=fields.get("price") or "10.00",
            currency=fields.get("currency") or "EUR",
            likenesses=likenesses,
        )
        shop.record({"event": "added", "listing_id": new.id, "listing": new.as_json()})
    return _listed(new, request)


@_command
def pause(shop: Shop, _request: Request) -> dict[str, Any]:
    shop.record({"event": "paused", "is_paused": True}, _told("pause"))
    return {"said": "New orders wait now: they are answered with 202."}


@_command
def resume(shop: Shop, _request: Request) -> dict[str, Any]:
    count = orders.resume(shop)
    shop.record(_told("resume"))
    return {
        "said": f"Orders are carried out again; {count} had waited.",
        "count": count,
    }


@_command
def switch(shop: Shop, request: Request) -> dict[str, Any]:
    """Take a listing down or put it up by hand, as a marketplace's own staff would."""
    fields, _ = request.fields()
    with shop.lock:
        listing = _known(shop, fields.get("listing", ""))
        effect = "down" if shop.is_live(listing.id) else "up"
        shop.record(
            {"event": effect, "listing_id": listing.id, "key": "", "by": "hand"}
        )
    return {"said": f"Listing {listing.id} is {effect}.", "is_live": effect == "up"}


def _likeness(shop: Shop, uploaded: bytes) -> Likeness:
    """Keeps the picture. Raises Misunderstood where it is none."""
    try:
        with Image.open(BytesIO(uploaded), formats=["JPEG", "PNG", "WEBP"]) as picture:
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        raise Misunderstood("The picture must be a JPEG, PNG or WebP.") from None
    digest = sha256(uploaded).hexdigest()
    folder = shop.folder / "uploads"
    folder.mkdir(exist_ok=True)
    (folder / digest).write_bytes(uploaded)
    return Likeness(upload=digest)


def _known(shop: Shop, listing_id: str, *, may_be_all: bool = False) -> Listing:
    if may_be_all and listing_id in {"", "*"}:
        return next(iter(shop.listings.values()))
    if listing_id not in shop.listings:
        raise Misunderstood("There is no listing with this number.")
    return shop.listings[listing_id]


def _listed(new: Listing, request: Request) -> dict[str, Any]:
    url = f"{request.origin}/listing/{new.id}"
    return {"said": f"Listing {new.id} is up.", "listing_id": new.id, "url": url}


def _told(words: str) -> dict[str, Any]:
    return {"event": "told", "words": words}


def _is_at_home(request: Request) -> bool:
    """A page elsewhere must not steer us through a visitor's browser."""
    host, origin = request.headers.get("host", ""), request.headers.get("origin")
    is_own = origin is None or urlsplit(origin).netloc == host
    return is_own and AT_HOME.fullmatch(host) is not None


ROUTES: list[Route] = [
    ("GET", r"/control", page),
    ("GET", r"/control/state\.json", state),
    ("POST", r"/control/behaviour", behaviour),
    ("POST", r"/control/reset", reset),
    ("POST", r"/control/relist", relist),
    ("POST", r"/control/listings", add),
    ("POST", r"/control/pause", pause),
    ("POST", r"/control/resume", resume),
    ("POST", r"/control/switch", switch),
]
