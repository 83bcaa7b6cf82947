"""Furniture that stands against walls: x along the wall, y from the wall into the room."""

from __future__ import annotations

import math

import numpy as np

from renderer.rooms.layout import Piece
from renderer.shapes import ball, box, cushion, moved, rod, standing

WOODS = ("#b98a58", "#8c6239", "#d1ad7c", "#5d4430", "#a77b52")
FABRICS = ("#4a6080", "#7c5f52", "#6d7a64", "#8b8680", "#9c6b4a", "#54606b", "#a89a86")
BOOKS = ("#7b3b36", "#36506b", "#cbb98a", "#4b5a3d", "#8c8c88", "#22252c", "#b9773f", "#e0dccf")
POTS = ("#a35a3a", "#d9d4c8", "#5a6a72", "#3a3a3c")
LINENS = ("#e8e4da", "#c8d0d8", "#b7a7b0", "#d8c8a8", "#8fa3b5")


def pick(rng: np.random.Generator, colours: tuple[str, ...]) -> str:
    """Return one of the colours."""
    return colours[int(rng.integers(len(colours)))]


def bookshelf(rng: np.random.Generator, width_m: float = 1.1) -> Piece:
    """Return a shelf filled with books and gaps."""
    wood, height, depth = pick(rng, WOODS), float(rng.uniform(1.5, 1.95)), 0.28
    levels = np.linspace(0.04, height, 5)
    pieces = [box((0, depth / 2, z), (width_m, depth, 0.025), "wood", wood) for z in levels]
    for x in (-width_m / 2, width_m / 2):
        pieces.append(box((x, depth / 2, height / 2), (0.025, depth, height), "wood", wood))
    pieces.append(box((0, 0.006, height / 2), (width_m, 0.01, height), "wood", wood))
    for z in levels[:-1]:
        pieces += _books(rng, width_m, float(z) + 0.0125)
    return pieces


def sofa(rng: np.random.Generator) -> Piece:
    """Return a sofa with two seats, arms and loose cushions."""
    cloth, width = pick(rng, FABRICS), float(rng.uniform(1.6, 1.95))
    pieces = [
        cushion((0, 0.45, 0.22), (width, 0.82, 0.26), 0.05, "fabric", cloth),
        cushion((0, 0.16, 0.56), (width, 0.24, 0.62), 0.09, "fabric", cloth),
    ]
    for side in (-1, 1):
        pieces.append(
            cushion((side * (width / 2 - 0.1), 0.45, 0.4), (0.2, 0.86, 0.46), 0.08, "fabric", cloth)
        )
        pieces.append(
            cushion(
                (side * (width / 4 - 0.05), 0.52, 0.4),
                (width / 2 - 0.12, 0.66, 0.18),
                0.06,
                "fabric",
                cloth,
            )
        )
        pieces.append(
            cushion(
                (side * (width / 2 - 0.36), 0.36, 0.64),
                (0.4, 0.16, 0.36),
                0.08,
                "fabric",
                pick(rng, LINENS + FABRICS),
            )
        )
    return pieces


def plant(rng: np.random.Generator) -> Piece:
    """Return a pot plant with drooping leaves."""
    pot, height = pick(rng, POTS), float(rng.uniform(0.5, 0.95))
    pieces = [rod((0, 0.3, 0), (0, 0.3, 0.32), 0.13, "ceramic", pot, end_radius_m=0.17, sides=18)]
    green = pick(rng, ("#4f7a4a", "#5d8a4f", "#3d6644"))
    for k in range(16):
        angle, share = k * 2.4, 0.35 + 0.65 * k / 15
        spread = 0.1 + 0.2 * rng.uniform()
        tip = (
            spread * math.cos(angle),
            0.3 + spread * math.sin(angle),
            0.32 + height * share,
        )
        middle = (tip[0] * 0.4, 0.3 + (tip[1] - 0.3) * 0.4, 0.3 + height * share * 0.7)
        pieces.append(rod((0, 0.3, 0.3), middle, 0.008, "leaf", green, sides=5))
        pieces.append(rod(middle, tip, 0.035, "leaf", green, end_radius_m=0.004, sides=5))
    return pieces


def wardrobe(rng: np.random.Generator) -> Piece:
    """Return a wardrobe with three doors and handles."""
    wood, width, height = pick(rng, (*WOODS, "#e6e3da")), 1.5, 2.0
    pieces = [box((0, 0.29, height / 2), (width, 0.58, height), "wood", wood)]
    for x in (-0.5, 0.0, 0.5):
        pieces.append(box((x, 0.59, height / 2 + 0.03), (0.485, 0.02, height - 0.1), "wood", wood))
        pieces.append(box((x + 0.2, 0.61, 1.05), (0.02, 0.02, 0.18), "steel", "#9a9da0"))
    return pieces


def bed(rng: np.random.Generator) -> Piece:
    """Return a double bed, its head against the wall."""
    wood, linen, cover = pick(rng, WOODS), pick(rng, LINENS), pick(rng, LINENS + FABRICS)
    pieces = [
        box((0, 0.03, 0.5), (1.5, 0.06, 1.0), "wood", wood),
        box((0, 1.03, 0.22), (1.46, 1.95, 0.2), "wood", wood),
        cushion((0, 1.03, 0.4), (1.42, 1.92, 0.22), 0.08, "fabric", "#e9e6df"),
        cushion((0, 1.28, 0.47), (1.5, 1.42, 0.18), 0.08, "fabric", cover),
    ]
    for x in (-0.36, 0.36):
        pieces.append(cushion((x, 0.3, 0.58), (0.62, 0.4, 0.16), 0.08, "fabric", linen))
    return pieces


def nightstand(rng: np.random.Generator) -> Piece:
    """Return a bedside table with a lamp."""
    wood, shade = pick(rng, WOODS), pick(rng, LINENS)
    return [
        box((0, 0.2, 0.25), (0.42, 0.4, 0.5), "wood", wood),
        box((0, 0.405, 0.36), (0.36, 0.015, 0.18), "wood", wood),
        rod((0, 0.2, 0.5), (0, 0.2, 0.74), 0.02, "ceramic", pick(rng, POTS), sides=10),
        rod((0, 0.2, 0.7), (0, 0.2, 0.92), 0.14, "fabric", shade, end_radius_m=0.1, sides=18),
    ]


def chest(rng: np.random.Generator) -> Piece:
    """Return a chest of drawers with things on it."""
    wood = pick(rng, (*WOODS, "#e6e3da", "#7f8f8a"))
    pieces = [box((0, 0.23, 0.42), (0.95, 0.46, 0.84), "wood", wood)]
    for z in (0.18, 0.44, 0.7):
        pieces.append(box((0, 0.465, z), (0.88, 0.015, 0.23), "wood", wood))
        for x in (-0.25, 0.25):
            pieces.append(ball((x, 0.485, z), 0.018, "steel", "#9a9da0"))
    pieces.append(ball((0.25, 0.2, 0.93), 0.09, "ceramic", pick(rng, POTS)))
    pieces += [moved(shape, standing(-0.2, 0.06, 0.84)) for shape in _books(rng, 0.45, 0.0)]
    return pieces


def television(rng: np.random.Generator) -> Piece:
    """Return a screen on a low board."""
    wood = pick(rng, WOODS)
    return [
        box((0, 0.22, 0.24), (1.5, 0.42, 0.4), "wood", wood),
        box((-0.37, 0.435, 0.24), (0.7, 0.015, 0.32), "wood", wood),
        box((0.37, 0.435, 0.24), (0.7, 0.015, 0.32), "wood", wood),
        box((0, 0.2, 0.47), (0.4, 0.2, 0.03), "paint", "#222222"),
        box((0, 0.2, 0.85), (1.1, 0.05, 0.64), "ceramic", "#0c0d10"),
    ]


def armchair(rng: np.random.Generator) -> Piece:
    """Return an upholstered chair."""
    cloth = pick(rng, FABRICS)
    pieces = [
        cushion((0, 0.45, 0.28), (0.72, 0.74, 0.34), 0.07, "fabric", cloth),
        cushion((0, 0.16, 0.62), (0.72, 0.2, 0.7), 0.09, "fabric", cloth),
    ]
    for x in (-0.34, 0.34):
        pieces.append(cushion((x, 0.46, 0.4), (0.15, 0.74, 0.42), 0.07, "fabric", cloth))
    return pieces


def floor_lamp(rng: np.random.Generator) -> Piece:
    """Return a standing lamp."""
    return [
        rod((0, 0.25, 0), (0, 0.25, 0.03), 0.15, "steel", "#55585a", sides=18),
        rod((0, 0.25, 0.03), (0, 0.25, 1.45), 0.012, "steel", "#55585a", sides=8),
        rod(
            (0, 0.25, 1.4),
            (0, 0.25, 1.7),
            0.2,
            "fabric",
            pick(rng, LINENS),
            end_radius_m=0.13,
            sides=20,
        ),
    ]


def wall_shelf(rng: np.random.Generator) -> Piece:
    """Return a short shelf with books and a pot, origin at the board."""
    wood = pick(rng, WOODS)
    pieces = [box((0, 0.11, 0), (0.8, 0.22, 0.025), "wood", wood)]
    pieces += _books(rng, 0.5, 0.0125)
    pieces.append(
        rod((0.3, 0.11, 0.01), (0.3, 0.11, 0.12), 0.05, "ceramic", pick(rng, POTS), sides=14)
    )
    pieces.append(cushion((0.3, 0.11, 0.18), (0.18, 0.18, 0.16), 0.08, "leaf", "#4f7a4a"))
    return pieces


def rug(rng: np.random.Generator, x: float, y: float) -> Piece:
    """Return a rug with a border, in the room's own axes."""
    width, depth = rng.uniform(1.6, 2.4), rng.uniform(1.2, 1.8)
    outer, inner = pick(rng, FABRICS), pick(rng, (*FABRICS, *LINENS))
    return [
        box((x, y, 0.003), (width, depth, 0.006), "carpet", outer, shades=False),
        box((x, y, 0.006), (width - 0.24, depth - 0.24, 0.006), "carpet", inner, shades=False),
    ]


def _books(rng: np.random.Generator, width_m: float, z: float) -> Piece:
    pieces, x = [], -width_m / 2 + 0.03
    while x < width_m / 2 - 0.1:
        thick, high = float(rng.uniform(0.022, 0.06)), float(rng.uniform(0.18, 0.3))
        book = box(
            (x + thick / 2, 0.13, z + high / 2), (thick, 0.19, high), "card", pick(rng, BOOKS)
        )
        pieces.append(book)
        x += thick + (0.002 if rng.uniform() < 0.85 else float(rng.uniform(0.05, 0.2)))
    return pieces
