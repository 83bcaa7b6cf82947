"""Which seconds of a clip could not be read."""

from __future__ import annotations

import math

import pytest
from clips import even

from posturecheck.clips.gaps import lost_stretches, seconds_of


def lost(times_s: list[float], duration_s: float) -> list[tuple[float, float]]:
    return list(lost_stretches(times_s, len(times_s), duration_s))


def test_of_a_whole_clip_nothing_is_lost() -> None:
    assert lost(even(25, 4.0), 4.0) == []
    assert lost(even(25, 4.0), 4.3) == []  # containers round
    assert lost(even(25, 4.0), math.nan) == []


def test_beginning_middle_and_end_are_told() -> None:
    times_s = [*even(25, 1.0, 2.0), *even(25, 1.0, 5.0)]
    (first, middle, last) = lost(times_s, 10.0)
    assert first == (0.0, 2.0)
    assert middle == (pytest.approx(2.96), 5.0)
    assert last == (pytest.approx(5.96), 10.0)
    assert seconds_of((first, middle, last)) == pytest.approx(8.08)


def test_a_moment_is_no_loss() -> None:
    assert lost([*even(25, 1.0), *even(25, 1.0, 1.4)], 2.4) == []


def test_a_picture_a_second_is_a_slow_camera_not_a_loss() -> None:
    assert lost(even(1, 20.0), 20.0) == []
