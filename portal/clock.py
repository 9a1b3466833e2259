"""Working days, as the place whose clock it is counts them.

Weekends, public holidays and China's make-up working days come from the `holidays`
library. For the Union as a whole its closing days of TARGET, the payment system of the
central banks, stand in: the only days on which all of it rests.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

import holidays

# Where the day ends. Places with several zones are given that of their capital.
ZONES = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "EU": "Europe/Brussels",
    "FR": "Europe/Paris",
    "GB": "Europe/London",
    "HK": "Asia/Hong_Kong",
    "IN": "Asia/Kolkata",
    "IT": "Europe/Rome",
    "JP": "Asia/Tokyo",
    "KR": "Asia/Seoul",
    "MX": "America/Mexico_City",
    "NL": "Europe/Amsterdam",
    "SG": "Asia/Singapore",
    "US": "America/New_York",
}


class Calendar(Protocol):
    def is_working_day(self, key: date) -> bool: ...


def is_working_day(on: date, *, place: str) -> bool:
    calendar = _calendar(place)
    # A calendar is a dictionary that fills itself: an empty one is not none.
    return on.weekday() < 5 if calendar is None else calendar.is_working_day(on)


def end_of_working_day(after: datetime, *, place: str, days: int) -> datetime:
    """The last second of the so-many-th working day after the day of `after` there.

    The day on which the clock starts is never counted. `place` is a code of ISO 3166-1,
    or "EU"; one that is not known rests on Saturdays and Sundays, and keeps UTC.
    """
    zone = ZoneInfo(ZONES.get(place, "UTC"))
    day = after.astimezone(zone).date()
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day, place=place)
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone)


@lru_cache
def _calendar(place: str) -> Calendar | None:
    if place == "EU":
        return holidays.financial_holidays("ECB")
    try:
        return holidays.country_holidays(place)
    except NotImplementedError:
        return None
