"""The state of the marketplace, made from its journal, changed by writing to it."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from takedowns.connectors import clock
from takedowns.connectors.sandbox.market.behaviour import Rule
from takedowns.connectors.sandbox.market.goods import Listing, Seller
from takedowns.connectors.sandbox.market.journal import Event, Journal

# What the public log shows; the rest of the journal is set-up.
LOGGED = {"order", "down", "up", "relisted", "added", "told"}


@dataclass(frozen=True, slots=True)
class Receipt:
    key: str
    listing_id: str
    action: str
    reference: str
    outcome: str
    acknowledged_at: str
    is_lie: bool = False  # nothing was done for it yet

    def as_json(self) -> dict[str, str]:
        return {
            "reference": self.reference,
            "outcome": self.outcome,
            "acknowledged_at": self.acknowledged_at,
        }


class Shop:
    """Every change is one call of `record`, under the lock."""

    def __init__(self, folder: Path, *, secret: str, portal_url: str = "") -> None:
        self.folder = folder
        self.secret = secret
        self.portal_url = portal_url
        self.lock = threading.RLock()
        self.sellers: dict[str, Seller] = {}
        self.listings: dict[str, Listing] = {}
        self.down: dict[str, str] = {}  # listing → when
        self.receipts: dict[str, Receipt] = {}
        self.heard: set[str] = set()  # keys, whatever became of them
        self.rules: list[Rule] = []
        self.log: list[Event] = []
        self.is_paused = False
        self._last_rule = 0
        self._journal = Journal(folder)
        for events in self._journal.replay():
            self._apply(events)

    def record(self, *events: Event) -> None:
        """Write down what happened at once, then let it be so."""
        at = clock.now().isoformat(timespec="milliseconds")
        stamped = [{"at": at, **event} for event in events]
        with self.lock:
            self._journal.append(stamped)
            self._apply(stamped)

    def live(self) -> list[Listing]:
        """Newest first."""
        with self.lock:
            return [
                each
                for each in reversed(self.listings.values())
                if self.is_live(each.id)
            ]

    def is_live(self, listing_id: str) -> bool:
        return listing_id in self.listings and listing_id not in self.down

    def next_listing_id(self) -> str:
        return str(
            max((int(each) for each in self.listings), default=400_100_000_000) + 1
        )

    def next_rule_number(self) -> int:
        return self._last_rule + 1

    def dawdle(self, listing_id: str, place: str) -> None:
        """Be as slow as told, without keeping others waiting."""
        with self.lock:
            rules = [each for each in self.rules if each.is_for(listing_id, place)]
            slow = [each for each in rules if each.kind == "slow"]
            self._spend(slow)
        time.sleep(sum(each.seconds for each in slow))

    def misbehaviour(self, listing_id: str, place: str) -> Rule | None:
        """The newest rule but slowness that is for this listing, used up by one."""
        with self.lock:
            for rule in reversed(self.rules):
                if rule.kind != "slow" and rule.is_for(listing_id, place):
                    self._spend([rule])
                    return rule
        return None

    def _spend(self, rules: Iterable[Rule]) -> None:
        counted = [each.number for each in rules if each.times is not None]
        if counted:
            self.record(
                *({"event": "rule_spent", "number": number} for number in counted)
            )

    def _apply(self, events: list[Event]) -> None:
        for event in events:
            getattr(self, f"_on_{event['event']}")(event)
            if event["event"] in LOGGED:
                self.log.append({"number": len(self.log) + 1, **event})

    def _on_opened(self, event: Event) -> None:
        self.sellers = {row["id"]: Seller.from_json(row) for row in event["sellers"]}
        for row in event["listings"]:
            self.listings[row["id"]] = Listing.from_json(row)

    def _on_added(self, event: Event) -> None:
        listing = Listing.from_json(event["listing"])
        self.listings[listing.id] = listing

    _on_relisted = _on_added

    def _on_order(self, event: Event) -> None:
        self.heard.add(event["key"])

    def _on_receipt(self, event: Event) -> None:
        told: dict[str, Any] = event["receipt"]
        self.receipts[told["key"]] = Receipt(**told)

    def _on_down(self, event: Event) -> None:
        self.down[event["listing_id"]] = event["at"]

    def _on_up(self, event: Event) -> None:
        self.down.pop(event["listing_id"], None)

    def _on_told(self, event: Event) -> None:
        """Somebody used the control page: kept, so that the log explains itself."""

    def _on_paused(self, event: Event) -> None:
        self.is_paused = event["is_paused"]

    def _on_rule_set(self, event: Event) -> None:
        rule = Rule(**event["rule"])
        self._last_rule = rule.number
        self.rules.append(rule)

    def _on_rule_spent(self, event: Event) -> None:
        left = [
            each.spent() if each.number == event["number"] else each
            for each in self.rules
        ]
        self.rules = [each for each in left if each]

    def _on_rules_reset(self, event: Event) -> None:
        listing_id = event["listing_id"]
        self.rules = [
            each for each in self.rules if listing_id and each.listing_id != listing_id
        ]
