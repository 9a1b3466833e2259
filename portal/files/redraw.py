"""Has a stranger's picture redrawn where it can do no harm: in a limited child process."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from portal.files import picture

WALL = 20  # seconds, whatever it does
_CHILD = [sys.executable, "-I", str(Path(picture.__file__).resolve())]
# One thread, and one arena for memory, so that the limit measures the picture alone.
_ENVIRONMENT = {"PATH": os.defpath, "MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1"}


class Unreadable(Exception):
    """It cannot be drawn. `code` is damaged, too_many_pixels or too_heavy."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Redrawn:
    width: int  # pixels of the original, upright
    height: int
    shown: bytes  # WebP, at most 1280 pixels on a side
    thumbnail: bytes  # WebP, at most 320


def redraw(data: bytes) -> Redrawn:
    """The picture drawn anew: its pixels, and nothing else that was in the file."""
    try:
        child = subprocess.run(  # noqa: S603 - our own program, no argument from outside
            _CHILD,
            input=data,
            capture_output=True,
            timeout=WALL,
            check=False,
            env=_ENVIRONMENT,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("too_heavy") from error
    if child.returncode == picture.REFUSED:
        raise Unreadable(child.stderr.decode("ascii", "replace"))
    if child.returncode:  # killed by a limit, or fallen over one
        raise Unreadable("too_heavy")
    line, _, drawn = child.stdout.partition(b"\n")
    told = json.loads(line)
    cut = told["shown"]
    return Redrawn(told["width"], told["height"], drawn[:cut], drawn[cut:])
