"""Check the log against itself, and name the first row that does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from portal.audit import chain
from portal.audit.models import DayRoot, Entry, EntryQuerySet

COLUMNS = (
    "case", "position", "event", "subject_kind", "subject_id", "actor_name", "actor_role",
    "actor_user_id", "actor_organisation_id", "detail", "recorded_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    entry_id: int | None
    case: str
    sentence: str


def first_fault() -> Fault | None:
    """The first row that was changed, removed, moved or slipped in; else nothing."""
    return next(_broken_links(Entry.objects.all()), None) or next(_broken_days(), None)


def fault_of(case: str) -> Fault | None:
    """The first row of this one case that does not fit; else nothing."""
    return next(_broken_links(Entry.objects.of_case(case)), None)


def _broken_links(entries: EntryQuerySet) -> Iterator[Fault]:
    case, position, previous_hash = "", 0, chain.START
    for entry in entries.order_by("case", "position").iterator(chunk_size=5000):
        if entry.case != case:
            case, position, previous_hash = entry.case, 0, chain.START
        if entry.position != position + 1:
            yield Fault(entry.pk, case, f"entry {position + 1} of {case} is missing")
        if entry.previous_hash != previous_hash:
            yield Fault(entry.pk, case, "does not follow the entry before it")
        columns = {name: getattr(entry, name) for name in COLUMNS}
        if entry.hash != chain.entry_hash(columns, previous_hash=entry.previous_hash):
            yield Fault(entry.pk, case, "was changed after it was written")
        position, previous_hash = entry.position, entry.hash


def _broken_days() -> Iterator[Fault]:
    for day_root in DayRoot.objects.order_by("day"):
        hashes = _hashes_of(day_root.day)
        if (len(hashes), chain.merkle_root(hashes)) != (
            day_root.entry_count,
            day_root.root,
        ):
            yield Fault(None, "", f"the entries of {day_root.day} are not those sealed")


def seal_days() -> int:
    """Compute the root of every past day that has none; the number of days sealed."""
    first = Entry.objects.order_by("recorded_at").first()
    if first is None:
        return 0
    # An hour's grace: a transaction that began before midnight may commit after it.
    last = (timezone.now() - timedelta(hours=1)).date() - timedelta(days=1)
    begun = first.recorded_at.date()
    days = {begun + timedelta(days=n) for n in range((last - begun).days + 1)}
    unsealed = sorted(days - set(DayRoot.objects.values_list("day", flat=True)))
    for day in unsealed:
        _seal(day)
    return len(unsealed)


def _seal(day: date) -> None:
    hashes = _hashes_of(day)
    last = Entry.objects.order_by("-id").first()
    DayRoot.objects.get_or_create(
        day=day,
        defaults={
            "entry_count": len(hashes),
            "last_entry_id": last.pk if last else 0,
            "root": chain.merkle_root(hashes),
            "computed_at": timezone.now(),
        },
    )


def _hashes_of(day: date) -> list[str]:
    start = datetime.combine(day, time.min, tzinfo=UTC)
    entries = Entry.objects.filter(
        recorded_at__gte=start, recorded_at__lt=start + timedelta(days=1)
    )
    return list(entries.order_by("id").values_list("hash", flat=True))
