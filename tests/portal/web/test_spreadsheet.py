import csv

import pytest

from portal.web.spreadsheet import line


def read(written):
    [row] = csv.reader([written])
    return row


class TestLine:
    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
    def test_holds_no_formula(self, start):
        assert line([f"{start}SUM(A1)"]).lstrip('"').startswith("'")

    def test_keeps_what_is_harmless(self):
        cells = ["N-7K3M9QXD", "吉他, 民谣", 'a "quoted" word', 3]

        assert read(line(cells)) == [str(cell) for cell in cells]

    def test_leaves_nothing_empty(self):
        assert read(line(["a", None])) == ["a", ""]
