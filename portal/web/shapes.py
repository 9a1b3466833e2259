"""What rooms hand to the pieces of the page: plain facts, no rows of any table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.functional import Promise

# Plain, or waiting for the reader's language.
Words = str | Promise


class Tone(StrEnum):
    """What colour may say. It never says it alone: a word always stands with it."""

    QUIET = "quiet"
    WAITING = "waiting"
    DUE = "due"
    OVERDUE = "overdue"
    DOWN = "down"
    RESTORED = "restored"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Crumb:
    label: Words
    url: str = ""


@dataclass(frozen=True, slots=True)
class NavItem:
    """A link of the top bar or the left rail. `key` is its shortcut, such as "g q"."""

    label: Words
    url: str
    is_current: bool = False
    count: int | None = None
    key: str = ""


class Stand(StrEnum):
    """Where one step of a way stands."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Step:
    label: Words
    stand: Stand = Stand.AHEAD
    at: datetime | None = None
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Way:
    """filed · in review · decided · ordered · acknowledged · verified down"""

    steps: Sequence[Step]
    # How often the listing came back after it was down.
    returns: int = 0

    @property
    def here(self) -> Step:
        """The step we stand at: the one in work or failed, else the last one done."""
        standing = [step for step in self.steps if step.stand in _STANDING]
        done = [step for step in self.steps if step.stand == Stand.DONE]
        return (standing or done[-1:] or list(self.steps))[0]


_STANDING = (Stand.NOW, Stand.FAILED)


class Tick(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Clock:
    """What is due, from whom, when. Opens to its article, days skipped, pauses."""

    what: Words
    started_at: datetime
    due_at: datetime
    as_of: datetime
    owed_by: Words = ""
    tick: Tick = Tick.RUNNING
    article: Words = ""
    # Each skipped day or pause as one line in words.
    skipped: Sequence[Words] = ()
    pauses: Sequence[Words] = ()
    # From this much time left the clock is shown as due soon.
    warn: timedelta = timedelta(hours=24)

    @property
    def left(self) -> timedelta:
        return self.due_at - self.as_of

    @property
    def share(self) -> int:
        """How much of the time has gone, in per cent from 0 to 100."""
        whole = (self.due_at - self.started_at).total_seconds()
        gone = (self.as_of - self.started_at).total_seconds()
        return 100 if whole <= 0 else round(100 * min(1.0, max(0.0, gone / whole)))

    @property
    def is_overdue(self) -> bool:
        return self.tick == Tick.RUNNING and self.left < timedelta(0)

    @property
    def tone(self) -> Tone:
        if self.tick == Tick.MET:
            return Tone.DOWN
        if self.tick != Tick.RUNNING:
            return Tone.QUIET
        if self.is_overdue:
            return Tone.OVERDUE
        return Tone.DUE if self.left <= self.warn else Tone.QUIET


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of answers. An empty value reads "Not provided"."""

    label: Words
    value: object = ""
    change_url: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """Part of a picture, in per cent of its width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    src: str
    alt: Words
    caption: Words
    facts: Sequence[Fact] = ()
    region: Region | None = None
    # Blurred until somebody asks to see it.
    is_veiled: bool = False


@dataclass(frozen=True, slots=True)
class TimelineLine:
    at: datetime
    what: Words
    who: Words = ""
    note: Words = ""
    url: str = ""
    tone: Tone = Tone.QUIET


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a task list. Without an address it cannot be started yet."""

    label: Words
    status: Words
    url: str = ""
    hint: Words = ""
    tone: Tone = Tone.QUIET


@dataclass(frozen=True, slots=True)
class View:
    """A saved view in the left rail, under its heading."""

    heading: Words
    items: Sequence[NavItem] = field(default_factory=tuple)
