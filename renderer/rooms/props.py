"""Moved things, each in its own axes (see ``places``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from renderer.core import PropKind
from renderer.rooms.furniture import POTS, WOODS, pick
from renderer.rooms.layout import Piece
from renderer.shapes import box, rod

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


PROPS: Mapping[PropKind, Callable[[np.random.Generator], Piece]] = MappingProxyType(
    {"plate": _plate, "box": _box, "broom": _broom, "mug": _mug}
)
