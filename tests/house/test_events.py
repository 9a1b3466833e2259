"""Every event has an audience or is named silent, and words in the timeline."""

import pytest

from alliance import audiences as alliance_audiences
from alliance.events import Event as AllianceEvent
from takedowns import audiences as takedowns_audiences
from takedowns.events import Event as TakedownEvent
from takedowns.notices import timeline

ROOMS = [(AllianceEvent, alliance_audiences), (TakedownEvent, takedowns_audiences)]


@pytest.mark.parametrize(("events", "audiences"), ROOMS)
def test_every_event_has_an_audience_or_is_named_silent(events, audiences):
    told, silent = set(audiences.RULES), set(audiences.SILENT)

    assert told | silent == set(events)
    assert not told & silent


def test_every_event_of_a_case_has_words_or_is_named_silent():
    assert set(timeline.WORDS) | set(timeline.SILENT) == set(TakedownEvent)
