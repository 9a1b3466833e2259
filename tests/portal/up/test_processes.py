import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

STACK = """
import os, sys
from portal.up import processes

code = processes.run(
    {"one": sys.argv[1], "two": sys.argv[2]},
    os.environ,
    when_started=lambda: None,
)
sys.exit(code)
"""
LASTING = "exec sleep 600"
WITH_A_CHILD = "sleep 600 & exec sleep 600"


@pytest.fixture
def stack(tmp_path):
    """Starts two processes that stand in `tmp_path`."""
    started = []

    def start(one: str, two: str) -> subprocess.Popen:
        commands = [f"cd {tmp_path}; {command}" for command in (one, two)]
        started.append(
            subprocess.Popen(
                [sys.executable, "-c", STACK, *commands], stdout=subprocess.DEVNULL
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def living_in(folder: Path) -> int:
    return sum(
        process.resolve() == folder.resolve()
        for process in Path("/proc").glob("[0-9]*/cwd")
        if os.access(process, os.R_OK)
    )


def wait_for(count: int, folder: Path) -> int:
    deadline = time.monotonic() + 10
    while living_in(folder) != count and time.monotonic() < deadline:
        time.sleep(0.02)
    return living_in(folder)


@pytest.mark.elsewhere
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
class TestRun:
    @pytest.mark.parametrize(
        ("how", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)]
    )
    def test_ends_with_all_it_started_when_told(self, how, code, stack, tmp_path):
        process = stack(LASTING, WITH_A_CHILD)
        assert wait_for(3, tmp_path) == 3

        process.send_signal(how)

        assert process.wait(10) == code
        assert living_in(tmp_path) == 0

    def test_ends_all_where_one_stops(self, stack, tmp_path):
        process = stack(WITH_A_CHILD, "exit 3")

        assert process.wait(10) == 3
        assert living_in(tmp_path) == 0

    def test_leaves_nothing_behind_when_killed(self, stack, tmp_path):
        process = stack(LASTING, LASTING)
        assert wait_for(2, tmp_path) == 2

        process.kill()
        process.wait()

        assert wait_for(0, tmp_path) == 0
