from __future__ import annotations

import numpy as np
import pytest
from clips import ROUNDED

from posturecheck.core import Image
from posturecheck.live.camera_moved import MOVED_FOR_S, CameraMotion
from posturecheck.sources.clip import open_facts, read_clip


@pytest.fixture(scope="module")
def film() -> list[tuple[float, Image]]:
    """Somebody bends in a furnished kitchen."""
    frames = list(read_clip(open_facts(ROUNDED)))[::6]
    return [(f.t_s, f.image) for f in frames if f.image is not None]


def told(film: list[tuple[float, Image]], shift_px: tuple[int, int], from_s: float) -> float:
    """When a camera that is turned at ``from_s`` is found to have moved; nan if never."""
    moved = CameraMotion()
    moved.hold(film[0][1])
    for t_s, image in film:
        seen = np.roll(image, shift_px, axis=(0, 1)) if t_s >= from_s else image
        if moved.see(t_s, np.ascontiguousarray(seen)):
            return t_s
    return float("nan")


def test_who_moves_about_does_not_move_the_camera(film: list[tuple[float, Image]]) -> None:
    assert np.isnan(told(film, (0, 0), 0.0))


@pytest.mark.parametrize(
    "shift_px", [(0, 20), (15, 0), (0, 64), (48, 0), (-20, 25), (0, 130), (100, 190)]
)
def test_a_camera_that_was_turned_is_noticed(
    film: list[tuple[float, Image]], shift_px: tuple[int, int]
) -> None:
    noticed_s = told(film, shift_px, 2.0)
    assert 2.0 + MOVED_FOR_S <= noticed_s <= 2.0 + MOVED_FOR_S + 1.5


def test_a_camera_that_trembles_a_little_has_not_moved(film: list[tuple[float, Image]]) -> None:
    assert np.isnan(told(film, (4, 4), 1.0))


def test_a_knock_that_passes_is_nothing(film: list[tuple[float, Image]]) -> None:
    moved = CameraMotion()
    moved.hold(film[0][1])
    for t_s, image in film:
        knocked = 2.0 <= t_s < 2.0 + 0.5 * MOVED_FOR_S
        shown = np.roll(image, (30, 30), axis=(0, 1)) if knocked else image
        assert not moved.see(t_s, np.ascontiguousarray(shown))


def test_without_a_picture_to_compare_with_nothing_is_said(film: list[tuple[float, Image]]) -> None:
    moved = CameraMotion()
    assert not any(moved.see(t_s, image) for t_s, image in film)
