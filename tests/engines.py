"""PostgreSQL and Redis for the tests, before Django's settings ask for them.

Loaded by `-p tests.engines`. The workers of xdist inherit what is set here.
"""

import atexit
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from portal.engines import EnginesInUse, running

_stack = ExitStack()
atexit.register(_stack.close)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config):
    if not {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys():
        engines = _start(early_config.rootpath / "var" / "test")
        os.environ.update(engines.environment())
    return (yield)


def _start(folder: Path):
    """In the checkout's own folder, or beside another run in one of its own."""
    try:
        return _stack.enter_context(running(folder, durable=False))
    except EnginesInUse:
        own = _stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-test-"))
        Path(own).chmod(0o711)
        return _stack.enter_context(running(Path(own), durable=False))
