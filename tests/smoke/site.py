"""The whole site in a folder of its own: started as `make demo` starts it, and stopped."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.engines import running

ROOT = Path(__file__).resolve().parents[2]
SERVED = "The site is served"
# Whatever the caller's shell says of its own installation is not about this one.
OURS = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DATA_DIR", "PUBLIC_URL"}


class NotServed(Exception):
    """The site did not come up; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class Site:
    folder: Path
    environment: Mapping[str, str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._chosen['port']}"

    @property
    def market_url(self) -> str:
        return f"http://127.0.0.1:{self._chosen['market_port']}"

    def api_key(self, email: str) -> str:
        logins = json.loads((self.folder / "demo" / "logins.json").read_text())
        return next(one["api_key"] for one in logins if one["email"] == email)

    def manage(self, *words: str) -> None:
        """A command of manage.py, as whoever runs the installation types it."""
        own = {"SECRET_KEY": self._chosen["secret_key"], "DATA_DIR": str(self.folder)}
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env={**self.environment, **own, "DEMO": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NotServed(f"manage.py {words[0]}: {done.stderr or done.stdout}")

    @property
    def _chosen(self) -> dict[str, Any]:
        return json.loads((self.folder / "chosen.json").read_text())


@contextmanager
def site(**settings: str) -> Iterator[Site]:
    """The site on free ports, with these settings, until the block ends.

    `{folder}` in a setting is the site's own folder. Raises NotServed.
    """
    # Not for us alone: where root runs this, PostgreSQL is another person.
    with tempfile.TemporaryDirectory(prefix="portal-smoke-") as parent:
        Path(parent).chmod(0o711)
        folder = Path(parent) / "site"
        inherited = {key: os.environ[key] for key in os.environ.keys() - OURS}
        asked = {key: value.format(folder=folder) for key, value in settings.items()}
        with running(Path(parent), durable=False, given={}) as engines:
            environment = {**inherited, **engines.environment(), **asked}
            with _up(folder, environment):
                yield Site(folder, environment)


@contextmanager
def _up(folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    log = folder.parent / "said.txt"
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "portal.up", "--free-ports", "--data", str(folder)],
            cwd=ROOT,
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(process, log)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], log: Path, seconds: float = 120) -> None:
    ends = time.monotonic() + seconds
    while SERVED not in log.read_text():
        if process.poll() is not None or time.monotonic() > ends:
            raise NotServed(log.read_text())
        time.sleep(0.1)
