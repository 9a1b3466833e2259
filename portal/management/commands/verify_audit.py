from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit import verify
from portal.audit.models import Entry


class Command(BaseCommand):
    help = "Check every hash of the audit log, and name the first bad row."

    def handle(self, *_args: Any, **_options: Any) -> None:
        fault = verify.first_fault()
        if fault:
            raise CommandError(
                f"Entry {fault.entry_id} ({fault.case}): {fault.sentence}"
            )
        self.stdout.write(f"{Entry.objects.count()} entries, every hash fits.")
