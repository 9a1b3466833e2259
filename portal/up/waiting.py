"""Waiting until somebody answers."""

import socket
import time
from collections.abc import Callable


def wait_for(port: int, *, alive: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether `port` on loopback accepts connections while `alive`, and in time."""
    deadline = time.monotonic() + seconds
    while alive() and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False
