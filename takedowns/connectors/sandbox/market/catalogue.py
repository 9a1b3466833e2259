"""What the marketplace has on its first day: sellers.csv and listings.csv.

None of these brands exists. The shop does not know which goods are fakes: a reviewer
has to see it.
"""

import csv
from pathlib import Path

from takedowns.connectors.sandbox.market.goods import Likeness, Listing, Seller
from takedowns.connectors.sandbox.market.journal import Event

FIRST_ID = 400_100_000_000
HERE = Path(__file__).parent


def opening() -> Event:
    """The first event of a new journal."""
    listings = [
        _listing(n, row) for n, row in enumerate(_rows("listings.csv"), start=1)
    ]
    sellers = [_seller(row) for row in _rows("sellers.csv")]
    return {
        "event": "opened",
        "sellers": [seller.as_json() for seller in sellers],
        "listings": [listing.as_json() for listing in listings],
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def _seller(row: dict[str, str]) -> Seller:
    return Seller.from_json({**row, "since": int(row["since"])})


def _listing(number: int, row: dict[str, str]) -> Listing:
    likeness = Likeness(
        thing=row["thing"],
        seed=int(row["seed"]),
        lettering=row["lettering"],
        is_snapshot=row["place"] == "home",
        edits=tuple(row["edit"].split()),
    )
    return Listing(
        id=str(FIRST_ID + number),
        seller_id=row["seller"],
        title=row["title"],
        description=row["description"],
        category=row["thing"],
        price=row["price"],
        currency=row["currency"],
        likenesses=(likeness, likeness.edited("cropped")),
    )
