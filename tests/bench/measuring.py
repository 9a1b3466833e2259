"""How a figure is taken: ours and the reference in turn, medians, a ratio."""

from dataclasses import dataclass
from statistics import median
from time import perf_counter

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    ours: float
    reference: float
    unit: str
    target: str  # "<= 1.5" or ">= 0.2", of ours divided by reference

    @property
    def ratio(self):
        return self.ours / self.reference

    @property
    def holds(self):
        sign, limit = self.target.split()
        return (
            self.ratio <= float(limit) if sign == "<=" else self.ratio >= float(limit)
        )


def in_turn(ours, reference, *, rounds=ROUNDS):
    """Median seconds of each, measured alternately after one warm-up."""
    ours(), reference()
    pairs = [(_seconds(ours), _seconds(reference)) for _round in range(rounds)]
    return tuple(median(column) for column in zip(*pairs, strict=True))


def _seconds(deed):
    start = perf_counter()
    deed()
    return perf_counter() - start
