"""The contract itself: what every connector, and every fake of one, is held to."""

import dataclasses
import inspect
import pickle
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from takedowns.connectors import base
from takedowns.connectors.base import Account, Connector, Refused, Unavailable
from takedowns.connectors.registry import UnknownConnector, connector

ACCOUNT = Account(
    "https://shop.example", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "Shop"
)


@pytest.mark.parametrize("name", sorted(settings.CONNECTORS))
def test_a_connector_speaks_as_the_protocol_says(name):
    for method, promised in inspect.getmembers(Connector, inspect.isfunction):
        if method.startswith("_"):
            continue
        kept = getattr(type(connector(name, ACCOUNT)), method)
        assert inspect.signature(kept) == inspect.signature(promised), method


def test_the_sandbox_alone_may_be_on_this_machine():
    open_to = {
        name: import_string(path)(ACCOUNT).account.allow_loopback
        for name, path in settings.CONNECTORS.items()
    }

    assert open_to == {"http": False, "sandbox": True}


def test_a_name_that_is_not_in_the_settings_is_said_to_be_unknown():
    with pytest.raises(UnknownConnector, match="telegraph"):
        connector("telegraph", ACCOUNT)


def test_what_goes_out_and_comes_back_cannot_be_changed():
    told = [cls for _, cls in inspect.getmembers(base, dataclasses.is_dataclass)]

    assert len(told) >= 7
    assert all(cls.__dataclass_params__.frozen for cls in told)


def test_errors_keep_what_they_know_on_the_way_between_processes():
    wait = timedelta(seconds=90)
    unavailable = pickle.loads(pickle.dumps(Unavailable("Later.", wait)))  # noqa: S301
    refused = pickle.loads(pickle.dumps(Refused("no", "Never.")))  # noqa: S301

    assert (str(unavailable), unavailable.retry_after) == ("Later.", wait)
    assert (str(refused), refused.code) == ("Never.", "no")
