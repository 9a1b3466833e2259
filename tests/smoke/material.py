"""What the smoke test works with: a signed mark for guitars, and a picture of one."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from takedowns.connectors.sandbox.market import drawing
from takedowns.connectors.sandbox.market.goods import Likeness
from tests.smoke.site import Site

REAL_MARK = "smd/Trademark-Agent-Chinese-Active.smd"
# Of the five photographs, the one that shows a guitar.
REAL_PHOTOGRAPH = "photos/ukbench09012.jpg"


@dataclass(frozen=True, slots=True)
class Material:
    """The project's own, signed by its demo authority; or, with REAL_DATA, the real."""

    real: Path | None

    @classmethod
    def found(cls) -> Self:
        named = os.environ.get("REAL_DATA", "")
        return cls(Path(named).resolve() if named else None)

    @property
    def settings(self) -> dict[str, str]:
        """How the site is set up so that it believes who signed the mark."""
        if self.real is None:
            return {}
        ours = "{folder}/demo/authority/ca.crt"
        return {"MARK_AUTHORITIES": f"{ours},{self._authority}"}

    def load_lists(self, site: Site) -> None:
        """As whoever runs an installation loads an authority's lists."""
        if self.real:
            folder = self.real / "smd"
            site.manage(
                "refresh_trust_lists",
                *("--authority", str(self._authority)),
                *("--crl", str(folder / "icann-tmch-pilot.crl")),
                *("--marks", str(folder / "idn_smdrl.csv")),
            )

    def mark(self, site: Site) -> bytes:
        if self.real:
            return (self.real / REAL_MARK).read_bytes()
        return (
            site.folder / "demo" / "specimens" / "chinese-trademark.smd"
        ).read_bytes()

    def picture(self) -> bytes:
        if self.real:
            return (self.real / REAL_PHOTOGRAPH).read_bytes()
        return drawing.jpeg(Likeness(thing="guitars", seed=3, lettering="Yunling"))

    @property
    def _authority(self) -> Path:
        assert self.real
        return self.real / "smd" / "icann-tmch-pilot.crt"
