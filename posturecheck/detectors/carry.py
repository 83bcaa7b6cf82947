"""Where a head has gone from one picture to the next, by its pixels alone.

The face in the first picture is looked for around a place in the second one: that needs no
network, works for heads that are turned away, and backwards in time as well.
"""

from __future__ import annotations

import cv2
import numpy as np

from posturecheck.core import Image

PATCH_PX = 24  # a face is compared at so many pixels across
INNER = 0.85  # of its side: what is behind it does not go with it
REACH = 1.0  # of the face's side, to every side of the place expected
ALIKE = 0.6  # correlation; a turning head keeps .8 from picture to picture
FLAT = 3.0  # grey levels, sd; a wall can be anywhere


def carry_face(
    here: Image, there: Image, face: tuple[float, float, float], near: tuple[float, float]
) -> tuple[float, float] | None:
    """Return the middle (x, y), px, of a face of one picture in another; None if lost.

    Args:
        here: The picture with the face, RGB.
        there: The picture to look in, of the same size.
        face: The face's middle and side in the first, px.
        near: Where it is expected in the second, px.
    """
    x, y, side = face
    scale = PATCH_PX / max(INNER * side, 1.0)
    patch = _square(here, x, y, scale, PATCH_PX)
    if float(patch.std()) < FLAT:
        return None
    reach = round(PATCH_PX * REACH)
    around = _square(there, *near, scale, PATCH_PX + 2 * reach)
    found = cv2.matchTemplate(around, patch, cv2.TM_CCOEFF_NORMED)
    _, alike, _, (right, down) = cv2.minMaxLoc(found)
    if alike < ALIKE:
        return None
    return near[0] + (right - reach) / scale, near[1] + (down - reach) / scale


def _square(image: Image, x: float, y: float, scale: float, size: int) -> Image:
    """Return the grey square around (x, y), enlarged by ``scale`` to (size, size)."""
    middle = (size - 1) / 2
    matrix = np.array([[scale, 0.0, middle - scale * x], [0.0, scale, middle - scale * y]])
    cut = cv2.warpAffine(image, matrix, (size, size), borderMode=cv2.BORDER_REPLICATE)
    grey: Image = cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY)
    return grey
