"""What the cast uploads: certificates, drawn line by line, and pictures of their goods."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from alliance.members.models import User
from portal.actor import Actor
from takedowns.connectors.sandbox.market import drawing
from takedowns.connectors.sandbox.market.goods import Likeness

PAPER, INK, SEAL = (250, 248, 242), (44, 40, 38), (150, 44, 36)
WIDTH, HEIGHT = 900, 1270  # A4, in the pixels a telephone's scan has


def sheet(title: str, lines: list[str]) -> bytes:
    """A page of an office that does not exist, as PDF."""
    page = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(page)
    draw.rectangle((40, 40, WIDTH - 40, HEIGHT - 40), outline=INK, width=2)
    draw.rectangle((52, 52, WIDTH - 52, HEIGHT - 52), outline=INK, width=1)
    draw.text((100, 140), title, fill=INK, font=ImageFont.load_default(54))
    draw.line((100, 220, WIDTH - 100, 220), fill=INK, width=2)
    for number, line in enumerate(lines):
        draw.text(
            (100, 270 + number * 58), line, fill=INK, font=ImageFont.load_default(30)
        )
    _seal(draw)
    note = "A specimen: neither this office nor this house exists."
    draw.text((100, HEIGHT - 110), note, fill=INK, font=ImageFont.load_default(22))
    written = BytesIO()
    page.save(written, "PDF", resolution=110)
    return written.getvalue()


def upload(title: str, lines: list[str]) -> "ContentFile[bytes]":
    return ContentFile(sheet(title, lines), name=f"{title.lower()}.pdf")


def certificate(
    name: str, number: str, office: str, classes: str
) -> "ContentFile[bytes]":
    lines = [f"Mark: {name}", f"Number: {number}", f"Office: {office}"]
    page = sheet("Certificate of registration", [*lines, f"Classes: {classes}"])
    return ContentFile(page, name=f"certificate-{number}.pdf")


def goods(thing: str, seed: int, lettering: str) -> "ContentFile[bytes]":
    """The genuine article as its maker photographs it."""
    picture = drawing.jpeg(Likeness(thing=thing, seed=seed, lettering=lettering))
    return ContentFile(picture, name=f"{lettering.lower()}-{thing}-{seed}.jpg")


def giver(user: User) -> Actor:
    """Somebody who is nobody's member yet."""
    return Actor(name=str(user), user_id=user.pk)


def _seal(draw: ImageDraw.ImageDraw) -> None:
    left, top, side = WIDTH - 270, HEIGHT - 330, 150
    box = (left, top, left + side, top + side)
    draw.rounded_rectangle(box, radius=10, outline=SEAL, width=8)
    font = ImageFont.load_default(64)
    draw.text((left + 26, top + 36), "BA", fill=SEAL, font=font)
