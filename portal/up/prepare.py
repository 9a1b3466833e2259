"""What must be done before the site can be served, and is done only when it must."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from portal.engines.children import tied
from portal.up.procfile import ROOT, commands
from portal.up.progress import say
from portal.up.waiting import wait_for

MIGRATIONS = ["*/migrations/*.py"]
STATIC_FILES = ["*/static/**/*", "requirements.txt"]
MESSAGES = ["portal/locale/**/*.po"]
STORY = "takedowns/management/commands/seed_demo.py"


class Unprepared(Exception):
    """A step failed; the message holds what it said."""


def everything(data_dir: Path, site: Mapping[str, str]) -> None:
    """Migrations, static files, translations and the demo's story."""
    marks = data_dir / "prepared"
    marks.mkdir(exist_ok=True)
    given = "DATABASE_URL" in os.environ
    if given or _is_stale(marks / "migrations", MIGRATIONS):
        _manage("migrate", "--verbosity=0", site=site)
        _mark(marks / "migrations", MIGRATIONS)
        say("The database has its tables")
    if _is_stale(marks / "static", STATIC_FILES):
        _manage("collectstatic", "--no-input", "--verbosity=0", site=site)
        _mark(marks / "static", STATIC_FILES)
        say("Static files are collected")
    compiler = shutil.which("msgfmt")
    if compiler and _files(MESSAGES) and _is_stale(marks / "messages", MESSAGES):
        _manage("compilemessages", "--ignore=.venv", "--verbosity=0", site=site)
        _mark(marks / "messages", MESSAGES)
        say("Translations are compiled")
    if (ROOT / STORY).exists() and not (marks / "story").exists():
        with _market(site):
            _manage("seed_demo", site=site, aloud=True)
        (marks / "story").touch()
        say("The demo's story is told")


def _is_stale(mark: Path, patterns: Sequence[str]) -> bool:
    return not mark.exists() or mark.read_text() != _fingerprint(patterns)


def _mark(mark: Path, patterns: Sequence[str]) -> None:
    mark.write_text(_fingerprint(patterns))


def _fingerprint(patterns: Sequence[str]) -> str:
    """One line for the names, sizes and times of all files of these patterns."""
    seen = hashlib.sha256()
    for path in _files(patterns):
        status = path.stat()
        seen.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _files(patterns: Sequence[str]) -> list[Path]:
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern))


def _manage(*words: str, site: Mapping[str, str], aloud: bool = False) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=site,
        stdout=None if aloud else subprocess.PIPE,
        stderr=None if aloud else subprocess.STDOUT,
        text=True,
        check=False,
        preexec_fn=tied(signal.SIGTERM),
    )
    if done.returncode:
        raise Unprepared(f"manage.py {words[0]} failed.\n{done.stdout or ''}")


@contextmanager
def _market(site: Mapping[str, str]) -> Iterator[None]:
    """The marketplace, while the story is told in which it has its part."""
    market = subprocess.Popen(  # noqa: S602 (our own Procfile)
        commands()["market"],
        shell=True,
        cwd=ROOT,
        env=site,
        preexec_fn=tied(signal.SIGTERM),  # noqa: PLW1509
    )
    try:
        wait_for(int(site["MARKET_PORT"]), alive=lambda: market.poll() is None)
        yield
    finally:
        market.terminate()
        market.wait()
