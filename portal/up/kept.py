"""What is chosen at the first start and stays: secrets, and the ports."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from portal.engines.ports import free_port


@dataclass(frozen=True)
class Choices:
    secret_key: str
    sandbox_secret: str
    # The demo's story names the marketplace by its address, so ports are kept too.
    port: int
    market_port: int


def choices(data_dir: Path, *, free_ports: bool) -> Choices:
    """What was chosen before, or is chosen now; ports that are taken, replaced."""
    file = data_dir / "chosen.json"
    try:
        chosen = Choices(**json.loads(file.read_text()))
    except FileNotFoundError:
        chosen = _choose(free_ports=free_ports)
        _keep(chosen, file)
    return replace(
        chosen,
        port=free_port(chosen.port),
        market_port=free_port(chosen.market_port),
    )


def _choose(*, free_ports: bool) -> Choices:
    return Choices(
        secret_key=secrets.token_urlsafe(50),
        sandbox_secret=f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}",
        port=free_port(0 if free_ports else 8000),
        market_port=free_port(0 if free_ports else 8100),
    )


def _keep(chosen: Choices, file: Path) -> None:
    unfinished = file.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(asdict(chosen)))
    os.replace(unfinished, file)  # noqa: PTH105 (atomic, and says so)
