"""The sandbox marketplace as tests meet it: its real server, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from takedowns.connectors import signing
from takedowns.connectors.base import Account, Action, TakedownRequest
from takedowns.connectors.sandbox.connector import SandboxConnector

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ["-m", "takedowns.connectors.sandbox.market", "--port", "0"]
FAKE_GUITAR = "400100000009"
GENUINE_GUITAR = "400100000001"


class Marketplace:
    def __init__(self, folder: Path, secret: str = "") -> None:
        self.folder = folder
        self.secret = secret or signing.new_secret()
        self.client = httpx.Client(trust_env=False, timeout=20)
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *COMMAND, "--data", str(self.folder)],
            cwd=ROOT,
            # No settings of Django reach it.
            env={"PATH": os.environ["PATH"], "SANDBOX_SECRET": self.secret},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = self.process.stdout.readline().split()[-1]

    def stop(self) -> int:
        """As a supervisor stops it; its exit status."""
        self.process.terminate()
        status = self.process.wait(timeout=10)
        self.process.stdout.close()
        return status

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=10)
        self.process.stdout.close()

    def control(self, command: str, **fields: Any) -> dict[str, Any]:
        """Tell it how to behave; see takedowns/connectors/sandbox/market/control.py."""
        answer = self.client.post(f"{self.url}/control/{command}", json=fields)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def log(self, event: str = "", **wanted: Any) -> list[dict[str, Any]]:
        """What it wrote down, oldest first."""
        entries = self.client.get(f"{self.url}/log.json").json()["entries"]
        wanted |= {"event": event} if event else {}
        return [row for row in entries if wanted.items() <= row.items()]

    def page(self, listing_id: str = FAKE_GUITAR) -> str:
        return f"{self.url}/listing/{listing_id}"

    def get(self, path: str) -> httpx.Response:
        return self.client.get(self.url + path)

    @property
    def account(self) -> Account:
        return Account(self.url, self.secret, "Lantern Market", allow_loopback=True)

    @property
    def connector(self) -> SandboxConnector:
        return SandboxConnector(self.account)

    def request(self, key: str, listing_id: str = FAKE_GUITAR) -> TakedownRequest:
        return TakedownRequest(
            key=key,
            marketplace_url=self.url,
            listing_id=listing_id,
            listing_url=self.page(listing_id),
            action=Action.REMOVE,
            reason_code="counterfeit",
            reason="The listing offers counterfeit goods.",
            statement="原因: This listing was removed because it offers counterfeits.",
            mark_name="Tremolane",
            reference="N-2026-000001",
        )


@contextmanager
def running_marketplace(folder: Path, secret: str = "") -> Iterator[Marketplace]:
    market = Marketplace(folder, secret)
    try:
        yield market
    finally:
        if market.process.poll() is None:
            market.stop()
        market.client.close()
