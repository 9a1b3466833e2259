import os
import signal
import subprocess
import sys
from pathlib import Path


class Celery:
    """A worker or beat in a process group of its own, so that a kill takes all of it."""

    def __init__(self, *arguments: str) -> None:
        self.arguments = arguments
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-q", "-A", "portal", *self.arguments],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """SIGKILL to the whole group, as when a machine is gone."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @classmethod
    def worker(cls, number: int) -> "Celery":
        return cls(
            "worker", "-n", f"w{number}@%h", "-Q", "effects,mail,marketplaces",
            "-c", "2", "-l", "critical", "--without-gossip", "--without-mingle",
        )  # fmt: skip

    @classmethod
    def beat(cls, folder: Path) -> "Celery":
        return cls("beat", "-l", "critical", "-s", str(folder / "beat"), "--pidfile=")
