"""Lines of CSV that are safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable
from io import StringIO

# What a spreadsheet would take for a formula (OWASP, CSV injection).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def line(cells: Iterable[object]) -> str:
    """One line with its end. None is an empty cell."""
    written = StringIO()
    csv.writer(written).writerow([_harmless(cell) for cell in cells])
    return written.getvalue()


def _harmless(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(DANGEROUS) else text
