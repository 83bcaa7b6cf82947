"""A weak computer is tried with a clock of its own: a look takes as long as it is told to."""

from __future__ import annotations

from itertools import pairwise

import pytest

from posturecheck.live.look_rate import ENOUGH_HZ
from posturecheck.sources.pace import MOST_S, ROOM, Pace

CAMERA_HZ = 30.0


def watched(look_s: list[float], seconds: float = 30.0) -> list[tuple[float, float]]:
    """(when a picture was taken, when it was looked at) of a camera of which the newest is had.

    ``look_s`` are how long one look after the other takes, again and again.
    """
    pace, now_s, seen, last = Pace(1 / CAMERA_HZ), 0.0, list[tuple[float, float]](), -1
    while now_s < seconds:
        now_s += pace.asked(now_s)
        newest = int(now_s * CAMERA_HZ + 1e-9)
        if newest == last:
            newest, now_s = last + 1, (last + 1) / CAMERA_HZ
        pace.had(now_s)
        last = newest
        now_s += look_s[len(seen) % len(look_s)]
        seen.append((newest / CAMERA_HZ, now_s))
    return seen


@pytest.mark.parametrize("look_s", [0.005, 0.012, 0.02, 0.03])
def test_who_is_quicker_than_the_camera_gets_every_picture(look_s: float) -> None:
    seen = watched([look_s])
    gaps = [b - a for (a, _), (b, _) in pairwise(seen)]
    assert max(gaps) == pytest.approx(1 / CAMERA_HZ)


@pytest.mark.parametrize("look_s", [0.04, 0.07, 0.11, 0.16])
def test_who_is_slow_gets_fewer_evenly_and_each_is_the_newest(look_s: float) -> None:
    seen = watched([look_s])[40:]  # once it is known how long a look takes
    gaps = [b - a for (a, _), (b, _) in pairwise(seen)]
    assert max(gaps) - min(gaps) <= 1.01 / CAMERA_HZ  # the camera's own raster
    assert max(done - taken for taken, done in seen) <= look_s + 1.01 / CAMERA_HZ


@pytest.mark.parametrize("look_s", [0.045, 0.05, 0.06, 0.069])
def test_room_is_not_taken_from_what_quick_movements_need(look_s: float) -> None:
    seen = watched([look_s])[40:]
    assert (len(seen) - 1) / (seen[-1][0] - seen[0][0]) > ENOUGH_HZ


def test_the_delay_never_grows() -> None:
    delays = [done - taken for taken, done in watched([0.08], seconds=600)]
    assert max(delays[-100:]) <= max(delays[:100]) + 1e-6


def test_time_is_left_for_what_goes_on_beside() -> None:
    look_s = 0.1
    seen = watched([look_s])[20:]
    span_s = seen[-1][0] - seen[0][0]
    assert span_s / (len(seen) - 1) >= 0.95 * ROOM * look_s


def test_looks_that_are_now_short_and_now_long_come_no_less_evenly() -> None:
    seen = watched([0.03, 0.11])[20:]
    gaps = [b - a for (a, _), (b, _) in pairwise(seen)]
    assert max(gaps) <= 2 * min(gaps) + 1.01 / CAMERA_HZ


def test_a_computer_that_stood_still_is_not_waited_for() -> None:
    pace = Pace(1 / CAMERA_HZ)
    pace.had(0.0)
    assert pace.asked(60.0) == 0.0
    pace.had(60.0)
    assert pace.asked(60.02) <= MOST_S
    assert pace.asked(61.0) == 0.0


def test_a_glance_tells_nothing_of_how_long_a_look_takes() -> None:
    pace = Pace(1 / CAMERA_HZ)
    for number in range(50):
        pace.had(number / CAMERA_HZ)
        assert pace.asked(number / CAMERA_HZ + 0.001) == 0.0
