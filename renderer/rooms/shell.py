"""Floor, walls, ceiling and what hangs on walls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from renderer.rooms.layout import WALLS, Piece, Plan
from renderer.shapes import box, curtain, moved, rod, standing

WALL_COLOURS = (
    "#d8d3c6",
    "#cdd3cf",
    "#cfc8bb",
    "#c3cbd0",
    "#d9cbb8",
    "#b9c4b4",
    "#c9b7a6",
    "#a9b6bf",
)
FLOORS = (
    ("planks", "#a8754a"),
    ("planks", "#8a5f3d"),
    ("planks", "#c9b08a"),
    ("planks", "#8d8477"),
    ("planks", "#5f4632"),
    ("tiles", "#b9b2a6"),
    ("tiles", "#8f8a84"),
    ("carpet", "#8a8478"),
)
CURTAINS = ("#b7a98f", "#7d8c98", "#a36a5a", "#c9c4b8", "#64765f")
FRAMES = ("#2a2a2c", "#8a6a44", "#e4e0d8")
DAY = "#e9f1f7"
WHITE = "#eeeeea"


@dataclass(frozen=True, slots=True)
class Finish:
    """What floor and walls are made of."""

    floor_material: str
    floor: str
    wall: str
    side_wall: str


def finish(rng: np.random.Generator, floors: tuple[str, ...]) -> Finish:
    """Return a random finish with one of the named floor materials."""
    fitting = [floor for floor in FLOORS if floor[0] in floors]
    material, colour = fitting[rng.integers(len(fitting))]
    wall, side = rng.choice(WALL_COLOURS, 2, replace=False)
    return Finish(material, colour, str(wall), str(side))


def shell(room: Plan, chosen: Finish) -> Piece:
    """Return floor, ceiling, walls and skirting boards."""
    (x, y), (width, depth) = (room.low + room.high) / 2, room.high - room.low
    top = room.height_m
    pieces = [
        box((x, y, -0.05), (width, depth, 0.1), chosen.floor_material, chosen.floor, shades=False),
        box((x, y, top + 0.05), (width, depth, 0.1), "plaster", "#f7f6f2", shades=False),
    ]
    for wall in WALLS:
        length = room.length_m(wall)
        colour = chosen.wall if wall in ("front", "back") else chosen.side_wall
        boards = [
            box((0, -0.05, top / 2), (length, 0.1, top), "plaster", colour, shades=False),
            box((0, 0.008, 0.045), (length, 0.016, 0.09), "paint", WHITE, shades=False),
        ]
        pieces += room.at_wall(wall, 0.0, boards)
    return pieces


def window(rng: np.random.Generator, width_m: float = 1.2) -> Piece:
    """Return a window with its sill and curtains, origin at its lower edge."""
    height = float(rng.uniform(1.05, 1.3))
    cloth = str(rng.choice(CURTAINS))
    pieces = [box((0, 0.015, height / 2), (width_m, 0.02, height), "glow", DAY, shades=False)]
    for x in (-width_m / 2, 0.0, width_m / 2):
        pieces.append(box((x, 0.03, height / 2), (0.06, 0.05, height + 0.06), "paint", WHITE))
    for z in (0.0, height):
        pieces.append(box((0, 0.03, z), (width_m + 0.06, 0.05, 0.06), "paint", WHITE))
    pieces.append(box((0, 0.08, -0.05), (width_m + 0.2, 0.16, 0.03), "paint", WHITE))
    drop = height + 0.12 + (0.75 if rng.uniform() < 0.5 else 0.0)
    for side in (-1, 1):
        hanging = curtain(0.42, drop, 5, "fabric", cloth)
        pieces.append(moved(hanging, standing(side * (width_m / 2 + 0.1), 0.13, height + 0.12)))
    reach = width_m / 2 + 0.36
    top = height + 0.13
    pieces.append(rod((-reach, 0.13, top), (reach, 0.13, top), 0.012, "wood", "#5b4630", sides=8))
    return pieces


def door(rng: np.random.Generator) -> Piece:
    """Return a closed door with its frame."""
    colour = str(rng.choice(("#e6e3da", "#b98a58", "#8c6239", "#d7d9d6")))
    material = "wood" if colour in ("#b98a58", "#8c6239") else "paint"
    pieces = [box((0, 0.02, 1.0), (0.82, 0.04, 2.0), material, colour)]
    for x in (-0.45, 0.45):
        pieces.append(box((x, 0.025, 1.02), (0.08, 0.06, 2.04), "paint", WHITE))
    pieces.append(box((0, 0.025, 2.05), (0.98, 0.06, 0.08), "paint", WHITE))
    for z in (0.55, 1.45):
        pieces.append(box((0, 0.043, z), (0.56, 0.012, 0.62), material, colour))
    pieces.append(rod((0.33, 0.04, 1.02), (0.33, 0.09, 1.02), 0.012, "steel", "#b8b8b4", sides=8))
    pieces.append(rod((0.34, 0.09, 1.02), (0.22, 0.09, 1.02), 0.011, "steel", "#b8b8b4", sides=8))
    return pieces


def picture(rng: np.random.Generator) -> Piece:
    """Return a framed picture, origin at its middle."""
    width, height = rng.uniform(0.35, 0.85), rng.uniform(0.35, 0.7)
    paint = str(rng.choice(("#6f86a0", "#a7785a", "#728a62", "#8a6f86", "#c2a14d", "#3f5f6f")))
    frame = str(rng.choice(FRAMES))
    return [
        box((0, 0.012, 0), (width + 0.07, 0.024, height + 0.07), "wood", frame),
        box((0, 0.02, 0), (width, 0.02, height), "picture", paint),
    ]


def clock() -> Piece:
    """Return a wall clock, origin at its middle."""
    return [
        rod((0, 0.0, 0), (0, 0.03, 0), 0.15, "paint", "#2a2a2c", sides=28),
        rod((0, 0.03, 0), (0, 0.034, 0), 0.135, "ceramic", "#f4f2ec", sides=28),
        box((0.03, 0.037, 0.02), (0.075, 0.004, 0.012), "paint", "#222222"),
        box((0, 0.037, 0.05), (0.01, 0.004, 0.1), "paint", "#222222"),
    ]


def radiator() -> Piece:
    """Return a radiator with its ribs."""
    ribs = [
        box((x, 0.07, 0.4), (0.055, 0.07, 0.55), "paint", WHITE)
        for x in np.arange(-0.45, 0.46, 0.075)
    ]
    return [box((0, 0.05, 0.4), (1.0, 0.03, 0.5), "paint", WHITE), *ribs]
