"""Orders of the portal: each key once, whatever happens on the way."""

import json
import re
from dataclasses import dataclass, replace
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from takedowns.connectors import clock
from takedowns.connectors.sandbox.market.behaviour import Rule
from takedowns.connectors.sandbox.market.journal import Event
from takedowns.connectors.sandbox.market.shop import Receipt, Shop

KEY = re.compile(r"[A-Za-z0-9_-]{1,200}")
EFFECT = {"remove": "down", "restore": "up"}


class Problem(Exception):
    """What is answered instead of a receipt, as RFC 9457 has it."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.told = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "code": code,
            "detail": detail,
        }


@dataclass(frozen=True, slots=True)
class Order:
    key: str
    listing_id: str
    action: str

    @classmethod
    def read(cls, body: bytes, webhook_id: str) -> "Order":
        """Raises Problem."""
        told = _object(body)
        key, listing_id = told.get("key"), told.get("listing_id")
        action = told.get("action")
        if not isinstance(key, str) or not KEY.fullmatch(key) or key != webhook_id:
            raise Problem(
                400, "bad_key", "The key must be the webhook-id of the request."
            )
        if not isinstance(listing_id, str) or action not in EFFECT:
            raise Problem(
                422, "bad_order", "An order names a listing_id and an action."
            )
        return cls(key, listing_id, action)


def receive(shop: Shop, order: Order) -> tuple[Receipt, Rule | None]:
    """The receipt, and what to do to its answer. Raises Problem.

    All under one lock: of fifty requests with one key, one has the effect.
    """
    shop.dawdle(order.listing_id, "orders")
    with shop.lock:
        rule = shop.misbehaviour(order.listing_id, "orders")
        try:
            receipt, events = _decided(shop, order, rule)
        except Problem as problem:
            shop.record(_entry(shop, order, problem.code))
            raise
        shop.record(*events)
    return receipt, rule


def resume(shop: Shop) -> int:
    """Carry out what waited while orders were paused; how many that were."""
    with shop.lock:
        waiting = [
            each for each in shop.receipts.values() if each.outcome == "accepted"
        ]
        shop.record({"event": "paused", "is_paused": False})
        for receipt in waiting:
            shop.record(*_carried_out(shop, replace(receipt, outcome="done")))
    return len(waiting)


def _decided(
    shop: Shop, order: Order, rule: Rule | None
) -> tuple[Receipt, list[Event]]:
    if rule and rule.kind == "fail":
        raise Problem(rule.status, "failing", "The sandbox was told to fail.")
    if rule and rule.kind == "refuse":
        raise Problem(
            rule.status, rule.code, "The sandbox was told to refuse this order."
        )
    is_lie = rule is not None and rule.form == "receipt"
    if known := shop.receipts.get(order.key):
        if (known.listing_id, known.action) != (order.listing_id, order.action):
            raise Problem(409, "key_reused", "This key came before with another order.")
        return known, _repeated(shop, order, known, is_lie=is_lie)
    return _first(shop, order, is_lie=is_lie)


def _repeated(shop: Shop, order: Order, known: Receipt, *, is_lie: bool) -> list[Event]:
    """A lie is made good when the order comes again; nothing else has an effect."""
    said = "done" if known.is_lie and not is_lie else "repeated"
    entry = _entry(shop, order, said, reference=known.reference)
    if said == "repeated":
        return [entry]
    return [entry, *_carried_out(shop, replace(known, is_lie=False))]


def _first(shop: Shop, order: Order, *, is_lie: bool) -> tuple[Receipt, list[Event]]:
    if order.listing_id not in shop.listings:
        raise Problem(404, "listing_unknown", "There is no listing with this id.")
    is_down = order.listing_id in shop.down
    if order.action == "remove" and is_down:
        raise Problem(410, "listing_gone", "This listing was removed before.")
    receipt = Receipt(
        key=order.key,
        listing_id=order.listing_id,
        action=order.action,
        reference=f"LM-{sha256(order.key.encode()).hexdigest()[:10].upper()}",
        outcome="done" if is_down == (order.action == "restore") else "already",
        acknowledged_at=clock.now().isoformat(timespec="seconds"),
    )
    if is_lie:
        events = [_kept(replace(receipt, is_lie=True))]
    elif receipt.outcome == "done" and shop.is_paused:
        receipt = replace(receipt, outcome="accepted")
        events = [_kept(receipt)]
    else:
        events = _carried_out(shop, receipt)
    said = "lied" if is_lie else receipt.outcome
    return receipt, [_entry(shop, order, said, reference=receipt.reference), *events]


def _carried_out(shop: Shop, receipt: Receipt) -> list[Event]:
    events = [_kept(receipt)]
    is_down = receipt.listing_id in shop.down
    if is_down == (receipt.action == "restore"):
        effect = EFFECT[receipt.action]
        listing_id, key = receipt.listing_id, receipt.key
        events.append({"event": effect, "listing_id": listing_id, "key": key})
    return events


def _kept(receipt: Receipt) -> Event:
    fields = {name: getattr(receipt, name) for name in Receipt.__slots__}
    return {"event": "receipt", "receipt": fields}


def _entry(shop: Shop, order: Order, outcome: str, *, reference: str = "") -> Event:
    return {
        "event": "order",
        "key": order.key,
        "listing_id": order.listing_id,
        "action": order.action,
        "is_repeat": order.key in shop.heard,
        "outcome": outcome,
        "reference": reference,
    }


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise Problem(400, "not_json", "The body must be a JSON object.")
    return told
