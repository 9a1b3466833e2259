"""What is said when the site is up: where it is, and who may come in."""

import json
import sys
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from portal.up.progress import say
from portal.up.waiting import wait_for

COLUMNS = ["name", "organisation", "role", "email", "password", "totp_secret"]
HEADINGS = ["Name", "Organisation", "Role", "E-mail", "Password", "Second factor"]


def welcome(site: Mapping[str, str]) -> None:
    """Wait for the first page, then print the addresses and the logins."""
    port = int(site["PORT"])
    if not (wait_for(port, alive=lambda: True) and _first_page_is_served(port)):
        say("The site does not answer as it should: see what the processes say.")
        return
    say("The site is served")
    sys.stdout.write(addresses(site) + logins(Path(site["DATA_DIR"])))
    sys.stdout.write("\nCtrl-C stops everything. The data stays.\n\n")
    sys.stdout.flush()


def addresses(site: Mapping[str, str]) -> str:
    return (
        f"\n  The portal            {site['PUBLIC_URL']}"
        f"\n  The sandbox market    {site['SANDBOX_URL']}"
        f"\n  Everything it keeps   {site['DATA_DIR']}\n\n"
    )


def logins(data_dir: Path) -> str:
    """The people of the demo's story, as a table; nothing where it was not told."""
    try:
        people = json.loads((data_dir / "demo" / "logins.json").read_text())
    except FileNotFoundError:
        return ""
    rows = [HEADINGS, *([str(one.get(key) or "") for key in COLUMNS] for one in people)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "".join(_line(row, widths) for row in rows)


def _first_page_is_served(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30).close()
    except urllib.error.HTTPError as answer:
        answer.close()
        return answer.code < 500
    except OSError:
        return False
    return True


def _line(row: list[str], widths: list[int]) -> str:
    cells = (
        cell + " " * (width - _width(cell))
        for cell, width in zip(row, widths, strict=True)
    )
    return f"  {'   '.join(cells)}".rstrip() + "\n"


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
