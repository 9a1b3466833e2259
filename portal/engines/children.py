"""Processes that end when we end."""

import ctypes
import functools
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from portal.engines.folders import EnginesUnavailable, Person

PR_SET_PDEATHSIG = 1  # linux/prctl.h
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def tied(signum: signal.Signals) -> Callable[[], None]:
    """What a child calls before exec, so that it gets `signum` when we die.

    Linux alone can promise this for SIGKILL, see prctl(2): the promise is kept by
    the thread that starts the child, so start children from the main thread.
    Elsewhere an orphan lives until `stop_orphan` meets it at the next start.
    """
    return functools.partial(_tie, signum, os.getpid())


def _tie(signum: signal.Signals, parent: int) -> None:
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, signum)
    if os.getppid() != parent:  # we died before the promise was made
        os._exit(1)


@dataclass(frozen=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_with: signal.Signals

    def wait_until(self, ready: Callable[[], bool], *, seconds: float = 30) -> None:
        """Return once it is ready; EnginesUnavailable with its last words if not."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise EnginesUnavailable(
                    f"{self.name} did not start; {self.log} ends with:\n{self._end()}"
                )
            time.sleep(0.005)

    def stop(self, *, seconds: float = 15) -> None:
        if self.process.poll() is None:
            self.process.send_signal(self.stop_with)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _end(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(lines[-10:])


def start(
    command: Sequence[str | Path],
    *,
    name: str,
    log: Path,
    folder: Path,
    stop_with: signal.Signals,
    person: Person | None = None,
) -> Child:
    """Start an engine that stands in `folder` and writes to `log`.

    Its own session, so that Ctrl-C reaches us alone and we stop it in order.
    """
    with log.open("wb") as out:
        process = _popen(command, out=out, folder=folder, tie=stop_with, person=person)
    return Child(name, process, log, stop_with)


def stop_orphan(pid_file: Path, *, folder: Path, stop_with: signal.Signals) -> None:
    """Stop what an earlier run left behind in `folder`, and its pid file.

    Process numbers are used again, so the process must also stand in the folder.
    """
    try:
        pid = int(pid_file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return
    deadline = time.monotonic() + 15
    while _stands_in(folder, pid):
        late = time.monotonic() > deadline
        os.kill(pid, signal.SIGKILL if late else stop_with)
        time.sleep(0.05)
    pid_file.unlink(missing_ok=True)


def _popen(
    command: Sequence[str | Path],
    *,
    out: BinaryIO,
    folder: Path,
    tie: signal.Signals,
    person: Person | None,
) -> subprocess.Popen[bytes]:
    user = person.uid if person else None
    group = person.gid if person else None
    return subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT,
        cwd=folder,
        start_new_session=True,
        preexec_fn=tied(tie),
        user=user,
        group=group,
        extra_groups=[] if person else None,
    )


def _stands_in(folder: Path, pid: int) -> bool:
    proc = Path("/proc") / str(pid)
    if Path("/proc/self/cwd").exists():
        try:
            return (proc / "cwd").resolve(strict=True) == folder.resolve()
        except OSError:
            return False
    ps = shutil.which("ps")
    if ps is None:
        return False
    shown = subprocess.run(
        [ps, "-o", "command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return str(folder) in shown.stdout
