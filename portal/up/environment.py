"""The environment that the site's processes are started with."""

import os
import sys
from pathlib import Path

from portal.engines import Engines
from portal.up.kept import Choices


def environment(data_dir: Path, engines: Engines, chosen: Choices) -> dict[str, str]:
    """Ours, with what is set already standing above it, except where it cannot be."""
    defaults = {
        "DEMO": "1",
        "SECRET_KEY": chosen.secret_key,
        # Not 127.0.0.1: passkeys belong to names, never to addresses.
        "PUBLIC_URL": f"http://localhost:{chosen.port}",
        "SANDBOX_SECRET": chosen.sandbox_secret,
        # A worker keeps its connection between tasks: measured 597 instead of 123
        # tasks a second.
        "CELERY_DB_REUSE_MAX": "1000",
        # In a container there is often nobody but root, and nothing to guard from it.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }
    settled = {
        "DATA_DIR": str(data_dir),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PORT": str(chosen.port),
        "MARKET_PORT": str(chosen.market_port),
        "SANDBOX_URL": f"http://127.0.0.1:{chosen.market_port}",
        "PATH": os.pathsep.join(
            [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
        ),
        "PYTHONUNBUFFERED": "1",
    }
    return defaults | dict(os.environ) | settled | engines.environment()
