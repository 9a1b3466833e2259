from datetime import datetime

from django.utils.translation import gettext as _

from portal.web.shapes import Clock, Tick
from takedowns.notices.models import Notice
from takedowns.notices.states import State


def clock_of(notice: Notice, *, as_of: datetime) -> Clock | None:
    """The clock of the decision that is owed, or was; None for what was never sent."""
    deadline = notice.deadlines.order_by("-id").first()
    if deadline is None:
        return None
    ended = Tick.STOPPED if notice.state == State.WITHDRAWN else Tick.MET
    return Clock(
        what=_("Decision on every listing"),
        started_at=deadline.started_at,
        due_at=deadline.due_at,
        as_of=as_of,
        owed_by=_("by the alliance"),
        tick=ended if deadline.met_at else Tick.RUNNING,
        article=_("Our promise: by the end of the next working day."),
    )
