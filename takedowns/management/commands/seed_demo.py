import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from takedowns.demo import story


class Command(BaseCommand):
    help = (
        "Tell the demo's story, as far as it is not told yet, and set its stage anew."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only a demonstration has a story: set DEMO=1.")
        began = time.monotonic()
        story.tell(
            say=lambda line: self.stdout.write(
                f"{time.monotonic() - began:8.1f} s  {line}"
            )
        )
