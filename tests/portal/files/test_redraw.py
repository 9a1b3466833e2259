import subprocess
import sys
from pathlib import Path

import pytest

from portal.files import picture, redraw
from tests.portal.files import pictures


class TestTheChild:
    @pytest.mark.parametrize("program", ["import os; os.kill(os.getpid(), 9)", "1/0"])
    def test_that_dies_is_a_clear_refusal(self, program, monkeypatch):
        monkeypatch.setattr(redraw, "_CHILD", [sys.executable, "-I", "-c", program])

        with pytest.raises(redraw.Unreadable, match="too_heavy"):
            redraw.redraw(pictures.photo())

    def test_that_takes_too_long_is_a_clear_refusal(self, monkeypatch):
        sleeping = [sys.executable, "-I", "-c", "import time; time.sleep(60)"]
        monkeypatch.setattr(redraw, "_CHILD", sleeping)
        monkeypatch.setattr(redraw, "WALL", 0.5)

        with pytest.raises(redraw.Unreadable, match="too_heavy"):
            redraw.redraw(pictures.photo())

    def test_may_use_no_more_memory_than_it_is_given(self):
        greedy = (
            "import runpy, sys; "
            f"child = runpy.run_path({str(Path(picture.__file__))!r}); "
            "child['_limit'](); bytearray(600 * 1024 * 1024)"
        )

        died = subprocess.run(
            [sys.executable, "-I", "-c", greedy], capture_output=True, check=False
        )

        assert b"MemoryError" in died.stderr
