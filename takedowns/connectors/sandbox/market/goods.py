"""What is sold, and by whom. Frozen, and written to the journal as JSON."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Seller:
    id: str
    name: str
    email: str  # told to the portal by the signed API; on no page
    city: str
    since: int  # the year
    rating: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Self:
        return cls(**row)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a picture shows. It is drawn when somebody asks for it."""

    thing: str = ""
    seed: int = 0
    lettering: str = ""
    is_snapshot: bool = False  # at home, by hand; else in a studio
    edits: tuple[str, ...] = ()  # mirrored, cropped, redrawn
    upload: str = ""  # the sha256 of a picture given to us, instead of a thing

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Self:
        return cls(**{**row, "edits": tuple(row.get("edits", ()))})

    def edited(self, edit: str) -> Self:
        return replace(self, edits=(*self.edits, edit))


@dataclass(frozen=True, slots=True)
class Listing:
    id: str
    seller_id: str
    title: str
    description: str
    category: str
    price: str
    currency: str
    likenesses: tuple[Likeness, ...] = ()
    relisted_from: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Self:
        likenesses = tuple(Likeness.from_json(each) for each in row["likenesses"])
        return cls(**{**row, "likenesses": likenesses})

    def relisted(self, listing_id: str, *, edit: str, title: str) -> Self:
        """The same goods under another number, as a seller does it after a removal."""
        pictures = self.likenesses
        if edit != "same":
            pictures = tuple(each.edited(edit) for each in pictures)
        return replace(
            self,
            id=listing_id,
            title=title or self.title,
            relisted_from=self.id,
            likenesses=pictures,
        )
