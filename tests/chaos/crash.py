"""Kill workers and flush Redis while takedowns are in flight, then count.

    python -m tests.chaos.crash --notices 20 --kills 20 --flushes 5

Everything is real: PostgreSQL, Redis, Celery's processes, the marketplace's process.
Ends with 0 if every upheld listing came down exactly once by the marketplace's own log.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from portal.engines import running
from takedowns.connectors import signing
from tests.fakes.marketplace import running_marketplace


def main() -> int:
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="crash-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        secret = signing.new_secret()
        with (
            running(folder / "data", durable=False, given={}) as engines,
            running_marketplace(folder / "market", secret) as market,
        ):
            environment = os.environ | engines.environment() | settings(folder)
            environment |= {"MARKET_URL": market.url, "MARKET_SECRET": secret}
            story = [sys.executable, "-m", "tests.chaos.story"]
            numbers = [f"--{name}={value}" for name, value in vars(asked).items()]
            return subprocess.run(
                [*story, *numbers], env=environment, check=False
            ).returncode


def settings(folder: Path) -> dict[str, str]:
    """Short waits, so that an hour of accidents fits into minutes."""
    return {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "SECRET_KEY": "chaos",
        "DATA_DIR": str(folder),
        "MAIL_CAUGHT": "1",
        "OUTBOX_LEASE": "2",
        "LOOK_WAITS": "0.2,0.5,1,1,1,3600",
        "LOG_LEVEL": "CRITICAL",
    }


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=20)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--flushes", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=240, help="at most, in all")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
