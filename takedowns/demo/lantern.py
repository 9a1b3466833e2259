"""The marketplace's own side: what it sells, and how it is told to behave."""

import httpx
from django.conf import settings

from takedowns.connectors.sandbox.market.catalogue import FIRST_ID


def listing_id(number: int) -> str:
    """Of the listing that stands so far down in its catalogue, from 1."""
    return str(FIRST_ID + number)


def address(number: int) -> str:
    return f"{settings.SANDBOX_URL}/listing/{listing_id(number)}"


def shows(number: int) -> bool:
    """Whether a buyer would see the listing."""
    with _client() as client:
        return client.get(address(number)).status_code == httpx.codes.OK


def refuse_once(number: int, *, code: str) -> None:
    _tell("behaviour", kind="refuse", listing=listing_id(number), times="1", code=code)


def put_up_again(number: int) -> None:
    """As a seller does it who hopes that nobody looks twice."""
    if not shows(number):
        _tell("switch", listing=listing_id(number))


def _tell(command: str, **fields: str) -> None:
    with _client() as client:
        client.post(
            f"{settings.SANDBOX_URL}/control/{command}", json=fields
        ).raise_for_status()


def _client() -> httpx.Client:
    return httpx.Client(trust_env=False, timeout=10)
