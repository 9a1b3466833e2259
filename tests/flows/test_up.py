"""The whole site, as whoever types `make demo` meets it."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import pytest

SERVED = "The site is served"


@pytest.fixture
def data_dir():
    """Not tmp_path: PostgreSQL's user must reach it where root runs the tests."""
    with tempfile.TemporaryDirectory(prefix="portal-up-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture
def up(data_dir):
    """Starts the site, and returns its process and what it said until served."""
    ours = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE"}
    environment = {key: os.environ[key] for key in os.environ.keys() - ours}
    started = []

    def up() -> tuple[subprocess.Popen, str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "portal.up", "--free-ports", "--data", data_dir],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        said = ""
        for line in process.stdout:
            said += line
            if SERVED in line:
                break
        return process, said

    yield up
    for process in started:
        process.terminate()
        process.communicate(timeout=30)


@pytest.mark.timeout(300)
def test_a_second_start_finds_everything_as_it_was(up, data_dir):
    process, said = up()
    assert SERVED in said, said
    assert "The database has its tables" in said
    chosen = json.loads((data_dir / "chosen.json").read_text())
    with urllib.request.urlopen(f"http://127.0.0.1:{chosen['port']}/") as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 0

    _, said = up()

    assert SERVED in said, said
    assert "The database has its tables" not in said
    assert json.loads((data_dir / "chosen.json").read_text()) == chosen
