"""How surfaces are shaded: patterns made in the shader from one tile of noise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from renderer.core import Floats

Pattern = Literal["plain", "mottled", "cloth", "wood", "planks", "tiles", "picture", "glow"]
NOISE_SIZE = 64  # texels along each edge of the tile
_OCTAVES = ((4, 0.5), (8, 0.27), (16, 0.15), (32, 0.08))  # cells along the edge, weight


@dataclass(frozen=True, slots=True)
class Material:
    """One way of shading; colour comes with the vertices.

    ``mottle`` is how far the noise darkens and lightens, ``repeats_per_m`` its fineness,
    ``gloss`` the highlight's strength with ``sharpness`` its exponent, ``wrap`` how far
    light creeps around the shadow's edge (skin), ``bump`` how deep folds look.
    """

    pattern: Pattern
    mottle: float = 0.0
    repeats_per_m: float = 1.0
    gloss: float = 0.1
    sharpness: float = 20.0
    wrap: float = 0.0
    bump: float = 0.0


MATERIALS: Mapping[str, Material] = MappingProxyType(
    {
        "skin": Material("mottled", 0.12, 7.0, 0.10, 18.0, wrap=0.18),
        "cloth": Material("cloth", 0.16, 2.6, 0.02, 8.0, bump=0.32),
        "hair": Material("mottled", 1.1, 16.0, 0.12, 24.0),
        "shoe": Material("mottled", 0.15, 4.0, 0.10, 16.0),
        "eye": Material("plain", gloss=0.5, sharpness=90.0),
        "lash": Material("plain", gloss=0.0),
        "plaster": Material("mottled", 0.09, 0.8, 0.0),
        "stone": Material("mottled", 0.7, 2.9, 0.25, 60.0),
        "carpet": Material("mottled", 0.3, 2.3, 0.0),
        "leaf": Material("mottled", 0.9, 2.0, 0.08, 12.0),
        "card": Material("mottled", 0.3, 1.2, 0.02, 8.0),
        "paint": Material("plain", gloss=0.10, sharpness=24.0),
        "ceramic": Material("plain", gloss=0.4, sharpness=80.0),
        "steel": Material("mottled", 0.25, 0.8, 0.7, 36.0),
        "fabric": Material("cloth", 0.2, 3.2, 0.02, 8.0, bump=0.22),
        "wood": Material("wood", 0.9, 0.8, 0.10, 24.0),
        "planks": Material("planks", 0.9, 0.8, 0.16, 30.0),
        "tiles": Material("tiles", 0.3, 1.5, 0.30, 50.0),
        "picture": Material("picture", 0.8, 0.5, 0.05, 30.0),
        "glow": Material("glow"),
    }
)


def linear_rgb(colour: str) -> Floats:
    """Return ``#rrggbb`` as linear light, (3,), 0 to 1.

    Raises:
        ValueError: Not six hexadecimal digits after a hash.
    """
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"expected a colour as #rrggbb, got {colour!r}")
    encoded = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear: Floats = np.where(
        encoded > 0.04045, ((encoded + 0.055) / 1.055) ** 2.4, encoded / 12.92
    )
    return linear


def noise_tile() -> NDArray[np.uint8]:
    """Return a tile that repeats in three dimensions, (64, 64, 64, 4).

    The last axis holds the slope along x, y, z (128 is level) and the noise itself (its
    middle is 128), so that one look-up gives a colour and a fold.
    """
    rng = np.random.default_rng(20)
    value = np.zeros((NOISE_SIZE,) * 3)
    for cells, weight in _OCTAVES:
        value += weight * _stretched(rng.uniform(-1.0, 1.0, (cells,) * 3), NOISE_SIZE // cells)
    # The array's first axis is the texture's z.
    slopes = [np.roll(value, -1, axis) - np.roll(value, 1, axis) for axis in (2, 1, 0)]
    tile = np.stack([slope / np.abs(slopes).max() for slope in slopes] + [value / 1.0], axis=-1)
    return np.asarray(np.clip(tile * 127 + 128, 0, 255), np.uint8)


def _stretched(cells: Floats, factor: int) -> Floats:
    # Smooth interpolation that wraps around, one axis after the other.
    share = np.arange(factor) / factor
    share = share * share * (3 - 2 * share)
    for axis in range(3):
        ahead = np.roll(cells, -1, axis)
        blended = [cells * (1 - s) + ahead * s for s in share]
        shape = list(cells.shape)
        shape[axis] *= factor
        cells = np.stack(blended, axis + 1).reshape(shape)
    return cells
