"""What a file is, told by its first bytes: never by its name or what a browser says.

The signatures are those of the WHATWG MIME Sniffing Standard, section 6.
"""

from dataclasses import dataclass

from portal.files.models import StoredFile

MEGABYTE = 1024 * 1024
Kind = StoredFile.Kind

CAPS: dict[Kind, int] = {
    Kind.PICTURE: 20 * MEGABYTE,
    Kind.PDF: 20 * MEGABYTE,
    Kind.TEXT: 1 * MEGABYTE,
}


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    kind: Kind
    media_type: str
    extension: str


JPEG = Format("JPEG", Kind.PICTURE, "image/jpeg", "jpg")
PNG = Format("PNG", Kind.PICTURE, "image/png", "png")
WEBP = Format("WebP", Kind.PICTURE, "image/webp", "webp")
PDF = Format("PDF", Kind.PDF, "application/pdf", "pdf")
TEXT = Format("text", Kind.TEXT, "text/plain", "txt")

# What people send often, and we do not take: known only so that we can name it.
_NOT_TAKEN = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"PK\3\4", "ZIP"),
    (b"MZ", "EXE"),
    (b"\xd0\xcf\x11\xe0", "DOC"),
)
_TEXT_CONTROLS = frozenset(range(32)) - {0x09, 0x0A, 0x0D}
_MARKUP = (b"<?xml", b"<!doctype", b"<svg", b"<html", b"<script", b"<!--")


def recognise(data: bytes) -> Format | None:
    """The format of these bytes, or None for all that we do not take."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    # A PDF cut off on its way has lost its end.
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:
        return PDF
    if _is_text(data) and foreign_name(data) is None:
        return TEXT
    return None


def foreign_name(data: bytes) -> str | None:
    """What to call a file that we know, and do not take: "GIF", "SVG", "HEIC"."""
    for start, name in _NOT_TAKEN:
        if data.startswith(start) and not (name == "BMP" and _is_text(data)):
            return name
    if data[4:8] == b"ftyp":
        return "HEIC"
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(_MARKUP):
        return "SVG" if b"<svg" in head else "HTML"
    return None


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return _TEXT_CONTROLS.isdisjoint(data)
