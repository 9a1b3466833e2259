"""What must be done before the site can be served, and is done only when it must."""

import hashlib
import shutil
import signal
import subprocess
import sys
import time
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


def everything(
    data_dir: Path, site: Mapping[str, str], *, database: str | None
) -> None:
    """Migrations, static files, translations and the demo's story.

    `database` is the identity of our own. One that was given to us has none, and is
    migrated at every start: who knows what happened to it in between.
    """
    marks = data_dir / "prepared"
    marks.mkdir(exist_ok=True)
    migrated = f"{database} {_fingerprint(MIGRATIONS)}"
    if database is None or not _is_marked(marks / "migrations", migrated):
        _manage("migrate", "--verbosity=0", site=site)
        _mark(marks / "migrations", migrated)
        say("The database has its tables")
    collected = _fingerprint(STATIC_FILES)
    if not _is_marked(marks / "static", collected):
        _manage("collectstatic", "--no-input", "--verbosity=0", site=site)
        _mark(marks / "static", collected)
        say("Static files are collected")
    if _lacks_messages() and shutil.which("msgfmt"):
        _manage("compilemessages", "--ignore=.venv", "--verbosity=0", site=site)
        say("Translations are compiled")
    told = _setting_of_the_story(site, database)
    if (ROOT / STORY).exists() and not _is_marked(marks / "story", told):
        with _market(site):
            _manage("seed_demo", site=site, aloud=True)
        _mark(marks / "story", told)
        say("The demo's story is told")


def _setting_of_the_story(site: Mapping[str, str], database: str | None) -> str:
    """The story is told once, and its setting made anew when this changes.

    Each day, since the lists of the demo's authority grow old; and with the marketplace's
    address, since ports that are taken are replaced.
    """
    where = f"{site['SANDBOX_URL']} {site['SANDBOX_SECRET']}".encode()
    today = time.strftime("%Y-%m-%d", time.gmtime())
    return f"{database} {hashlib.sha256(where).hexdigest()} {today}"


def _is_marked(mark: Path, fingerprint: str) -> bool:
    return mark.exists() and mark.read_text() == fingerprint


def _mark(mark: Path, fingerprint: str) -> None:
    mark.write_text(fingerprint)


def _fingerprint(patterns: Sequence[str]) -> str:
    """One line for the names, sizes and times of all files of these patterns."""
    seen = hashlib.sha256()
    for path in _files(patterns):
        status = path.stat()
        seen.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _lacks_messages() -> bool:
    """Compiled catalogues come with the code: only who removed one has it made again."""
    return any(not path.with_suffix(".mo").exists() for path in _files(MESSAGES))


def _files(patterns: Sequence[str]) -> list[Path]:
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern))


def _manage(*words: str, site: Mapping[str, str], aloud: bool = False) -> None:
    done = subprocess.run(
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
        preexec_fn=tied(signal.SIGTERM),
    )
    try:
        wait_for(int(site["MARKET_PORT"]), alive=lambda: market.poll() is None)
        yield
    finally:
        market.terminate()
        market.wait()
