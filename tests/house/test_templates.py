"""The policy forbids inline script and style: no template may try."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
FORBIDDEN = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an inline handler": r"<[^>]*\son[a-z]+\s*=",
    "a style element": r"<style\b",
    "an inline script": r"<script\b(?![^>]*\ssrc=)(?![^>]*application/json)",
    "a javascript: address": r"javascript:",
}


@pytest.mark.parametrize("what", FORBIDDEN)
@pytest.mark.parametrize(
    "template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT))
)
def test_no_template_has(template, what):
    assert not re.search(FORBIDDEN[what], template.read_text(), re.IGNORECASE)


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="x">',
        '<a onclick="x">',
        "<style>",
        "<script>x</script>",
        "javascript:x",
    ],
)
def test_the_rules_can_see(markup):
    assert any(re.search(rule, markup) for rule in FORBIDDEN.values())
