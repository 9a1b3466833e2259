"""Which event is told to whom. The rooms' tables are named in settings.AUDIENCES."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from alliance.members.models import User
from portal.audit.models import Entry

Audience = Callable[[Entry], Iterable[User]]


def nobody(_entry: Entry) -> Iterable[User]:
    return ()


@dataclass(frozen=True, slots=True)
class About:
    """What an entry speaks of: words for its title and letter, and where it is shown."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""


def about_nothing(_entry: Entry) -> About:
    return About()


@dataclass(frozen=True, slots=True)
class Rule:
    title: str | Promise  # may name facts: "%(reference)s was decided"
    audience: Audience  # who hears it by the bell
    about: Callable[[Entry], About] = about_nothing
    letter: str = ""  # a template; empty for the bell alone
    written_to: Audience = nobody


@cache
def table() -> Mapping[str, Rule]:
    rules: dict[str, Rule] = {}
    for room in settings.AUDIENCES:
        rules |= import_string(f"{room}.RULES")
    return rules


def is_told(event: str) -> bool:
    return event in table()
