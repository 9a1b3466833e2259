import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_takedown_is_lost_and_none_is_made_twice():
    """The small run of what `python -m tests.chaos.crash` does at length."""
    numbers = ["--notices=4", "--kills=2", "--flushes=1", "--seconds=60"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos.crash", *numbers],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
