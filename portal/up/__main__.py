"""python -m portal.up [--data DIR] [--free-ports]

Not a command of manage.py: Django reads its settings before it looks for commands,
and the settings need the engines that are started here.
"""

import argparse
import os
import signal
import sys
from pathlib import Path

from portal.engines import EnginesUnavailable, running
from portal.engines.folders import make
from portal.up import kept, prepare, processes, procfile
from portal.up.environment import environment
from portal.up.progress import say
from portal.up.welcome import welcome


def main() -> int:
    asked = _arguments()
    signal.signal(signal.SIGTERM, _leave)
    # A shell's background job inherits a deaf ear for Ctrl-C; we still want to hear it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # Whoever closes the terminal means the same.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    try:
        data_dir = make(asked.data.resolve(), mode=0o711)
        with running(data_dir, say=say) as engines:
            say("PostgreSQL and Redis are running")
            chosen = kept.choices(data_dir, free_ports=asked.free_ports)
            site = environment(data_dir, engines, chosen)
            prepare.everything(data_dir, site, database=engines.database_identity)
            return processes.run(
                procfile.commands(), site, when_started=lambda: welcome(site)
            )
    except (EnginesUnavailable, prepare.Unprepared) as failure:
        say(str(failure))
        return 1
    except KeyboardInterrupt:
        return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m portal.up", description="Run the whole site on this machine."
    )
    default = Path(os.environ.get("DATA_DIR", "var"))
    parser.add_argument(
        "--data", type=Path, default=default, help="where everything is kept"
    )
    parser.add_argument(
        "--free-ports", action="store_true", help="any free ports, not 8000 and 8100"
    )
    return parser.parse_args()


def _leave(signum: int, _frame: object) -> None:
    sys.exit(128 + signum)


if __name__ == "__main__":
    sys.exit(main())
