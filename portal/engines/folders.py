"""Where engines keep their files, and who may reach them."""

import fcntl
import hashlib
import os
import pwd
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# A socket's path must fit into sockaddr_un: 108 bytes on Linux, 104 on macOS.
SOCKET_PATH_MAX = 103
Say = Callable[[str], None]


class EnginesUnavailable(Exception):
    """PostgreSQL or Redis cannot be had; the message says what to do."""


class EnginesInUse(EnginesUnavailable):
    """Another process runs its engines on this folder."""


@dataclass(frozen=True)
class Person:
    """A user of the operating system."""

    name: str
    uid: int
    gid: int

    @classmethod
    def find(cls, *names: str) -> "Person":
        """The first of these users that exists."""
        for name in names:
            try:
                found = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(name, found.pw_uid, found.pw_gid)
        raise EnginesUnavailable(
            f"PostgreSQL refuses to run as root, and none of the users "
            f"{', '.join(names)} exists. Start as another user, or set DATABASE_URL."
        )

    @classmethod
    def owning(cls, path: Path) -> "Person":
        status = path.stat()
        try:
            name = pwd.getpwuid(status.st_uid).pw_name
        except KeyError:
            name = str(status.st_uid)
        return cls(name, status.st_uid, status.st_gid)

    def reaches(self, path: Path) -> bool:
        """Whether every folder down to `path` lets this user through."""
        path = path.resolve()
        return all(self._passes(folder) for folder in [path, *path.parents])

    def _passes(self, folder: Path) -> bool:
        if not folder.exists():
            return True
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & 0o100)
        if status.st_gid == self.gid:
            return bool(status.st_mode & 0o010)
        return bool(status.st_mode & 0o001)


def make(folder: Path, *, mode: int, owner: Person | None = None) -> Path:
    """Make a folder of our own. Folders that were there before are left alone."""
    if not folder.exists():
        make(folder.parent, mode=0o711)
        folder.mkdir()
        folder.chmod(mode)
        if owner:
            os.chown(folder, owner.uid, owner.gid)
    return folder


def home(data_dir: Path, *, person: Person | None, say: Say) -> Path:
    """Where the engines of `data_dir` live: inside it, where `person` gets there.

    Root's own home is closed to everyone else, and stays so: then they live in
    /var/lib, under a name that is the same at every start.
    """
    wanted = data_dir.resolve() / "engines"
    if person is None or person.reaches(wanted):
        return make(wanted, mode=0o711)
    digest = hashlib.sha256(str(wanted).encode()).hexdigest()[:12]
    chosen = Path("/var/lib/brand-alliance") / digest
    say(f"The user {person.name} cannot reach {data_dir}: databases are in {chosen}")
    return make(chosen, mode=0o711)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold `folder` for ourselves, or raise EnginesInUse if another does."""
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise EnginesInUse(
                f"The engines in {folder} are in use by process {lock.read()}. "
                "Stop it, or choose another folder."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextmanager
def socket_folder(inside: Path, *, owner: Person | None) -> Iterator[Path]:
    """A folder for a socket that its owner alone may enter, of a path not too long."""
    wanted = inside / "socket"
    if len(os.fsencode(wanted / ".s.PGSQL.5432")) <= SOCKET_PATH_MAX:
        yield make(wanted, mode=0o700, owner=owner)
        return
    short = Path(tempfile.mkdtemp(prefix="portal-"))
    if owner:
        os.chown(short, owner.uid, owner.gid)
    try:
        yield short
    finally:
        shutil.rmtree(short, ignore_errors=True)
