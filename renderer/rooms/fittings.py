"""The furniture that movements are done at, exactly where ``places`` puts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from renderer import places
from renderer.rooms.appliances import DARK, dishwasher, legs, sink
from renderer.rooms.furniture import POTS, WOODS, pick
from renderer.rooms.layout import Piece, Sight
from renderer.shapes import ball, box, cushion, rod

SHELF_DEPTH_M = 0.28
Maker = Callable[[np.random.Generator, Sight], Piece]


def fittings(needs: frozenset[str], rng: np.random.Generator, seen: Sight) -> list[Piece]:
    """Return what the movement needs, a piece each.

    Raises:
        ValueError: A need that ``places`` does not know.
    """
    unknown = needs - places.FURNITURE
    if unknown:
        raise ValueError(
            f"expected furniture out of {sorted(places.FURNITURE)}, got {sorted(unknown)}"
        )
    return [MAKERS[need](rng, seen) for need in sorted(needs)]


def _sideboard(rng: np.random.Generator, seen: Sight, side: float = 1.0) -> Piece:
    x, y, z = places.SIDEBOARD
    width, depth = places.SIDEBOARD_SIZE
    wood = pick(rng, WOODS)
    x_low, y_low = x * side - width / 2, y - depth / 2
    top = box((x * side, y, z - 0.015), (width, depth, 0.03), "wood", wood)
    corners = (x_low, x_low + width, y_low, y_low + depth)
    return [top, *legs(corners, z - 0.03, wood)]


def _sideboard_left(rng: np.random.Generator, seen: Sight) -> Piece:
    return _sideboard(rng, seen, side=-1.0)


def _chair(rng: np.random.Generator, seen: Sight) -> Piece:
    x, y = places.SEAT
    width, depth = places.SEAT_SIZE
    wood, back_y = pick(rng, WOODS), y + depth / 2 - 0.02
    pieces = [box((x, y, places.SEAT_Z - 0.018), (width, depth, 0.036), "wood", wood)]
    for side in (-1, 1):
        leg_x = x + side * (width / 2 - 0.03)
        front = (leg_x, y - depth / 2 + 0.03)
        pieces.append(rod((*front, 0), (*front, 0.43), 0.018, "wood", wood, sides=8))
        pieces.append(
            rod((leg_x, back_y, 0), (leg_x, back_y + 0.05, 0.94), 0.018, "wood", wood, sides=8)
        )
    for height in (0.66, 0.78, 0.9):
        lean = back_y + 0.05 * height / 0.94
        pieces.append(box((x, lean, height), (width - 0.06, 0.022, 0.06), "wood", wood))
    return pieces


def _high_shelf(rng: np.random.Generator, seen: Sight) -> Piece:
    x, y, z = places.HIGH_SHELF
    wood, depth, half = pick(rng, WOODS), SHELF_DEPTH_M, 0.5
    back_y = y - depth / 2
    pieces = [box((x, y, z - 0.0125), (2 * half, depth, 0.025), "wood", wood)]
    for side in (-0.38, 0.3, 0.4):
        height = float(rng.uniform(0.1, 0.2))
        foot = (x + side, y - 0.03)
        pieces.append(
            rod((*foot, z), (*foot, z + height), 0.045, "ceramic", pick(rng, POTS), sides=14)
        )
    # It hangs from the ceiling: posts or a wall of its own would stand before the person.
    for side in (-half + 0.02, half - 0.02):
        for hook_y in (back_y + 0.02, back_y + depth - 0.02):
            hook = (x + side, hook_y)
            pieces.append(rod((*hook, z), (*hook, 2.5), 0.006, "steel", DARK, sides=6))
    return pieces


def _table(rng: np.random.Generator, seen: Sight) -> Piece:
    front, top, wood = places.TABLE_FRONT_Y, places.TABLE_Z, pick(rng, WOODS)
    half, depth = 0.6, 0.6
    board = box((0, front - depth / 2, top - 0.016), (2 * half, depth, 0.032), "wood", wood)
    bowl = (-0.38, front - 0.38)
    return [
        board,
        *legs((-half, half, front - depth, front), top - 0.03, wood),
        rod((*bowl, top), (*bowl, top + 0.07), 0.06, "ceramic", pick(rng, POTS), end_radius_m=0.12),
        ball((bowl[0], bowl[1], top + 0.09), 0.045, "leaf", "#a8443a"),
        ball((bowl[0] + 0.05, bowl[1] - 0.03, top + 0.09), 0.04, "leaf", "#b59a3c"),
    ]


def _shoe(rng: np.random.Generator, seen: Sight) -> Piece:
    leather = pick(rng, ("#5d3a26", "#2b2b2e", "#7a7f86", "#8f2f2f"))
    pieces = []
    for x, y in ((0.10, -0.42), (0.23, -0.44)):
        pieces.append(box((x, y, 0.012), (0.085, 0.27, 0.024), "paint", "#d8d4cc"))
        pieces.append(cushion((x, y - 0.02, 0.045), (0.088, 0.26, 0.06), 0.03, "shoe", leather))
        pieces.append(cushion((x, y + 0.07, 0.075), (0.082, 0.12, 0.09), 0.03, "shoe", leather))
    return pieces


def _dustpan(rng: np.random.Generator, seen: Sight) -> Piece:
    pieces = [
        box((0.42, -0.85, 0.012), (0.24, 0.22, 0.012), "paint", "#a33a32"),
        box((0.42, -0.96, 0.04), (0.24, 0.012, 0.06), "paint", "#a33a32"),
        rod((0.42, -0.96, 0.05), (0.42, -1.12, 0.09), 0.014, "paint", "#a33a32", sides=8),
    ]
    for x, y in rng.uniform((-0.8, -1.2), (0.4, -0.35), (60, 2)):
        pieces.append(box((x, y, 0.004), (0.012, 0.011, 0.008), "paint", "#3a2c20", shades=False))
    return pieces


MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "dishwasher": dishwasher,
        "sideboard": _sideboard,
        "sideboard-left": _sideboard_left,
        "chair": _chair,
        "sink": sink,
        "high-shelf": _high_shelf,
        "table": _table,
        "shoe": _shoe,
        "dustpan": _dustpan,
    }
)
