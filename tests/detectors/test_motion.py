"""What counts as movement in a picture, and what as a cut."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from posturecheck.core import Image
from posturecheck.detectors.motion import CUT_CHANGED, LOOK_BACK_S, MotionMeter

WIDTH, HEIGHT = 720, 480
WHOLE = np.array([[0.0, 0.0], [WIDTH, HEIGHT]])
RNG = np.random.default_rng(1)
ROOM = np.repeat(np.repeat(RNG.integers(60, 190, (12, 18, 3), np.uint8), 40, 0), 40, 1)


def noisy(image: Image, sd: float = 6.0, brighter: float = 0.0) -> Image:
    noise = RNG.normal(brighter, sd, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def with_block(x: int, y: int, side: int = 90) -> Image:
    image = ROOM.copy()
    image[y : y + side, x : x + side] = 255
    return image


def box(x: int, y: int, side: int = 90) -> np.ndarray:
    return np.array([[x, y], [x + side, y + side]], dtype=float)


def test_at_first_there_is_nothing_to_compare_with() -> None:
    meter = MotionMeter()
    assert math.isnan(meter.share_moving(WHOLE))
    assert not meter.see(0.0, ROOM)
    assert math.isnan(meter.share_moving(WHOLE))


def test_webcam_noise_is_no_movement() -> None:
    meter = MotionMeter()
    for i in range(20):
        assert not meter.see(i / 30, noisy(ROOM))
        if i:
            assert meter.share_moving(WHOLE) < 0.01


def test_a_brighter_exposure_is_no_movement() -> None:
    meter = MotionMeter()
    meter.see(0.0, noisy(ROOM))
    meter.see(0.1, noisy(ROOM, brighter=25))
    assert meter.share_moving(WHOLE) < 0.02


@pytest.mark.parametrize("x", [20, 300, 620])
@pytest.mark.parametrize("y", [10, 380])
def test_movement_is_found_where_it_is(x: int, y: int) -> None:
    meter = MotionMeter()
    meter.see(0.0, ROOM)
    meter.see(0.1, with_block(x, y))
    assert meter.share_moving(box(x, y)) > 0.8
    assert meter.share_moving(box(WIDTH - x - 90, HEIGHT - y - 90)) == 0.0


def test_a_slow_movement_adds_up_over_a_third_of_a_second() -> None:
    meter, shares = MotionMeter(), []
    for i in range(16):
        meter.see(i / 30, with_block(300 + 3 * i, 200))
        shares.append(meter.share_moving(box(300, 200, 140)))
    assert shares[10] > 2 * shares[3]
    assert shares[15] == pytest.approx(shares[11], rel=0.4)


def test_what_moved_long_ago_is_still_now() -> None:
    meter = MotionMeter()
    meter.see(0.0, ROOM)
    for i in range(1, 20):
        meter.see(i / 20, with_block(300, 200))
        moving = meter.share_moving(box(300, 200)) > 0.5
        assert moving == (i / 20 < LOOK_BACK_S + 0.05)


def test_another_scene_is_a_cut_and_nothing_to_compare_with() -> None:
    meter = MotionMeter()
    meter.see(0.0, ROOM)
    other = np.where(ROOM > 125, 20, 240).astype(np.uint8)
    assert np.abs(other.astype(float) - ROOM).mean() > CUT_CHANGED
    assert meter.see(0.03, other) == "cut"
    assert math.isnan(meter.share_moving(WHOLE))
    assert not meter.see(0.07, other)


def test_somebody_before_the_camera_is_no_cut() -> None:
    meter = MotionMeter()
    meter.see(0.0, ROOM)
    assert not meter.see(0.03, with_block(200, 100, 200))


def steadily(meter: MotionMeter, pictures: list[Image]) -> list[str]:
    return [meter.see(i / 30, noisy(picture)) for i, picture in enumerate(pictures)]


def test_a_room_of_like_brightness_is_a_cut_too() -> None:
    other = ROOM[::-1, ::-1].copy()
    like = (ROOM + 0.4 * (other.astype(float) - ROOM)).astype(np.uint8)
    assert np.abs(like.astype(float) - ROOM).mean() < 0.7 * CUT_CHANGED
    assert steadily(MotionMeter(), [ROOM] * 4 + [like] * 2) == ["", "", "", "", "cut", ""]


def test_a_camera_that_swings_is_no_cut() -> None:
    swung = [np.roll(ROOM, 12 * i, axis=1) for i in range(8)]
    changes = np.mean([np.abs(a.astype(float) - b).mean() for a, b in pairwise(swung)])
    assert 10 < changes < CUT_CHANGED
    assert set(steadily(MotionMeter(), swung)) == {""}


def test_who_jumps_before_a_camera_that_stands_is_a_jolt() -> None:
    here, there = with_block(100, 100, 120), with_block(500, 300, 120)
    assert steadily(MotionMeter(), [here] * 4 + [there] * 3) == [*[""] * 4, "jolt", "", ""]


def test_who_moves_as_fast_as_people_do_is_none() -> None:
    moving = [with_block(100 + 12 * i, 100, 120) for i in range(20)]
    assert set(steadily(MotionMeter(), moving)) == {""}


def test_pictures_far_apart_are_not_compared() -> None:
    meter = MotionMeter()
    meter.see(0.0, ROOM)
    meter.see(5.0, with_block(300, 200))
    assert math.isnan(meter.share_moving(WHOLE))


def test_a_picture_of_another_size_begins_afresh() -> None:
    meter = MotionMeter()
    meter.see(0.0, ROOM)
    assert not meter.see(0.03, ROOM[:240, :320])
    assert math.isnan(meter.share_moving(WHOLE))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("size", [(2, 2), (1, 900), (2000, 3), (37, 1201)])
def test_odd_pictures_do_no_harm(size: tuple[int, int]) -> None:
    meter = MotionMeter()
    still = np.full((*size, 3), 90, np.uint8)
    for i in range(3):
        assert not meter.see(i / 30, still)
    assert meter.share_moving(np.array([[0.0, 0.0], [size[1], size[0]]])) == 0.0


@pytest.mark.parametrize("corner", [-1e4, 1e4])
def test_a_body_out_of_the_picture_does_no_harm(corner: float) -> None:
    meter = MotionMeter()
    meter.see(0.0, ROOM)
    meter.see(0.1, ROOM)
    assert meter.share_moving(np.full((2, 2), corner)) == 0.0


def test_a_body_that_is_nowhere_moves_nan() -> None:
    meter = MotionMeter()
    meter.see(0.0, ROOM)
    meter.see(0.1, ROOM)
    assert math.isnan(meter.share_moving(np.full((2, 2), np.nan)))
