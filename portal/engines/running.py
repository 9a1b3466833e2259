"""Both engines at once: those that are given, and our own for those that are not."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.engines import folders, postgres, redis
from portal.engines.folders import Say


@dataclass(frozen=True)
class Engines:
    database_url: str
    redis_url: str
    # Of the database that is ours; none where it was given.
    database_identity: str | None = None

    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


def on_stderr(line: str) -> None:
    sys.stderr.write(f"{line}\n")


@contextmanager
def running(
    data_dir: Path,
    *,
    durable: bool = True,
    given: Mapping[str, str] = os.environ,
    say: Say = on_stderr,
) -> Iterator[Engines]:
    """PostgreSQL and Redis, for as long as the block lasts.

    Where `given` has DATABASE_URL or REDIS_URL, that one is used as it is. The
    others run on the data in `data_dir`, which one process at a time may use.
    Raises EnginesUnavailable, with a sentence that says what to do.
    """
    database_url = given.get("DATABASE_URL", "")
    redis_url = given.get("REDIS_URL", "")
    with ExitStack() as stack:
        if not (database_url and redis_url):
            ours = folders.make(data_dir.resolve(), mode=0o711) / "engines"
            stack.enter_context(folders.held(folders.make(ours, mode=0o711)))
        if not redis_url:
            redis_url = stack.enter_context(redis.running(ours, durable=durable))
        if database_url:
            yield Engines(database_url, redis_url)
            return
        database = stack.enter_context(
            postgres.running(data_dir, durable=durable, say=say)
        )
        yield Engines(database.url, redis_url, database.identity)
