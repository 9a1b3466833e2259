"""Lines that tell whoever waits what is being done."""

import sys
import time

_BEGAN = time.monotonic()


def say(line: str) -> None:
    sys.stdout.write(f"{time.monotonic() - _BEGAN:6.1f} s  {line}\n")
    sys.stdout.flush()
