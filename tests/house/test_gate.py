"""What the gate promises, shown by a run of pytest inside this one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SUITE = """
import pytest

def test_that_lacks_something():
    pytest.skip("there is no browser")

@pytest.mark.elsewhere
@pytest.mark.skipif(True, reason="of another system")
def test_of_another_machine(): ...

@pytest.mark.xfail(strict=True)
def test_known_to_fail():
    assert False
"""


@pytest.fixture
def run(tmp_path):
    (tmp_path / "test_suite.py").write_text(SUITE)

    def run(**environment: str) -> subprocess.CompletedProcess:
        plugins = ["-p", "tests.gate", "-p", "no:django", "-p", "no:randomly"]
        return subprocess.run(
            [sys.executable, "-m", "pytest", *plugins, "-q", "test_suite.py"],
            cwd=tmp_path,
            env=os.environ | {"CI": "", "PYTHONPATH": str(CHECKOUT)} | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


class TestTheGate:
    def test_fails_where_a_test_was_skipped(self, run):
        done = run(CI="true")

        assert done.returncode == 1
        assert "there is no browser" in done.stdout
        assert "1 failed, 1 skipped, 1 xfailed" in done.stdout

    def test_is_open_to_whoever_works_without(self, run):
        done = run()

        assert done.returncode == 0
        assert "2 skipped, 1 xfailed" in done.stdout
