"""What people paste, and what attackers send. Each must be refused in words, or kept."""

import pytest

HOSTILE = [
    pytest.param("\x00", id="nul"),
    pytest.param("before\x00after", id="nul-within"),
    pytest.param("\u202egnp.exe", id="right-to-left-override"),
    pytest.param("شركة العلامات", id="arabic"),
    pytest.param("x" * 10_000, id="ten-thousand"),
    pytest.param("🧵👜" * 20, id="emoji"),
    pytest.param("<script>alert(1)</script>", id="html"),
    pytest.param("{{ 7|add:7 }}{% now 'Y' %}", id="template"),
    pytest.param("' OR 1=1 --", id="sql"),
    pytest.param("one\r\nBcc: all@house.example", id="header"),
    pytest.param("   ", id="blank"),
]
