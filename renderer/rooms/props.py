"""Moved things, each in its own axes (see ``places``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from renderer.core import PropKind
from renderer.places import BAR_PLATE_M, ROLLATOR_HALF_X, ROLLATOR_HANDLE_Z, STICK_Z
from renderer.rooms.furniture import POTS, WOODS, pick
from renderer.rooms.layout import Piece
from renderer.shapes import Shape, box, rod

DARK = "#1c1d20"
BROOM_M = 1.30  # from the stick's top to the head


def _plate(rng: np.random.Generator) -> Piece:
    colour = pick(rng, ("#f4f2ec", "#dfe6ea", "#e8dcc8"))
    return [
        rod((0, 0, -0.006), (0, 0, 0.006), 0.08, "ceramic", colour, end_radius_m=0.12, sides=26),
        rod((0, 0, 0.0061), (0, 0, 0.0065), 0.085, "ceramic", "#d4d2cc", sides=26),
    ]


def _box(rng: np.random.Generator) -> Piece:
    return [
        box((0, 0, 0), (0.36, 0.30, 0.30), "card", pick(rng, ("#b08650", "#a17a4a", "#c29c68"))),
        box((0, 0, 0.1505), (0.36, 0.05, 0.001), "paint", "#d9c7a0"),
        box((0, -0.151, 0.06), (0.14, 0.002, 0.09), "paint", "#e9e6df"),
    ]


def _broom(rng: np.random.Generator) -> Piece:
    brush = pick(rng, ("#3d6e4a", "#a33a32", "#36506b", "#8a6a3a"))
    return [
        rod((0, 0, 0), (0, 0, -BROOM_M + 0.06), 0.013, "wood", pick(rng, WOODS), sides=10),
        box((0, 0, -BROOM_M + 0.05), (0.34, 0.06, 0.035), "paint", brush),
        box((0, 0, -BROOM_M + 0.017), (0.33, 0.07, 0.034), "carpet", brush),
    ]


def _mug(rng: np.random.Generator) -> Piece:
    colour = pick(rng, (*POTS, "#36506b", "#c9a13b"))
    return [
        rod((0, 0, 0), (0, 0, 0.1), 0.042, "ceramic", colour, sides=20),
        rod((0, 0, 0.1001), (0, 0, 0.1003), 0.037, "paint", "#3a2418", sides=20),
        rod((0.04, 0, 0.025), (0.068, 0, 0.035), 0.006, "ceramic", colour, sides=6),
        rod((0.068, 0, 0.035), (0.068, 0, 0.07), 0.006, "ceramic", colour, sides=6),
        rod((0.068, 0, 0.07), (0.04, 0, 0.08), 0.006, "ceramic", colour, sides=6),
    ]


def _rollator(rng: np.random.Generator) -> Piece:
    frame = pick(rng, ("#8a1f2b", "#2f4d7a", "#9aa0a6", "#3a3d42"))
    piece: Piece = [
        box((0, -0.22, 0.56), (0.42, 0.24, 0.03), "fabric", "#24262b"),
        box((0, -0.30, 0.36), (0.36, 0.22, 0.20), "fabric", "#33363c"),
    ]
    for x in (-ROLLATOR_HALF_X, ROLLATOR_HALF_X):
        piece += [
            rod((x, 0.07, ROLLATOR_HANDLE_Z), (x, -0.07, ROLLATOR_HANDLE_Z), 0.019, "paint", DARK),
            rod((x, -0.07, ROLLATOR_HANDLE_Z), (x, -0.12, 0.52), 0.013, "steel", frame),
            rod((x, -0.12, 0.52), (x, 0.02, 0.10), 0.013, "steel", frame),
            rod((x, -0.12, 0.52), (x, -0.48, 0.14), 0.013, "steel", frame),
            rod((x, -0.10, 0.80), (x, -0.02, 0.74), 0.006, "steel", "#55585e"),
            _wheel(x, 0.04),
            _wheel(x, -0.50),
        ]
    return piece


def _wheel(x: float, y: float) -> Shape:
    return rod((x - 0.014, y, 0.095), (x + 0.014, y, 0.095), 0.095, "paint", DARK, sides=20)


def _stick(rng: np.random.Generator) -> Piece:
    wood = pick(rng, WOODS)
    return [
        rod((0, 0, 0.0), (0, 0, STICK_Z - 0.01), 0.011, "wood", wood, sides=10),
        rod((0, 0.05, STICK_Z), (0, -0.07, STICK_Z), 0.014, "wood", wood, sides=10),
        rod((0, 0, 0.0), (0, 0, 0.03), 0.016, "paint", DARK, sides=10),
    ]


def _bar(rng: np.random.Generator) -> Piece:
    colour = pick(rng, ("#2f3a4a", "#8a1f2b", "#3d6e4a"))
    piece = [rod((-0.62, 0, 0), (0.62, 0, 0), 0.014, "steel", "#b8bcc2", sides=12)]
    for side in (-1, 1):
        piece.append(
            rod((side * 0.50, 0, 0), (side * 0.56, 0, 0), BAR_PLATE_M, "paint", colour, sides=24)
        )
    return piece


def _book(rng: np.random.Generator) -> Piece:
    cover = pick(rng, ("#36506b", "#a33a32", "#3d6e4a", "#c9a13b"))
    return [
        box((0, 0, 0), (0.15, 0.21, 0.022), "paint", cover),
        box((0, 0, 0.012), (0.142, 0.2, 0.004), "paint", "#efe9dc"),
    ]


PROPS: Mapping[PropKind, Callable[[np.random.Generator], Piece]] = MappingProxyType(
    {
        "plate": _plate,
        "box": _box,
        "broom": _broom,
        "mug": _mug,
        "rollator": _rollator,
        "stick": _stick,
        "bar": _bar,
        "book": _book,
    }
)
