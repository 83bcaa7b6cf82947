"""What stands about on a worktop, in the axes of ``cupboards``."""

from __future__ import annotations

import numpy as np

from renderer.rooms.appliances import DARK, STEEL
from renderer.rooms.furniture import POTS, WOODS, pick
from renderer.rooms.layout import Piece
from renderer.shapes import ball, box, cushion, rod


def clutter(rng: np.random.Generator) -> Piece:
    """Return a thing or two, or nothing."""
    top, kind = 0.92, int(rng.integers(6))
    x, y, colour = float(rng.uniform(-0.15, 0.15)), float(rng.uniform(0.16, 0.3)), pick(rng, POTS)
    if kind == 0:
        body = rod(
            (x, y, top), (x, y, top + 0.2), 0.085, "steel", STEEL, end_radius_m=0.06, sides=18
        )
        return [body, ball((x, y, top + 0.2), 0.022, "paint", DARK)]
    if kind == 1:
        return [cushion((x, y, top + 0.09), (0.3, 0.18, 0.18), 0.04, "paint", colour)]
    if kind == 2:
        jars = []
        for k, shift in enumerate((-0.12, 0.0, 0.11)):
            high = 0.1 + 0.04 * k
            jars.append(
                rod((x + shift, y, top), (x + shift, y, top + high), 0.045, "ceramic", colour)
            )
        return jars
    if kind == 3:
        bottle = rod((x, y, top), (x, y, top + 0.2), 0.035, "ceramic", "#3d5a3a", sides=14)
        neck = rod((x, y, top + 0.2), (x, y, top + 0.28), 0.013, "ceramic", "#3d5a3a", sides=10)
        board = box((x + 0.16, 0.05, top + 0.15), (0.22, 0.02, 0.3), "wood", pick(rng, WOODS))
        return [bottle, neck, board]
    if kind == 4:
        bowl = rod(
            (x, y, top), (x, y, top + 0.08), 0.06, "ceramic", colour, end_radius_m=0.14, sides=20
        )
        fruit = [
            ball((x + dx, y + dy, top + 0.1), 0.04, "leaf", shade)
            for dx, dy, shade in (
                (0.05, 0, "#a8443a"),
                (-0.04, 0.04, "#b59a3c"),
                (0, -0.05, "#6f8a3c"),
            )
        ]
        return [bowl, *fruit]
    return []
