"""Drafts, and what keeps one of them from going on."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from alliance.marks.models import Mark
from portal.actor import Actor
from takedowns.notices.models import Notice
from takedowns.notices.validation import gap_of_unusable


def why_frozen(notice: Notice, actor: Actor) -> str:
    """In one sentence, or ""."""
    return reasons([notice], actor).get(notice.pk, "")


def reasons(notices: Sequence[Notice], actor: Actor) -> dict[int, str]:
    """Which drafts are frozen with their marks, and why. One query for all of them."""
    marks = {notice.mark_id for notice in notices if notice.mark_id}
    seen = set(
        Mark.objects.visible_to(actor).filter(pk__in=marks).values_list("pk", flat=True)
    )
    told = {notice.pk: _why(notice, seen) for notice in notices}
    return {pk: why for pk, why in told.items() if why}


def _why(notice: Notice, seen: set[int]) -> str:
    if notice.mark is None:
        return ""
    if notice.mark_id not in seen:
        return _("Your mandate for %(mark)s has ended.") % {"mark": notice.mark}
    return "" if notice.mark.is_usable else str(gap_of_unusable(notice.mark).sentence)
