"""Pictures good and bad, drawn when a test asks for one."""

import struct
import zlib
from io import BytesIO

from PIL import Image

PAYLOAD = b"<script>alert('a polyglot')</script>"
ZIP = b"PK\x03\x04 a zip begins here PK\x05\x06"


def encoded(image, form, **options):
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def photo(form="JPEG", size=(400, 300), **options):
    """Noise, so that it does not shrink to nothing when compressed."""
    noise = [Image.effect_noise(size, spread) for spread in (40, 60, 80)]
    return encoded(Image.merge("RGB", noise), form, **options)


def png_claiming(width, height):
    """A few bytes that promise a picture of any size: 1 bit a pixel, all zeros."""
    rows = zlib.compress(b"\0" * ((width // 8 + 1) * height), 9)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name, body):
    return (
        struct.pack(">I", len(body))
        + name
        + body
        + struct.pack(">I", zlib.crc32(name + body))
    )


def animated_webp():
    first = Image.new("RGB", (60, 40), "red")
    return encoded(
        first,
        "WEBP",
        save_all=True,
        append_images=[Image.new("RGB", (60, 40), "blue")],
        duration=100,
        lossless=True,
    )


def lying_down():
    """A phone's portrait: stored on its side, with a note to turn it. Its top is red."""
    stored = Image.new("RGB", (400, 200), "blue")
    stored.paste("red", (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise to look at it
    exif[0x010F] = "A camera that tells too much"
    return encoded(stored, "JPEG", exif=exif, quality=95)
