"""How the marketplace misbehaves when it is told to."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Self

KINDS = {
    "slow": "answers after so many seconds",
    "fail": "answers with an error, the next so many times or until reset",
    "refuse": "says no to orders, with a code",
    "lie": "pretends that a listing is gone, or that an order was carried out",
    "nonsense": "answers what nobody can read, and carries orders out all the same",
}
FORMS = {
    "lie": ("receipt", "not_found_page", "home_page", "status_only"),
    "nonsense": ("broken_json", "html", "list", "giant", "cut"),
}
PLACES = ("orders", "pages", "api")
EDITS = ("same", "redrawn", "cropped", "mirrored")  # of a relisting's picture
EVERYWHERE = "*"
MOST_SECONDS = 60.0


class Misunderstood(Exception):
    """The behaviour asked for does not exist."""


@dataclass(frozen=True, slots=True)
class Rule:
    number: int
    kind: str
    listing_id: str = EVERYWHERE
    place: str = "orders"
    form: str = ""
    seconds: float = 0.0
    status: int = 503
    code: str = "not_accepted"
    times: int | None = None  # None: until reset

    @classmethod
    def asked(cls, number: int, fields: dict[str, str]) -> Self:
        """Raises Misunderstood."""
        kind = fields.get("kind", "")
        if kind not in KINDS:
            raise Misunderstood(f"A kind is one of {', '.join(KINDS)}.")
        forms = FORMS.get(kind, ("",))
        form = fields.get("form") or forms[0]
        default = "pages" if kind == "lie" and form != "receipt" else "orders"
        place = fields.get("place") or default
        if form not in forms or place not in PLACES:
            raise Misunderstood(
                f"Forms: {', '.join(forms)}. Places: {', '.join(PLACES)}."
            )
        try:
            return cls(
                number=number,
                kind=kind,
                listing_id=fields.get("listing") or EVERYWHERE,
                place=place,
                form=form,
                seconds=min(float(fields.get("seconds") or 3), MOST_SECONDS),
                status=_status(fields.get("status"), 422 if kind == "refuse" else 503),
                code=fields.get("code") or "not_accepted",
                times=int(fields["times"]) if fields.get("times") else None,
            )
        except ValueError as error:
            raise Misunderstood("A number was expected.") from error

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def is_for(self, listing_id: str, place: str) -> bool:
        return self.place == place and self.listing_id in {EVERYWHERE, listing_id}

    def spent(self) -> Self | None:
        """What is left of the rule after one use."""
        if self.times is None:
            return self
        return replace(self, times=self.times - 1) if self.times > 1 else None

    def in_words(self) -> str:
        parts = [self.kind, self.form.replace("_", " ")]
        parts += [f"{self.seconds:g} s"] if self.kind == "slow" else []
        parts += [str(self.status)] if self.kind in {"fail", "refuse"} else []
        parts += [f"{self.times} more times"] if self.times else []
        return " ".join(part for part in parts if part)


def _status(said: str | None, default: int) -> int:
    status = int(said or default)
    if not 400 <= status <= 599:
        raise Misunderstood("A status of failure lies between 400 and 599.")
    return status
