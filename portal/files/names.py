import unicodedata
from pathlib import PurePosixPath

LONGEST = 120  # characters before the extension


def cleaned(name: str, *, extension: str) -> str:
    """A name that is safe to show and to save under, ending in what the file truly is.

    No folders, no control or direction characters (so that "gpj.exe" cannot be made to
    look like "exe.jpg"), no leading dots.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(
        " " if letter.isspace() else letter
        for letter in last
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    kept = "".join(letter for letter in kept if letter not in '<>:"|?*')
    stem = PurePosixPath(" ".join(kept.split()).strip(". ") or "file").stem
    return f"{stem[:LONGEST].strip() or 'file'}.{extension}"
