"""python -m portal.engines [--data DIR] [--fast] -- COMMAND …"""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

from portal.engines.children import tied
from portal.engines.folders import EnginesUnavailable
from portal.engines.running import running


def main() -> int:
    asked = _arguments()
    signal.signal(signal.SIGTERM, _leave)
    # A shell's background job inherits a deaf ear for Ctrl-C; we still want to hear it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with running(asked.data, durable=not asked.fast) as engines:
            return _run(asked.command, engines.environment())
    except EnginesUnavailable as unavailable:
        sys.stderr.write(f"{unavailable}\n")
        return 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m portal.engines",
        description="Run a command with PostgreSQL and Redis, started if need be.",
    )
    default = Path(os.environ.get("DATA_DIR", "var"))
    parser.add_argument("--data", type=Path, default=default, help="their folder")
    parser.add_argument(
        "--fast", action="store_true", help="for tests: a crash may lose data"
    )
    parser.add_argument("command", nargs="+", metavar="COMMAND")
    return parser.parse_args()


def _run(command: list[str], environment: dict[str, str]) -> int:
    """The command's exit code. Ctrl-C reaches it by itself; SIGTERM through us."""
    child = subprocess.Popen(
        command,
        env=os.environ | environment,
        preexec_fn=tied(signal.SIGTERM),
    )
    try:
        return child.wait()
    except BaseException:
        child.terminate()
        child.wait()
        raise


def _leave(signum: int, _frame: object) -> None:
    sys.exit(128 + signum)


if __name__ == "__main__":
    sys.exit(main())
