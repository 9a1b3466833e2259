"""Six things that are sold, on a canvas of 1000 by 1000 points, at twice the size."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

SCALE = 2
SIZE = 1000 * SCALE

Colour = tuple[int, int, int]
Point = tuple[float, float]


TONES: dict[str, list[Colour]] = {
    "guitars": [(196, 134, 68), (150, 78, 42), (216, 168, 96), (104, 34, 34)],
    "handbags": [
        (118, 34, 44),
        (180, 120, 68),
        (38, 52, 92),
        (40, 86, 68),
        (52, 50, 54),
    ],
    "watches": [(112, 66, 42), (46, 46, 50), (38, 56, 96), (54, 82, 58)],
    "sneakers": [
        (52, 120, 168),
        (206, 84, 60),
        (48, 150, 136),
        (86, 88, 96),
        (196, 62, 96),
    ],
    "perfume": [(206, 146, 66), (206, 110, 128), (112, 160, 138), (92, 112, 176)],
    "headphones": [(58, 58, 64), (44, 62, 104), (168, 82, 56), (148, 150, 156)],
}


@dataclass(frozen=True, slots=True)
class Palette:
    main: Colour
    dark: Colour
    light: Colour
    metal: Colour
    ink: Colour

    @classmethod
    def of(cls, thing: str, chance: random.Random) -> "Palette":
        main = chance.choice(TONES[thing])
        return cls(
            main=main,
            dark=_shade(main, 0.58),
            light=_mixed(main, (255, 252, 246), 0.5),
            metal=chance.choice([(201, 168, 92), (190, 196, 204), (176, 122, 96)]),
            ink=(28, 26, 30),
        )


class Canvas:
    """Shapes in points; the picture itself is transparent where nothing was drawn."""

    def __init__(self) -> None:
        self.picture = Image.new("RGBA", (SIZE, SIZE))
        self._draw = ImageDraw.Draw(self.picture)

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        self._draw.polygon([_up(point) for point in points], fill=colour)

    def curve(self, points: Sequence[Point], colour: Colour) -> None:
        self.shape(smooth(points), colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        up = [_up(point) for point in points]
        self._draw.line(up, fill=colour, width=round(width * SCALE), joint="curve")

    def circle(self, centre: Point, radius: float, colour: Colour) -> None:
        self.ellipse(centre, radius, radius, colour)

    def ellipse(self, centre: Point, wide: float, high: float, colour: Colour) -> None:
        (x, y) = centre
        box = [*_up((x - wide, y - high)), *_up((x + wide, y + high))]
        self._draw.ellipse(box, fill=colour)

    def box(
        self, corner: Point, other: Point, colour: Colour, *, radius: float = 0
    ) -> None:
        box = [*_up(corner), *_up(other)]
        self._draw.rounded_rectangle(box, radius=radius * SCALE, fill=colour)

    def arc(
        self,
        centre: Point,
        radius: float,
        colour: Colour,
        width: float,
        *,
        reach: Point,
    ) -> None:
        (x, y) = centre
        box = [*_up((x - radius, y - radius)), *_up((x + radius, y + radius))]
        self._draw.arc(box, *reach, fill=colour, width=round(width * SCALE))

    def words(self, centre: Point, said: str, size: float, colour: Colour) -> None:
        font = ImageFont.load_default(size * SCALE)
        self._draw.text(_up(centre), said, font=font, fill=colour, anchor="mm")


def guitar(canvas: Canvas, palette: Palette, lettering: str) -> None:
    half = [(500, 470), (590, 455), (650, 505), (640, 580), (612, 625), (660, 680)]
    half += [(705, 765), (680, 870), (590, 925), (500, 932)]
    body = half + [(1000 - x, y) for x, y in reversed(half[1:-1])]
    canvas.curve(body, palette.dark)
    canvas.curve(_inset(body, (500, 700), 0.955), palette.main)
    canvas.circle((500, 640), 74, palette.metal)
    canvas.circle((500, 640), 64, palette.ink)
    canvas.curve([(540, 700), (600, 690), (625, 760), (570, 800)], palette.dark)
    canvas.shape([(472, 180), (528, 180), (534, 640), (466, 640)], (64, 42, 30))
    for fret in range(12):
        y = 200 + fret * (38 - fret)
        canvas.line([(471, y), (529, y)], (205, 200, 190), 3)
    for fret in (2, 4, 6, 8):
        canvas.circle((500, 181 + fret * (38 - fret) + 32), 6, (240, 236, 224))
    canvas.curve(
        [(455, 185), (448, 70), (500, 48), (552, 70), (545, 185)], palette.dark
    )
    for y in (90, 125, 160):
        canvas.circle((438, y), 12, palette.metal)
        canvas.circle((562, y), 12, palette.metal)
    canvas.box((420, 800), (580, 832), (48, 32, 24), radius=8)
    for string in range(6):
        x = 478 + string * 8.8
        canvas.line([(x, 170), (x - 4 + string * 1.6, 815)], (232, 228, 214), 2)
    canvas.words((500, 118), lettering, 17, palette.light)


def handbag(canvas: Canvas, palette: Palette, lettering: str) -> None:
    canvas.arc((500, 420), 190, palette.dark, 34, reach=(180, 360))
    canvas.arc((500, 420), 186, palette.main, 22, reach=(180, 360))
    sides = [(235, 430), (765, 430), (830, 860), (800, 890), (200, 890), (170, 860)]
    canvas.shape(sides, palette.dark)
    canvas.shape(_inset(sides, (500, 660), 0.975), palette.main)
    canvas.curve(
        [
            (240, 425),
            (760, 425),
            (785, 560),
            (690, 665),
            (500, 700),
            (310, 665),
            (215, 560),
        ],
        palette.dark,
    )
    canvas.curve(
        [
            (252, 436),
            (748, 436),
            (768, 555),
            (682, 648),
            (500, 680),
            (318, 648),
            (232, 555),
        ],
        palette.main,
    )
    for x in range(200, 800, 26):
        canvas.line([(x, 872), (x + 13, 872)], palette.light, 4)
    canvas.box((452, 630), (548, 722), palette.metal, radius=14)
    canvas.box((468, 648), (532, 704), palette.dark, radius=8)
    canvas.circle((500, 676), 13, palette.metal)
    for x in (310, 690):
        canvas.circle((x, 425), 22, palette.metal)
        canvas.circle((x, 425), 11, palette.dark)
    canvas.words((500, 790), lettering, 44, palette.metal)


def watch(canvas: Canvas, palette: Palette, lettering: str) -> None:
    for top, tip in ((330, 40), (670, 960)):
        canvas.shape([(400, top), (600, top), (572, tip), (428, tip)], palette.dark)
        canvas.shape([(416, top), (584, top), (558, tip), (442, tip)], palette.main)
    for y in range(70, 260, 36):
        canvas.line([(452, y), (548, y)], palette.dark, 5)
        canvas.circle((500, 1010 - y), 9, palette.ink)
    canvas.box((770, 472), (815, 528), palette.metal, radius=10)
    canvas.circle((500, 500), 285, _shade(palette.metal, 0.7))
    canvas.circle((500, 500), 272, palette.metal)
    canvas.circle((500, 500), 236, palette.ink)
    canvas.circle((500, 500), 228, (245, 243, 236))
    for hour in range(12):
        inner, outer = (170, 212) if hour % 3 == 0 else (190, 212)
        canvas.line(
            [_on_dial(hour * 30, inner), _on_dial(hour * 30, outer)],
            palette.ink,
            12 if hour % 3 == 0 else 6,
        )
    canvas.circle((500, 605), 62, (226, 222, 212))
    canvas.circle((500, 605), 56, (250, 249, 244))
    canvas.line([(500, 605), (528, 572)], palette.ink, 4)
    canvas.line([(500, 500), _on_dial(305, 118)], palette.ink, 17)
    canvas.line([(500, 500), _on_dial(62, 172)], palette.ink, 11)
    canvas.line([_on_dial(45, 40), _on_dial(225, 190)], palette.main, 4)
    canvas.circle((500, 500), 14, palette.metal)
    canvas.words((500, 410), lettering, 27, palette.ink)


def sneaker(canvas: Canvas, palette: Palette, lettering: str) -> None:
    upper = [(120, 640), (135, 470), (205, 400), (310, 400), (370, 450), (450, 500)]
    upper += [(560, 560), (720, 600), (850, 640), (895, 715), (880, 750), (130, 750)]
    canvas.curve(upper, palette.main)
    canvas.curve(
        [(130, 560), (150, 455), (205, 408), (250, 480), (240, 640)], palette.dark
    )
    canvas.curve(
        [(690, 600), (850, 645), (893, 720), (860, 745), (700, 740)], palette.light
    )
    canvas.curve(
        [(300, 395), (385, 405), (480, 490), (455, 512), (365, 462)], palette.light
    )
    sweep = [(250, 690), (420, 660), (560, 610), (610, 622), (470, 700), (330, 735)]
    canvas.curve(sweep, palette.light)
    for lace in range(5):
        x, y = 385 + lace * 44, 462 + lace * 25
        canvas.line([(x - 26, y + 40), (x + 30, y - 8)], (246, 244, 240), 12)
        canvas.circle((x - 28, y + 43), 7, palette.ink)
    canvas.box((104, 742), (908, 838), (240, 238, 232), radius=34)
    canvas.box((124, 798), (890, 838), palette.dark, radius=18)
    for x in range(160, 880, 40):
        canvas.line([(x, 818), (x + 18, 818)], palette.main, 8)
    canvas.words((192, 690), lettering, 20, palette.light)


def perfume(canvas: Canvas, palette: Palette, lettering: str) -> None:
    canvas.box((412, 110), (588, 275), palette.ink, radius=16)
    canvas.box((424, 122), (450, 262), (92, 88, 96), radius=8)
    canvas.box((446, 275), (554, 330), palette.metal, radius=6)
    canvas.box((255, 325), (745, 905), _shade(palette.light, 0.82), radius=58)
    canvas.box((268, 338), (732, 892), palette.light, radius=48)
    canvas.box((292, 455), (708, 868), palette.main, radius=34)
    canvas.box((292, 455), (708, 500), _shade(palette.main, 1.18), radius=20)
    canvas.line([(500, 330), (505, 850)], _shade(palette.light, 0.9), 5)
    canvas.box((350, 560), (650, 760), (250, 247, 240), radius=4)
    canvas.box((362, 572), (638, 748), palette.metal, radius=2)
    canvas.box((365, 575), (635, 745), (250, 247, 240), radius=2)
    canvas.words((500, 640), lettering, 36, palette.ink)
    canvas.words((500, 695), "EAU DE PARFUM  50 ml", 17, palette.ink)
    canvas.box((300, 370), (322, 850), (255, 255, 255), radius=11)


def headphones(canvas: Canvas, palette: Palette, lettering: str) -> None:
    canvas.arc((500, 520), 330, palette.dark, 62, reach=(185, 355))
    canvas.arc((500, 520), 318, palette.main, 36, reach=(188, 352))
    canvas.arc((500, 520), 300, palette.ink, 12, reach=(200, 340))
    for side in (-1, 1):
        x = 500 + side * 300
        canvas.box((x - 16, 400), (x + 16, 560), palette.metal, radius=12)
        canvas.ellipse((x - side * 46, 650), 78, 150, palette.ink)
        canvas.ellipse((x, 650), 100, 165, palette.dark)
        canvas.ellipse((x + side * 10, 650), 86, 148, palette.main)
        canvas.ellipse((x + side * 16, 650), 52, 94, palette.metal)
        canvas.ellipse((x + side * 18, 650), 44, 84, palette.dark)
    canvas.words((500, 212), lettering, 26, palette.light)


THINGS: dict[str, Callable[[Canvas, Palette, str], None]] = {
    "guitars": guitar,
    "handbags": handbag,
    "watches": watch,
    "sneakers": sneaker,
    "perfume": perfume,
    "headphones": headphones,
}


def smooth(points: Sequence[Point], steps: int = 14) -> list[Point]:
    """A closed curve through the points (Catmull and Rom, 1974)."""
    found: list[Point] = []
    count = len(points)
    for index in range(count):
        before, start, end, after = (points[(index + k) % count] for k in (-1, 0, 1, 2))
        found += [_between(before, start, end, after, k / steps) for k in range(steps)]
    return found


def _between(p: Point, q: Point, r: Point, s: Point, t: float) -> Point:
    def along(a: float, b: float, c: float, d: float) -> float:
        square, cube = t * t, t * t * t
        straight = 2 * b + (c - a) * t
        return 0.5 * (
            straight
            + (2 * a - 5 * b + 4 * c - d) * square
            + (3 * b - a - 3 * c + d) * cube
        )

    return along(p[0], q[0], r[0], s[0]), along(p[1], q[1], r[1], s[1])


def _on_dial(degrees: float, radius: float) -> Point:
    angle = math.radians(degrees)
    return 500 + math.sin(angle) * radius, 500 - math.cos(angle) * radius


def _inset(points: Sequence[Point], centre: Point, share: float) -> list[Point]:
    (a, b) = centre
    return [(a + (x - a) * share, b + (y - b) * share) for x, y in points]


def _up(point: Point) -> Point:
    return point[0] * SCALE, point[1] * SCALE


def _mixed(colour: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (
        round(a + (b - a) * share) for a, b in zip(colour, other, strict=True)
    )
    return red, green, blue


def _shade(colour: Colour, share: float) -> Colour:
    red, green, blue = (min(255, round(each * share)) for each in colour)
    return red, green, blue
