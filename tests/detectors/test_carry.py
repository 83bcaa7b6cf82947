"""A face is followed by its pixels from picture to picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from posturecheck.core import Image
from posturecheck.detectors.carry import carry_face

RNG = np.random.default_rng(5)
TEXTURE = cv2.resize(RNG.integers(0, 255, (12, 12, 3), dtype=np.uint8), (40, 40))


def picture(x: int, y: int) -> Image:
    image = np.full((240, 320, 3), 120, np.uint8)
    image[y : y + 40, x : x + 40] = TEXTURE
    return image


@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (12, -5), (-20, 8), (30, 0)])
def test_a_face_is_found_where_it_moved_to(dx: int, dy: int) -> None:
    found = carry_face(picture(100, 100), picture(100 + dx, 100 + dy), (120, 120, 40), (120, 120))
    assert found == pytest.approx((120 + dx, 120 + dy), abs=1.5)


def test_a_face_that_is_covered_or_a_bare_wall_is_lost() -> None:
    wall = np.full((240, 320, 3), 120, np.uint8)
    assert carry_face(picture(100, 100), wall, (120, 120, 40), (120, 120)) is None
    assert carry_face(wall, wall, (120, 120, 40), (120, 120)) is None


def test_a_face_half_out_of_the_picture_is_followed_too() -> None:
    found = carry_face(picture(0, 100), picture(8, 100), (12, 120, 40), (12, 120))
    assert found == pytest.approx((20, 120), abs=2)
