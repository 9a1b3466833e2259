"""At the gate (CI=true) a skipped test is a failure: nothing is left unproved.

Excused are tests marked `elsewhere`, which say something about another machine.
"""

import os

import pytest


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "elsewhere: may be skipped at the gate, by its skipif"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if (
        _must_not_be_skipped(item)
        and report.skipped
        and not hasattr(report, "wasxfail")
    ):
        report.outcome = "failed"
        reason = report.longrepr[2] if report.longrepr else ""
        report.longrepr = f"Not skipped at the gate. {reason}"
    return report


def _must_not_be_skipped(item) -> bool:
    return os.environ.get("CI") == "true" and not item.get_closest_marker("elsewhere")
