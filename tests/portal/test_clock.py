from datetime import UTC, date, datetime

import pytest

from portal import clock


class TestEndOfWorkingDay:
    @pytest.mark.parametrize(
        ("place", "after", "ends"),
        [
            # Monday in Brussels, winter time: the end of Tuesday there.
            ("EU", datetime(2026, 1, 12, 9, tzinfo=UTC), "2026-01-13T22:59:59"),
            # Friday: Monday.
            ("EU", datetime(2026, 1, 16, 9, tzinfo=UTC), "2026-01-19T22:59:59"),
            # Late on Sunday in New York is Monday in London already.
            ("US", datetime(2026, 1, 12, 3, tzinfo=UTC), "2026-01-13T04:59:59"),
            # Thursday before Easter, summer time: Tuesday.
            ("EU", datetime(2026, 4, 2, 9, tzinfo=UTC), "2026-04-07T21:59:59"),
            # The eve of China's New Year week.
            ("CN", datetime(2026, 2, 14, 9, tzinfo=UTC), "2026-02-24T15:59:59"),
            # A place without a calendar rests at weekends, and keeps UTC.
            ("WO", datetime(2026, 5, 1, 9, tzinfo=UTC), "2026-05-04T23:59:59"),
        ],
    )
    def test_counts_as_the_place_does(self, place, after, ends):
        due = clock.end_of_working_day(after, place=place, days=1)

        assert due.astimezone(UTC).replace(tzinfo=None).isoformat() == ends

    def test_knows_china_s_make_up_days(self):
        assert clock.is_working_day(date(2026, 2, 14), place="CN")
        assert not clock.is_working_day(date(2026, 2, 14), place="EU")
