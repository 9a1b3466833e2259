"""The Procfile: which processes make the site."""

from pathlib import Path

from honcho.environ import parse_procfile

ROOT = Path(__file__).resolve().parents[2]


def commands() -> dict[str, str]:
    """Shell commands by the names of their processes."""
    return dict(parse_procfile((ROOT / "Procfile").read_text()).processes)
