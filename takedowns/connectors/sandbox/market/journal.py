"""All that ever happened here, one line each: the shop is what its journal says."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Event = dict[str, Any]


class Journal:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "journal.jsonl"
        self.path.touch()
        self._drop_torn_line()

    def replay(self) -> Iterator[list[Event]]:
        with self.path.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)

    def append(self, events: list[Event]) -> None:
        """One line for what happened together: it is there whole, or not at all."""
        with self.path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(events, ensure_ascii=False) + "\n")

    def _drop_torn_line(self) -> None:
        """A kill in the middle of a write leaves half a line: it never happened."""
        written = self.path.read_bytes()
        whole = written.rfind(b"\n") + 1
        if whole != len(written):
            os.truncate(self.path, whole)
