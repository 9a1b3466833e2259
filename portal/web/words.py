"""Time in words, as a person says it: absolute with its zone, and what is left."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.web.shapes import Clock, Tick


def moment(at: datetime) -> str:
    """ "23 Nov 2026, 14:05 UTC" in the reader's zone; Chinese readers get ISO order."""
    local = timezone.localtime(at)
    shown = date_format(local, pgettext("moment", "j M Y, H:i"))
    return f"{shown} {local:%Z}"


def day(on: date | None) -> str:
    """ "23 Nov 2026"; Chinese readers get ISO order. Nothing for no day."""
    return date_format(on, pgettext("day", "j M Y")) if on else ""


def span(length: timedelta) -> str:
    """A length in its two largest units: "2 days 4 hours", "35 minutes"."""
    minutes = int(abs(length).total_seconds() // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        ngettext("%(n)d day", "%(n)d days", days) % {"n": days} if days else "",
        ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours} if hours else "",
        ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes},
    ]
    large = [part for part in parts[:2] if part] or parts[2:]
    if len(large) == 1:
        return large[0]
    return _("%(more)s %(less)s") % {"more": large[0], "less": large[1]}


def remaining(clock: Clock) -> str:
    """ "2 days 4 hours left", "3 hours overdue", "paused", "met"."""
    if clock.tick == Tick.MET:
        return _("met")
    if clock.tick == Tick.PAUSED:
        return _("paused")
    if clock.tick == Tick.STOPPED:
        return _("stopped")
    if clock.is_overdue:
        return _("%(span)s overdue") % {"span": span(clock.left)}
    return _("%(span)s left") % {"span": span(clock.left)}
