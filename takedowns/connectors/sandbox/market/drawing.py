"""Pictures of goods: the same likeness is the same picture, to the byte."""

import random
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from takedowns.connectors.sandbox.market.goods import Likeness
from takedowns.connectors.sandbox.market.things import THINGS, Canvas, Palette

SIDE = 640  # of the finished picture, in pixels
CLOTHS = [(146, 120, 96), (120, 132, 148), (150, 108, 112), (128, 140, 112)]


def jpeg(likeness: Likeness, uploaded: bytes = b"") -> bytes:
    """The picture, drawn or as it was given to us, with its edits."""
    picture = _opened(uploaded) if likeness.upload else _drawn(likeness)
    for edit in likeness.edits:
        picture = _edited(picture, edit, likeness)
    written = BytesIO()
    quality = 72 if likeness.is_snapshot else 90
    picture.save(written, "JPEG", quality=quality, optimize=True)
    return written.getvalue()


def name(likeness: Likeness) -> str:
    """A file name: the same for what looks the same."""
    return sha256(repr(likeness).encode()).hexdigest()[:24]


def _opened(uploaded: bytes) -> Image.Image:
    with Image.open(BytesIO(uploaded), formats=["JPEG", "PNG", "WEBP"]) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((1200, 1200))
    return upright


def _drawn(likeness: Likeness) -> Image.Image:
    chance = random.Random(f"{likeness.thing} {likeness.seed}")  # noqa: S311 a drawing
    canvas = Canvas()
    THINGS[likeness.thing](
        canvas, Palette.of(likeness.thing, chance), likeness.lettering
    )
    thing = _lit(canvas.picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS))
    if likeness.is_snapshot:
        thing = thing.rotate(chance.uniform(-9, 9), Image.Resampling.BICUBIC)
        return _placed(thing, _at_home(chance))
    return _placed(thing, _in_studio(chance))


def _lit(thing: Image.Image) -> Image.Image:
    """Light from the upper left: paler there, darker at the lower right edge."""
    slope = Image.linear_gradient("L").resize(thing.size).rotate(-35)
    light = Image.new("RGBA", thing.size, (255, 255, 255, 0))
    light.putalpha(slope.point(lambda value: max(0, 70 - value // 2)))
    dark = Image.new("RGBA", thing.size, (10, 8, 20, 0))
    dark.putalpha(slope.point(lambda value: max(0, value // 2 - 62)))
    lit = Image.alpha_composite(Image.alpha_composite(thing, light), dark)
    lit.putalpha(thing.getchannel("A"))
    return lit


def _placed(thing: Image.Image, scene: Image.Image) -> Image.Image:
    shadow = Image.new("RGBA", thing.size, (20, 16, 24, 0))
    alpha = ImageChops.offset(thing.getchannel("A"), 8, 12)
    blurred = alpha.filter(ImageFilter.GaussianBlur(12))
    shadow.putalpha(blurred.point(lambda value: value * 2 // 5))
    under = Image.alpha_composite(scene.convert("RGBA"), shadow)
    return Image.alpha_composite(under, thing).convert("RGB")


def _in_studio(chance: random.Random) -> Image.Image:
    """A sweep of paper, lighter in the middle."""
    warm = chance.choice([(238, 235, 230), (232, 236, 240), (240, 236, 228)])
    edge = tuple(each - 34 for each in warm)
    glow = ImageOps.invert(Image.radial_gradient("L")).resize((SIDE, SIDE))
    return Image.composite(
        Image.new("RGB", (SIDE, SIDE), warm), Image.new("RGB", (SIDE, SIDE), edge), glow
    )


def _at_home(chance: random.Random) -> Image.Image:
    """A striped cloth, and a lamp somewhere."""
    cloth = chance.choice(CLOTHS)
    scene = Image.new("RGB", (SIDE * 2, SIDE * 2), cloth)
    draw = ImageDraw.Draw(scene)
    darker = tuple(each - 14 for each in cloth)
    step = chance.randrange(60, 120, 6)
    for place in range(-SIDE, SIDE * 2, step):
        draw.line([(place, 0), (place + SIDE, SIDE * 2)], fill=darker, width=step // 3)
    scene = scene.resize((SIDE, SIDE), Image.Resampling.BOX)
    glow = ImageOps.invert(Image.radial_gradient("L")).resize((SIDE * 2, SIDE * 2))
    left, top = chance.randrange(SIDE), chance.randrange(SIDE)
    lamp = glow.crop((left, top, left + SIDE, top + SIDE))
    bright = scene.point(lambda value: min(255, value + 52))
    return Image.composite(bright, scene, lamp)


def _edited(picture: Image.Image, edit: str, likeness: Likeness) -> Image.Image:
    wide, high = picture.size
    if edit == "mirrored":
        return ImageOps.mirror(picture)
    if edit == "cropped":
        box = (wide * 9 // 100, high * 6 // 100, wide * 95 // 100, high * 92 // 100)
        return picture.crop(box).resize((wide, high), Image.Resampling.LANCZOS)
    if likeness.upload:
        return ImageOps.autocontrast(
            picture.rotate(3, Image.Resampling.BICUBIC), cutoff=2
        )
    # Redrawn: the same thing, photographed again by somebody in a hurry.
    again = Likeness(
        likeness.thing, likeness.seed, likeness.lettering, is_snapshot=True
    )
    return _drawn(again)
