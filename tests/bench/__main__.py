"""python -m tests.bench: each hot path beside its peer or limit, in one run.

Every figure is a ratio of medians taken in turn, so that a busy machine slows both
alike. Nothing here is a test: a slow day breaks no build, it is read in the table.
"""

import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import django

from portal.engines import running

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        Path(folder).chmod(0o711)
        with running(Path(folder), durable=False) as engines:
            os.environ |= engines.environment() | {
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "DATA_DIR": folder,
            }
            django.setup()
            figures = _measure()
    _tell(figures)
    return 0


def _measure():
    from django.core.management import call_command  # noqa: PLC0415 - after setup

    from tests.bench import paths  # noqa: PLC0415 - after setup

    call_command("migrate", verbosity=0)
    return [path() for path in paths.ALL]


def _tell(figures):
    print(f"{'':44} {'ours':>10} {'reference':>10}  {'unit':10} {'ratio':>6}  target")
    for one in figures:
        verdict = "holds" if one.holds else "MISSED"
        print(
            f"{one.name:44} {one.ours:10.3f} {one.reference:10.3f}  {one.unit:10}"
            f" {one.ratio:6.2f}  {one.target} {verdict}"
        )
    target = ROOT / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    rows = [asdict(one) | {"ratio": one.ratio, "holds": one.holds} for one in figures]
    target.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
