"""The processes of the site, run by honcho and tied to us."""

import functools
import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

from honcho.manager import Manager
from honcho.process import Popen, Process

from portal.engines.children import tied
from portal.up.procfile import ROOT


def run(
    commands: Mapping[str, str],
    site: Mapping[str, str],
    *,
    when_started: Callable[[], None],
) -> int:
    """Run until one of them stops or we are told to. The exit code: 0 for Ctrl-C."""
    if sys.platform == "linux":
        # The promise of `tied` is the parent's: a fork server would be another.
        multiprocessing.set_start_method("fork", force=True)
    manager = TiedManager(when_started)
    for name, command in commands.items():
        manager.add_process(name, command, env=dict(site), cwd=str(ROOT))
    manager.loop()
    stopped_by_hand = manager.returncode == 128 + signal.SIGINT
    return 0 if stopped_by_hand else int(manager.returncode or 0)


class TiedProcess(Process):  # type: ignore[misc] # honcho has no types
    """Ends with us even by SIGKILL: its watcher with us, the child with its watcher."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tie = tied(signal.SIGKILL)

    def run(self, *args: Any, **kwargs: Any) -> None:
        self._tie()
        self._child_ctor = functools.partial(Popen, preexec_fn=tied(signal.SIGTERM))
        super().run(*args, **kwargs)


class TiedManager(Manager):  # type: ignore[misc] # honcho has no types
    def __init__(self, when_started: Callable[[], None]) -> None:
        super().__init__()
        self._process_ctor = TiedProcess
        self._when_started = when_started

    def _start(self) -> None:
        super()._start()
        # Only now: a process that forks should have one thread.
        threading.Thread(target=self._when_started, daemon=True).start()
