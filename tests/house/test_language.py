"""The Chinese catalogue is whole, holds what is asked of it, and is compiled."""

import gettext
import re
import shutil
from ast import literal_eval
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "portal/locale/zh_Hans/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")
FIELD = re.compile(r"(msgctxt|msgid|msgid_plural|msgstr(?:\[0\])?) (?=\")")


def entries(path):
    """Each entry of a .po file, without its header, as the fields that it has."""
    for block in path.read_text().split("\n\n"):
        entry = {"flags": " ".join(re.findall(r"^#, (.*)", block, re.MULTILINE))}
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            if begins := FIELD.match(line):
                name = begins[1].removesuffix("[0]")
            entry[name] = entry.get(name, "") + literal_eval(line[line.index('"') :])
        if entry.get("msgid"):
            yield entry


def key_of(entry):
    """As gettext keeps it: the context first, and the only plural form by its number."""
    context = entry["msgctxt"] + "\x04" if "msgctxt" in entry else ""
    said = context + entry["msgid"]
    return (said, 0) if "msgid_plural" in entry else said


def placeholders(text):
    return sorted(PLACEHOLDER.findall(text))


ENTRIES = list(entries(CATALOGUE))


def test_nothing_is_untranslated_or_guessed():
    assert ENTRIES
    assert [e["msgid"] for e in ENTRIES if not e["msgstr"].strip()] == []
    assert [e["msgid"] for e in ENTRIES if "fuzzy" in e["flags"]] == []


def test_every_placeholder_is_kept():
    """Of a plural, those of the form for many: Chinese has this one alone."""
    differ = [
        e["msgid"]
        for e in ENTRIES
        if placeholders(e.get("msgid_plural", e["msgid"])) != placeholders(e["msgstr"])
    ]

    assert differ == []


def test_chinese_is_punctuated_as_chinese_is():
    """Full-width after a character; the dot of a file's ending, .smd, is none."""
    half_width = re.compile(r"[一-鿿][,;:?!]|[一-鿿]\.(?!smd)")

    assert [e["msgstr"] for e in ENTRIES if half_width.search(e["msgstr"])] == []


def test_what_is_compiled_is_what_is_written():
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog

    compiled.pop("")
    assert compiled == {key_of(e): e["msgstr"] for e in ENTRIES}


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext's tools are not here")
def test_the_catalogue_holds_every_text_of_the_source(tmp_path, monkeypatch, settings):
    """Collected from a copy, since collecting writes beside what it reads."""
    for floor in ("portal", "alliance", "takedowns"):
        shutil.copytree(ROOT / floor, tmp_path / floor, ignore=_all_but_texts)
    settings.LOCALE_PATHS = [tmp_path / "collected"]
    settings.LOCALE_PATHS[0].mkdir()
    monkeypatch.chdir(tmp_path)

    call_command("makemessages", locale=["zh_Hans"], verbosity=0)

    collected = entries(tmp_path / "collected/zh_Hans/LC_MESSAGES/django.po")
    assert {key_of(e) for e in collected} == {key_of(e) for e in ENTRIES}


def _all_but_texts(folder, names):
    return [
        name
        for name in names
        if not name.endswith((".py", ".html", ".txt"))
        and (name in {"locale", "static"} or not Path(folder, name).is_dir())
    ]
