"""Redraws one picture, in a process of its own that may be killed.

Reads the picture from standard input. Writes a line of JSON (width and height of the
original, lengths in bytes of what follows) and then the two WebP pictures: to show, and
thumbnail. A refusal is one word on standard error, and exit code 3. Knows no Django, so
that it starts quickly; run by its path, so that it imports nothing else of ours.
"""

import json
import resource
import sys
import warnings
from io import BytesIO
from typing import NoReturn

from PIL import Image, ImageFile, ImageOps

MEMORY = 512 * 1024 * 1024  # bytes of address space
PROCESSOR = 10  # seconds
PIXELS = 40_000_000
SHOWN, THUMBNAIL = 1280, 320  # pixels on the longer side
REFUSED = 3


def main() -> None:
    _limit()
    data = sys.stdin.buffer.read()
    try:
        picture, size = _decoded(data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        _refuse("too_many_pixels")
    except MemoryError:
        _refuse("too_heavy")
    except Exception:  # noqa: BLE001 - decoders raise whatever they trip over
        _refuse("too_heavy" if _is_large(data) else "damaged")
    shown = _webp(picture, SHOWN)
    thumbnail = _webp(picture, THUMBNAIL)
    told = {
        "width": size[0],
        "height": size[1],
        "shown": len(shown),
        "thumbnail": len(thumbnail),
    }
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + shown + thumbnail)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def _decoded(data: bytes) -> tuple[Image.Image, tuple[int, int]]:
    """Upright, in RGB on white, no larger than is shown; and how large it was."""
    picture: Image.Image = Image.open(BytesIO(data), formats=["JPEG", "PNG", "WEBP"])
    picture.draft("RGB", (SHOWN, SHOWN))  # JPEG alone: decodes at a fraction
    turned = picture.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    # draft() changed picture.size, but not the size of what it was opened from.
    width, height = Image.open(BytesIO(data), formats=["JPEG", "PNG", "WEBP"]).size
    picture.load()
    picture = _in_eight_bits(picture)
    picture.thumbnail((SHOWN, SHOWN), Image.Resampling.LANCZOS)
    ImageOps.exif_transpose(picture, in_place=True)
    return _on_white(picture), (height, width) if turned else (width, height)


def _is_large(data: bytes) -> bool:
    """WebP's decoder calls it damage when it has run out of memory."""
    try:
        width, height = Image.open(BytesIO(data), formats=["WEBP"]).size
    except Exception:  # noqa: BLE001 - as above
        return False
    return width * height > PIXELS / 2


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):  # sixteen bits of grey
        return picture.convert("I").point(lambda grey: grey / 256).convert("L")
    if picture.mode in {"P", "PA", "LA", "RGBa", "La"}:
        return picture.convert("RGBA")
    if picture.mode in {"RGB", "RGBA", "L"}:
        return picture
    return picture.convert("RGB")


def _on_white(picture: Image.Image) -> Image.Image:
    """As on paper: a black logo on nothing would vanish on a dark page."""
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _webp(picture: Image.Image, side: int) -> bytes:
    """At most so many pixels on a side, with nothing kept but the pixels."""
    drawn = Image.frombytes("RGB", picture.size, picture.tobytes())
    drawn.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = BytesIO()
    drawn.save(out, "WEBP", quality=85, method=4)
    return out.getvalue()


def _refuse(word: str) -> NoReturn:
    sys.stderr.write(word)
    sys.exit(REFUSED)


if __name__ == "__main__":
    main()
