"""From a signed mark to a listing that is gone, step by step, each held to its word."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from tests.smoke.clients import Api, Json, Market
from tests.smoke.material import Material
from tests.smoke.site import Site

BRAND, REVIEWER = "claire@aurelle.example", "jon@office.example"
PATIENCE = 40.0  # seconds for what the workers do
DECISIONS = {
    "fake": {
        "outcome": "upheld",
        "code": "TM_COUNTERFEIT",
        "facts": "The head stock bears the mark, and the price is a tenth of the owner's.",
    },
    "genuine": {
        "outcome": "rejected",
        "code": "GENUINE_EXHAUSTED",
        "facts": "A used original: the pictures show its serial number and its receipt.",
    },
    # Others wait in the queue before ours; the server chooses who comes first.
    "another": {
        "outcome": "rejected",
        "code": "TEST_BUY_REQUIRED",
        "facts": "From the pictures alone nobody could tell: a purchase would show it.",
    },
}


class Broken(Exception):
    """Something did not hold; the message says what."""


@dataclass
class Journey:
    site: Site
    material: Material
    say: Callable[[str], None]
    listings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.brand = Api(self.site.url, self.site.api_key(BRAND))
        self.reviewer = Api(self.site.url, self.site.api_key(REVIEWER))
        self.market = Market(self.site.market_url)

    def run(self) -> None:
        mark = self._register()
        self._put_up_for_sale(mark)
        reference = self._file(mark)
        self._wait_until_captured(reference)
        self._decide_both(reference)
        self._wait_until_gone(reference)
        self._look_at_the_marketplace()
        self._print_timeline(reference)

    def _register(self) -> Json:
        smd = self.material.mark(self.site)
        told = self.brand.post(
            "marks/signed",
            files={"file": ("mark.smd", smd, "application/octet-stream")},
        )
        [mark] = told["marks"]
        _hold(mark["is_usable"], f"the mark {mark['name']} cannot be used")
        self.brand.post(
            f"marks/{mark['id']}/pictures",
            data={"kind": "product", "caption": "The genuine guitar"},
            files={"file": ("guitar.jpg", self.material.picture(), "image/jpeg")},
        )
        self.say(
            f"registered {mark['name']} ({mark['jurisdiction']}), from its signed file"
        )
        return dict(mark)

    def _put_up_for_sale(self, mark: Json) -> None:
        picture = self.material.picture()
        self.listings = {
            "fake": self.market.sell(
                f"{mark['name']} 吉他 一比一", seller="starqin", picture=picture
            ),
            "genuine": self.market.sell(
                f"{mark['name']} guitar, used, with receipt",
                seller="second-spin",
                picture=picture,
            ),
        }
        self.say("two listings are up at the marketplace")

    def _file(self, mark: Json) -> str:
        notice = self.brand.post(
            "notices",
            headers={"Idempotency-Key": str(uuid4())},
            json={
                "mark": mark["id"],
                "marketplace": "lantern",
                "reason": "TM_COUNTERFEIT",
                "explanation": "Both head stocks bear our mark; we made neither guitar.",
                "addresses": list(self.listings.values()),
                "submit": True,
                "declarations": {
                    "good_faith": True,
                    "accuracy": True,
                    "authority": True,
                },
                "signed_name": "Claire Fontenoy",
            },
        )
        self.say(f"filed {notice['reference']} against both")
        return str(notice["reference"])

    def _wait_until_captured(self, reference: str) -> None:
        """A reviewer decides by what the listings showed, so they must be kept first."""

        def captured() -> bool:
            happened = [line["what"] for line in self._timeline(reference)]
            return happened.count("Listing captured") == len(self.listings)

        _wait(captured, "the listings were not captured")
        self.say("the listings are captured")

    def _decide_both(self, reference: str) -> None:
        undecided = {address: name for name, address in self.listings.items()}
        while undecided:
            item = self.reviewer.post("review/claim")
            _hold(item is not None, "the queue is empty, and ours is undecided")
            is_ours = item["notice"] == reference
            name = undecided.pop(item["listing_url"]) if is_ours else "another"
            decision = DECISIONS[name]
            self.reviewer.post(f"review/items/{item['id']}/decision", json=decision)
            if is_ours:
                self.say(f"decided the {name} one: {decision['outcome']}")

    def _wait_until_gone(self, reference: str) -> None:
        def gone() -> bool:
            return bool(self._order_of_fake(reference)["state"] == "verified_down")

        _wait(gone, "the fake listing was not seen gone")
        self.say("seen gone by the portal's own check")

    def _order_of_fake(self, reference: str) -> Json:
        items = self.brand.get(f"notices/{reference}")["items"]
        ordered = [item["order"] for item in items if item["order"]]
        _hold(len(ordered) == 1, f"{len(ordered)} orders, where one was upheld")
        return dict(ordered[0])

    def _look_at_the_marketplace(self) -> None:
        for name, expected in (("fake", 410), ("genuine", 200)):
            status = self.market.status(self.listings[name])
            _hold(status == expected, f"the {name} listing answers {status}")
            self.say(f"at the marketplace, the {name} listing answers {status}")

    def _print_timeline(self, reference: str) -> None:
        self.say(f"the timeline of {reference}")
        for line in reversed(self._timeline(reference)):
            note = f" · {line['note']}" if line["note"] else ""
            at = line["at"].partition("T")[2][:12]
            self.say(f"    {at}  {line['what']}{note[:70]}")

    def _timeline(self, reference: str) -> list[Json]:
        return list(self.brand.get(f"notices/{reference}/timeline"))


def _wait(until: Callable[[], bool], otherwise: str) -> None:
    ends = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > ends:
            raise Broken(f"{otherwise} in {PATIENCE:.0f} seconds")
        time.sleep(0.3)


def _hold(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise Broken(otherwise)
