import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pgtrigger
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from portal import audit
from portal.actor import Actor
from portal.audit import chain, verify
from portal.models import DayRoot, Entry
from tests.factories import OrganisationFactory


@pytest.fixture
def entries(brand, submitter):
    return [
        audit.record(
            "thing.done", brand, by=submitter, count=n, name="\u97f3\U0001f600"
        )
        for n in range(4)
    ]


def tamper(entry, **changes):
    """As one could who owns the database."""
    with pgtrigger.ignore("portal.Entry:append_only"):
        Entry.objects.filter(pk=entry.pk).update(**changes)


class TestTheLog:
    def test_keeps_a_name_of_any_length(self, brand):
        """A person's with their key's behind it: what they do must not fail for that."""
        entry = audit.record("thing.done", brand, by=Actor(name="n" * 233))

        assert entry.actor_name == "n" * 150
        assert verify.first_fault() is None

    @pytest.mark.parametrize("table", ["portal_entry", "portal_dayroot"])
    def test_is_never_emptied(self, table):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(f"TRUNCATE {table}")

    def test_is_a_chain_for_each_case(self, entries, mark, submitter):
        other = audit.record("thing.done", mark, by=submitter)

        assert [entry.position for entry in entries] == [1, 2, 3, 4]
        assert entries[1].previous_hash == entries[0].hash
        assert (other.position, other.previous_hash) == (1, chain.START)

    @pytest.mark.parametrize("change", ["update", "delete"])
    def test_refuses_to_be_changed(self, entries, change):
        rows = Entry.objects.filter(pk=entries[0].pk)

        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(event="else") if change == "update" else rows.delete()

    def test_says_that_it_is_whole(self, entries):
        assert verify.first_fault() is None

    @pytest.mark.parametrize(
        "changes",
        [
            {"event": "thing.undone"},
            {"actor_name": "nobody"},
            {"detail": {"count": 7}},
            {"recorded_at": timezone.now() - timedelta(days=1)},
            {"previous_hash": chain.START},
        ],
        ids=lambda changes: next(iter(changes)),
    )
    def test_names_the_row_that_was_changed(self, entries, changes):
        tamper(entries[2], **changes)

        fault = verify.first_fault()

        assert fault
        assert fault.entry_id == entries[2].pk

    def test_names_the_row_behind_one_that_is_missing(self, entries):
        with pgtrigger.ignore("portal.Entry:append_only"):
            Entry.objects.filter(pk=entries[1].pk).delete()

        fault = verify.first_fault()

        assert fault
        assert fault.entry_id == entries[2].pk

    def test_is_checked_by_a_command_that_names_the_row(self, entries, capsys):
        call_command("verify_audit")
        assert re.search(r"4 entries", capsys.readouterr().out)

        tamper(entries[3], event="else")
        with pytest.raises(CommandError, match=f"Entry {entries[3].pk} "):
            call_command("verify_audit")


@pytest.mark.django_db(transaction=True)
def test_many_who_write_on_one_case_at_once_make_one_chain():
    case, actor = OrganisationFactory(), Actor(name="someone")

    def write(_n):
        try:
            return audit.record("thing.done", case, by=actor).position
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        positions = list(pool.map(write, range(40)))

    assert sorted(positions) == list(range(1, 41))
    assert verify.first_fault() is None


class TestADay:
    def test_is_sealed_once_it_is_over(self, brand, submitter):
        with time_machine.travel("2026-03-01 22:00Z", tick=False):
            audit.record("thing.done", brand, by=submitter)
        with time_machine.travel("2026-03-03 03:00Z", tick=False):
            assert verify.seal_days() == 2
            assert verify.seal_days() == 0

        assert DayRoot.objects.get(day="2026-03-01").entry_count == 1

    def test_shows_that_a_whole_chain_was_slipped_in(self, brand, submitter):
        with time_machine.travel("2026-03-01 22:00Z", tick=False):
            audit.record("thing.done", brand, by=submitter)
        with time_machine.travel("2026-03-02 03:00Z", tick=False):
            verify.seal_days()
        with time_machine.travel("2026-03-01 23:00Z", tick=False):
            audit.record("thing.done", brand, by=submitter)

        fault = verify.first_fault()

        assert fault
        assert "2026-03-01" in fault.sentence


def test_the_root_is_that_of_rfc_6962():
    """Test vectors of the certificate transparency reference implementation."""
    leaves = [b"", b"\x00", b"\x10"]

    assert (
        chain.merkle_root([])
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    assert (
        chain.merkle_root([leaf.hex() for leaf in leaves])
        == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    )
