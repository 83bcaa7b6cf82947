from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from posturecheck.core import Image
from posturecheck.live.frame_rate import EMPTY_AFTER_S, STILL_AFTER_S, FrameThrottle

RNG = np.random.default_rng(8)
NOISE = [RNG.normal(0, 2, (240, 320, 1)) for _ in range(7)]
ROOM = RNG.integers(40, 200, (60, 80, 1)).repeat(4, 0).repeat(4, 1).repeat(3, 2)


def picture(at_px: int | None = None) -> Image:
    """A noisy room, with a bright body somewhere in it."""
    image = ROOM + NOISE[RNG.integers(len(NOISE))]
    if at_px is not None:
        image[100:200, at_px // 2 : at_px // 2 + 40] = 240
    return image.clip(0, 255).astype(np.uint8)


def looked_at(
    pace: FrameThrottle, start_s: float, end_s: float, moves: bool, somebody: bool
) -> int:
    looks = 0
    for i in range(round(start_s * 30), round(end_s * 30)):
        t_s = i / 30
        if pace.due(t_s, picture(100 + 4 * i % 300 if moves else 100)):
            looks += 1
            pace.seen(t_s, somebody)
    return looks


def test_who_moves_is_looked_at_in_every_picture() -> None:
    assert looked_at(FrameThrottle(), 0, 4, moves=True, somebody=True) == 120


def test_who_stands_still_is_looked_at_seldom() -> None:
    pace = FrameThrottle()
    looked_at(pace, 0, STILL_AFTER_S + 0.5, moves=False, somebody=True)
    assert looked_at(pace, 2.5, 6.5, moves=False, somebody=True) <= 4 * 5
    assert pace.resting


def test_who_begins_to_move_is_looked_at_at_once() -> None:
    pace = FrameThrottle()
    looked_at(pace, 0, 6, moves=False, somebody=True)
    assert not pace.due(6.0 + 1 / 30, picture(100))
    assert pace.due(6.0 + 2 / 30, picture(160))


def test_an_empty_room_is_looked_at_seldom_even_where_things_move() -> None:
    pace = FrameThrottle()
    looked_at(pace, 0, EMPTY_AFTER_S + 0.5, moves=True, somebody=False)
    assert 4 * 4 <= looked_at(pace, 6, 10, moves=True, somebody=False) <= 4 * 6


def test_who_comes_in_is_looked_at_in_every_picture_again() -> None:
    pace = FrameThrottle()
    looked_at(pace, 0, 8, moves=True, somebody=False)
    looked_at(pace, 8, 8.5, moves=True, somebody=True)
    assert looked_at(pace, 8.5, 9.5, moves=True, somebody=True) == 30


def looks_of_calm(hz: float, seconds: float = 4.0) -> list[float]:
    pace, looked = FrameThrottle(), list[float]()
    for i in range(round(seconds * hz)):
        if pace.due(i / hz, picture(100 + 4 * i % 300), calm=True):
            looked.append(i / hz)
            pace.seen(i / hz, True)
    return looked


def test_who_is_calm_is_looked_at_in_every_second_picture_of_thirty() -> None:
    looked = looks_of_calm(30)[2:]
    assert len(looked) >= 58
    assert {round(30 * (b - a)) for a, b in pairwise(looked)} == {2}


@pytest.mark.parametrize("hz", [12, 20, 25])
def test_a_camera_that_gives_fewer_is_looked_at_in_all(hz: float) -> None:
    assert len(looks_of_calm(hz)) == 4 * hz


def test_a_picture_that_may_come_late_is_not_waited_for() -> None:
    pace, t_s, looks = FrameThrottle(), 0.0, 0
    for i in range(120):
        t_s += 0.03 if i % 3 else 0.06
        looks += pace.due(t_s, picture(100 + 4 * i % 300), calm=True)
        pace.seen(t_s, True)
    assert looks >= 119  # all, once the camera is known to be late now and then
