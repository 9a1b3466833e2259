"""Ports on loopback that nobody uses."""

import socket


def free_port(preferred: int = 0) -> int:
    """`preferred` where nobody listens there, otherwise any free port."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            # As servers do, so that a port just closed counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("No port is free on 127.0.0.1.")
