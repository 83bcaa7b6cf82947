"""What a room's light does to the shader's numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from renderer.core import Floats, Light
from renderer.shapes import Point

DAYLIGHT = np.array([0.94, 0.99, 1.05])
LAMPLIGHT = np.array([1.14, 0.95, 0.70])
WINDOW = np.array([0.86, 0.93, 1.0])
SKY = np.array([0.36, 0.37, 0.38])  # from above: walls and ceiling throw light back
FLOOR = np.array([0.31, 0.27, 0.23])
LAMP_STRENGTH = 4.2
WINDOW_STRENGTH = 0.34
AUTO_GAIN = 0.55  # the share of a darker room that a camera makes up for, as an exponent
SHADOWS_DARKEN = 1.2  # with little light the walls give back still less


@dataclass(frozen=True, slots=True, eq=False)
class Lamps:
    """Where a room's light comes from, metres: a ceiling lamp and the middle of a window."""

    lamp: Floats
    window: Floats


def lamps(lamp: Point = (0.5, -0.3, 3.0), window: Point = (-3.1, -0.9, 1.6)) -> Lamps:
    """Return a room's lamps."""
    return Lamps(np.asarray(lamp, float), np.asarray(window, float))


def shader_values(light: Light) -> dict[str, tuple[float, ...] | float]:
    """Return the colours of lamp, window, ceiling and floor, and the exposure."""
    tone = DAYLIGHT + (LAMPLIGHT - DAYLIGHT) * light.warmth
    day = 1 - 0.7 * light.warmth  # by lamplight it is evening outside
    scattered = light.level**SHADOWS_DARKEN
    values: dict[str, Floats] = {
        "lamp_colour": LAMP_STRENGTH * light.level * tone,
        "window_colour": WINDOW_STRENGTH * light.level * day * WINDOW,
        "sky_colour": SKY * scattered * tone,
        "floor_colour": FLOOR * scattered * tone,
    }
    ready: dict[str, tuple[float, ...] | float] = {
        name: tuple(float(c) for c in colour) for name, colour in values.items()
    }
    ready["exposure"] = 1.15 * light.level**-AUTO_GAIN
    return ready
