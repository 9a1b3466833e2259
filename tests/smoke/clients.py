"""The three who meet: a brand, a reviewer, and the marketplace. Over HTTP alone."""

from base64 import b64encode
from typing import Any

import httpx

Json = dict[str, Any]


class Refused(Exception):
    """The other side said no, where the journey needs a yes."""


class Api:
    """The portal as a program of one member meets it."""

    def __init__(self, url: str, key: str) -> None:
        self.client = httpx.Client(
            base_url=f"{url}/api/v1/",
            headers={"Authorization": f"Bearer {key}"},
            trust_env=False,
            timeout=30,
        )

    def get(self, path: str) -> Any:
        return _answered(self.client.get(path))

    def post(self, path: str, **given: Any) -> Any:
        return _answered(self.client.post(path, **given))


class Market:
    """The sandbox marketplace: as a buyer sees it, and as its owner sets it up."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, trust_env=False, timeout=30)

    def sell(self, title: str, *, seller: str, picture: bytes) -> str:
        """Put something up for sale; its address."""
        told = _answered(
            self.client.post(
                "/control/listings",
                json={
                    "title": title,
                    "seller": seller,
                    "category": "guitars",
                    "picture": b64encode(picture).decode(),
                },
            )
        )
        return str(told["url"])

    def status(self, address: str) -> int:
        return self.client.get(address).status_code


def _answered(answer: httpx.Response) -> Any:
    if answer.is_error:
        asked = f"{answer.request.method} {answer.request.url.path}"
        raise Refused(f"{asked}: {answer.status_code} {answer.text[:500]}")
    return answer.json() if answer.content else None
