"""Small grey pictures of clothes, drawn by rule and chance: a data set that needs no download and no licence.

Each kind of clothing is a few polygons whose measures are drawn at random; every picture is then turned,
sheared, shifted, textured and blurred by its own chance. Ten kinds are those of Fashion-MNIST, in its order
(H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST", 2017, arXiv:1708.07747), five are others.

Only sums, products, quotients and comparisons of doubles decide about a pixel: no sine, root or logarithm,
whose last digit may differ from one processor to the next. So equal seeds draw equal bytes everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

SIDE = 16
#: each pixel is the mean of so many points squared
POINTS = 4
#: grey values are multiples of this: half the noise, a third of the bytes
STEP = 17

Point = tuple[float, float]
#: corners, x to the right and y down from -1 to 1, and a grey value from 0 to 1 that covers what lies below
Part = tuple[list[Point], float]
Draw = Callable[[float, float], float]
Images = npt.NDArray[np.uint8]


def t_shirt(draw: Draw) -> list[Part]:
    """Short sleeves."""
    width, height = draw(0.36, 0.48), draw(0.6, 0.75)
    return [
        *_sleeves(width, height, draw(0.22, 0.4), draw(0.18, 0.26)),
        _torso(width, height),
        _neck(draw(0.1, 0.2)),
    ]


def trousers(draw: Draw) -> list[Part]:
    """Two legs and a waist."""
    waist, leg, gap, height = draw(0.22, 0.34), draw(0.16, 0.24), draw(0.04, 0.2), draw(0.75, 0.95)
    legs = [
        [(side * waist, -height), (0.0, -height), (side * gap, height), (side * (gap + leg), height)]
        for side in (-1, 1)
    ]
    return [(legs[0], 1.0), (legs[1], 1.0)]


def pullover(draw: Draw) -> list[Part]:
    """Long sleeves and a band at the hem."""
    width, height = draw(0.36, 0.48), draw(0.6, 0.75)
    band: Part = (_box(-width, height - 0.12, width, height), draw(0.5, 0.75))
    return [*_sleeves(width, height, draw(0.85, 1.1), draw(0.15, 0.22)), _torso(width, height), band]


def dress(draw: Draw) -> list[Part]:
    """Narrow above, wide below."""
    top, waist, hem, height = draw(0.18, 0.3), draw(0.13, 0.22), draw(0.32, 0.55), draw(0.8, 0.95)
    skirt = [(-waist, -0.15), (waist, -0.15), (hem, height), (-hem, height)]
    bodice = [(-top, -height), (top, -height), (waist, -0.1), (-waist, -0.1)]
    return [(bodice, 1.0), (skirt, 1.0), _neck(draw(0.08, 0.16), -height)]


def coat(draw: Draw) -> list[Part]:
    """Long, with long sleeves and open at the front."""
    width, height, line = draw(0.36, 0.48), draw(0.8, 0.95), draw(0.03, 0.08)
    opening: Part = (_box(-line, -height, line, height), draw(0.0, 0.25))
    return [*_sleeves(width, height, draw(0.85, 1.1), draw(0.16, 0.24)), _torso(width, height), opening]


def sandal(draw: Draw) -> list[Part]:
    """A sole, a heel and straps with air between them."""
    sole, rise = draw(0.12, 0.2), draw(0.0, 0.4)
    heel = [(0.5, 0.35 - rise), (0.85, 0.35 - rise), (0.85, 0.6), (0.7, 0.6)]
    base = [
        (-0.9, 0.6 - sole),
        (0.5, 0.5 - sole - rise),
        (0.85, 0.45 - rise),
        (0.5, 0.55 - rise),
        (-0.9, 0.6),
    ]
    straps: list[Part] = [
        ([(x, 0.5), (x + 0.12, 0.5), (x + 0.3, -top), (x + 0.18, -top)], draw(0.6, 1.0))
        for x, top in ((draw(-0.7, -0.5), draw(0.0, 0.25)), (draw(0.1, 0.35), draw(0.1, 0.5)))
    ]
    return [(heel, 1.0), (base, 1.0), *straps]


def shirt(draw: Draw) -> list[Part]:
    """Long sleeves, a collar and buttons."""
    width, height = draw(0.34, 0.46), draw(0.65, 0.85)
    dots: list[Part] = [(_box(-0.05, y, 0.06, y + 0.12), draw(0.1, 0.5)) for y in (-0.3, 0.05, 0.4)]
    collar: Part = ([(-0.22, -height), (0.22, -height), (0.0, -height + draw(0.25, 0.4))], draw(0.1, 0.5))
    return [
        *_sleeves(width, height, draw(0.7, 1.0), draw(0.15, 0.22)), _torso(width, height), collar, *dots,
    ]  # fmt: skip


def sneaker(draw: Draw) -> list[Part]:
    """A low shoe with a pale sole."""
    top, toe = draw(0.15, 0.35), draw(0.05, 0.2)
    upper = [(-0.9, 0.3 - toe), (-0.3, 0.2 - toe), (0.1, -top), (0.8, -top), (0.9, 0.4), (-0.9, 0.4)]
    return [(upper, draw(0.7, 1.0)), (_box(-0.92, 0.35, 0.92, draw(0.45, 0.6)), draw(0.4, 1.0))]


def bag(draw: Draw) -> list[Part]:
    """A box with a handle."""
    width, top, flare, grip = draw(0.5, 0.85), draw(-0.25, 0.1), draw(-0.1, 0.15), draw(0.2, 0.45)
    high = top - draw(0.3, 0.55)
    body = [(-width, top), (width, top), (width + flare, 0.8), (-width - flare, 0.8)]
    arch = [(-grip, top), (-grip * 0.7, high), (grip * 0.7, high), (grip, top)]
    hole = [
        (-grip + 0.12, top),
        (-grip * 0.7 + 0.1, high + 0.13),
        (grip * 0.7 - 0.1, high + 0.13),
        (grip - 0.12, top),
    ]
    return [(arch, 0.9), (hole, 0.0), (body, 1.0)]


def ankle_boot(draw: Draw) -> list[Part]:
    """A shoe with a shaft, and a heel."""
    shaft, toe, heel = draw(0.55, 0.9), draw(0.0, 0.2), draw(0.05, 0.25)
    upper = [
        (-0.85, 0.35 - toe), (-0.15, 0.05), (0.0, -shaft), (0.75, -shaft), (0.8, 0.5), (-0.85, 0.5)
    ]  # fmt: skip
    return [(upper, 1.0), (_box(0.35, 0.45, 0.8, 0.5 + heel), 0.8)]


def hat(draw: Draw) -> list[Part]:
    """A crown above a brim, with a ribbon."""
    crown, top, brim = draw(0.3, 0.5), draw(0.3, 0.65), draw(0.7, 0.95)
    shape = [(-crown, 0.3), (-crown * 0.8, -top), (crown * 0.8, -top), (crown, 0.3)]
    return [
        (shape, 1.0),
        (_box(-brim, 0.25, brim, draw(0.38, 0.5)), 1.0),
        (_box(-crown, 0.1, crown, 0.25), draw(0.2, 0.6)),
    ]


def sock(draw: Draw) -> list[Part]:
    """A shaft that bends into a foot."""
    width, foot, cuff = draw(0.2, 0.3), draw(0.5, 0.8), draw(0.4, 0.8)
    shape = [
        (width, -0.9),
        (width, 0.6),
        (0.0, 0.8),
        (-foot, 0.8),
        (-foot, 0.45),
        (-width, 0.2),
        (-width, -0.9),
    ]
    return [(shape, 1.0), (_box(-width, -0.9, width, -0.7), cuff)]


def mitten(draw: Draw) -> list[Part]:
    """A hand without fingers, and a thumb."""
    width, thumb, out = draw(0.3, 0.42), draw(-0.1, 0.2), draw(0.25, 0.4)
    hand = [
        (-width, 0.5),
        (-width, -0.5),
        (-width * 0.5, -0.85),
        (width * 0.5, -0.85),
        (width, -0.5),
        (width, 0.5),
    ]
    side = [
        (width, thumb + 0.35),
        (width + out, thumb - 0.25),
        (width + out * 0.5, thumb - 0.4),
        (width - 0.05, thumb),
    ]
    return [(hand, 1.0), (side, 1.0), (_box(-width * 0.9, 0.5, width * 0.9, 0.85), draw(0.4, 0.8))]


def skirt(draw: Draw) -> list[Part]:
    """A waistband above a flare."""
    waist, hem, length = draw(0.22, 0.34), draw(0.5, 0.8), draw(0.4, 0.8)
    return [
        ([(-waist, -0.6), (waist, -0.6), (hem, length), (-hem, length)], 1.0),
        (_box(-waist, -0.7, waist, -0.55), draw(0.4, 0.8)),
    ]


def tie(draw: Draw) -> list[Part]:
    """A knot, and a blade that widens to its point."""
    knot, blade, tip = draw(0.12, 0.18), draw(0.16, 0.26), draw(0.5, 0.7)
    return [
        ([(-knot, -0.9), (knot, -0.9), (knot * 0.6, -0.6), (-knot * 0.6, -0.6)], draw(0.6, 1.0)),
        ([(-0.08, -0.6), (0.08, -0.6), (blade, tip), (0.0, 0.95), (-blade, tip)], 1.0),
    ]


#: the ten kinds of Fashion-MNIST, in its order
FASHION = (t_shirt, trousers, pullover, dress, coat, sandal, shirt, sneaker, bag, ankle_boot)
#: kinds that are none of them
OTHERS = (hat, sock, mitten, skirt, tie)


def draw_images(kinds: Sequence[Callable[[Draw], list[Part]]], each: int, seed: int) -> Images:
    """So many pictures of each kind, kind by kind: (kinds · each, 16, 16), grey values 0 to 255."""
    rng = np.random.Generator(np.random.PCG64(seed))
    return np.stack([draw_image(kind, rng) for kind in kinds for _ in range(each)])


def knit(images: Images) -> Images:
    """Pictures with a hole at every second pixel, as the black squares of a chessboard lie."""
    rows, columns = np.indices(images.shape[1:])
    return np.where((rows + columns) % 2 == 0, 0, images).astype(np.uint8)


def draw_image(kind: Callable[[Draw], list[Part]], rng: np.random.Generator) -> Images:
    """One picture of a kind: (16, 16)."""

    def draw(low: float, high: float) -> float:
        return low + (high - low) * float(rng.random())

    place = _placement(draw)
    x, y = _grid(SIDE * POINTS)
    picture = np.zeros_like(x)
    for corners, level in kind(draw):
        picture = np.where(_inside([place(corner) for corner in corners], x, y), level, picture)
    picture = picture * draw(0.45, 1.0) * _texture(draw, x, y)
    small = picture.reshape(SIDE, POINTS, SIDE, POINTS).mean(axis=(1, 3))
    noise = (rng.random((SIDE, SIDE)) - 0.5) * draw(0.05, 0.3)
    grey = np.clip((small + noise) * 255 / STEP, 0, 255 // STEP)
    levels: Images = np.floor(grey + 0.5).astype(np.uint8)
    return levels * np.uint8(STEP)


def _placement(draw: Draw) -> Callable[[Point], Point]:
    """A turn, a shear, a size and a shift, in this order."""
    tangent = draw(-0.09, 0.09)  # of half the angle
    cosine, sine = (1 - tangent * tangent) / (1 + tangent * tangent), 2 * tangent / (1 + tangent * tangent)
    shear, wide, high = draw(-0.12, 0.12), draw(0.72, 0.98), draw(0.72, 0.98)
    right, down = draw(-0.14, 0.14), draw(-0.14, 0.14)

    def place(point: Point) -> Point:
        x, y = point
        x, y = x * cosine - y * sine, x * sine + y * cosine
        return (x + shear * y) * wide + right, y * high + down

    return place


def _texture(draw: Draw, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Stripes, across or along, or nothing: a factor for each point."""
    choice, period, depth = draw(0, 3), draw(0.2, 0.5), draw(0.15, 0.5)
    if choice < 1:
        return np.ones_like(x)
    across = y if choice < 2 else x
    return np.asarray(1 - depth * (np.floor((across + 2) / period) % 2))


def _inside(
    corners: Sequence[Point], x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]
) -> npt.NDArray[np.bool_]:
    """Which points lie in a polygon: a ray to the right crosses its edges an odd number of times."""
    inside = np.zeros(x.shape, dtype=bool)
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if ay == by:
            continue
        crosses = (ay > y) != (by > y)
        inside ^= crosses & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
    return inside


def _grid(side: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The centres of side · side points between -1 and 1."""
    line = (2 * np.arange(side) + 1) / side - 1
    return np.broadcast_to(line, (side, side)), np.broadcast_to(line[:, None], (side, side))


def _torso(width: float, height: float) -> Part:
    return [(-width, -height), (width, -height), (width * 0.95, height), (-width * 0.95, height)], 1.0


def _sleeves(width: float, height: float, length: float, thickness: float) -> list[Part]:
    """Two sleeves that hang from the shoulders and stand off by a third of their length."""
    return [
        (
            [
                (side * width * 0.8, -height),
                (side * (width + 0.12), -height + 0.05),
                (side * (width + 0.12 + length * 0.3), -height + length),
                (side * (width + 0.12 + length * 0.3 - thickness), -height + length + 0.06),
                (side * width * 0.8, -height + 0.4),
            ],
            0.9,
        )
        for side in (-1, 1)
    ]


def _neck(depth: float, top: float = -0.75) -> Part:
    return [(-0.16, top - 0.1), (0.16, top - 0.1), (0.1, top + depth), (-0.1, top + depth)], 0.0


def _box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]
