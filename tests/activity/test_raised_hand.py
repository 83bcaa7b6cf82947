from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from mannequin import keyed, mannequin, mirrored, times
from raising import raised

from posturecheck.activity.raised_hand import HOLD_S, RaisedHand
from posturecheck.core import Joint, Pose
from posturecheck.kinematics.angles import measure
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.neutral_stance import Stance

MOST_LATE_S = 2.2


def signs(film: Iterable[tuple[float, Pose | None]], holds_on: bool = False) -> list[float]:
    """Return when signs were given."""
    hand, given = RaisedHand(holds_on), []
    for t_s, pose in film:
        posture = measure(Body(t_s, pose or mannequin()), Stance())[0]
        if hand.update(t_s, pose, posture):
            given.append(t_s)
    return given


def held(seconds: float, rate_hz: float = 30.0, jitter: float = 0.0, **how: Any) -> list[float]:
    """The signs of a hand that goes up within half a second, from 1 s on, and comes down."""
    share = keyed((0, 0), (1, 0), (1.5, 1), (1.5 + seconds, 1), (2.0 + seconds, 0))
    moments = times(seconds + 4, rate_hz, jitter)
    return signs((t_s, raised(share(t_s), **how)) for t_s in moments)


@pytest.mark.parametrize("rate_hz", [2.5, 7, 15, 30, 60])
@pytest.mark.parametrize("jitter", [0.0, 0.2])
def test_a_hand_that_is_held_up_is_seen_once_in_time_at_any_frame_rate(
    rate_hz: float, jitter: float
) -> None:
    given = held(3.0, rate_hz, jitter)
    assert len(given) == 1
    assert HOLD_S - 0.2 <= given[0] - 1.5 <= min(HOLD_S + 1.5 / rate_hz, MOST_LATE_S)


@pytest.mark.parametrize("rate_hz", [7, 15, 30, 60])
def test_a_hand_that_is_up_for_a_second_is_no_sign(rate_hz: float) -> None:
    assert held(1.0, rate_hz) == []


def test_either_hand_will_do() -> None:
    share = keyed((0, 0), (1, 0), (1.5, 1))
    assert len(signs((t_s, mirrored(raised(share(t_s)))) for t_s in times(4))) == 1


def test_a_second_sign_needs_the_hand_down_first() -> None:
    once = keyed((0, 0), (0.5, 1))
    assert len(signs((t_s, raised(once(t_s))) for t_s in times(12))) == 1
    twice = keyed((0, 0), (0.5, 1), (3, 1), (3.5, 0), (4.5, 0), (5, 1), (8, 1))
    assert len(signs((t_s, raised(twice(t_s))) for t_s in times(8))) == 2


@pytest.mark.parametrize(
    "how",
    [
        {"elbow": 40.0},  # a reach: the upper arm points up
        {"elbow": -45.0},  # a telephone: the elbow hangs
        {"forearm": 60.0},  # a hand on the head
        {"both": True},
        {"flexion": 40.0},
    ],
)
def test_what_looks_a_little_like_it_is_no_sign(how: dict[str, Any]) -> None:
    assert held(4.0, **how) == []


def test_a_little_lower_or_tilted_it_still_is_one() -> None:
    assert len(held(3.0, elbow=-6.0)) == 1
    assert len(held(3.0, forearm=15.0)) == 1


def test_who_walks_with_a_hand_up_gives_no_sign() -> None:
    assert signs((t_s, raised(at_px=(200 + 60 * t_s, 250))) for t_s in times(5)) == []


def test_a_point_that_trembles_for_a_moment_breaks_nothing_off() -> None:
    film = [(t_s, raised(0.6 if 1.0 <= t_s < 1.15 else 1.0)) for t_s in times(3)]
    assert len(signs(film)) == 1


def test_who_is_out_of_sight_meanwhile_begins_anew() -> None:
    film = [(t_s, None if 0.8 <= t_s < 1.6 else raised()) for t_s in times(3.0)]
    assert signs(film) == []


def test_a_hand_that_cannot_be_seen_is_none() -> None:
    hidden = (Joint.LEFT_ELBOW, Joint.LEFT_WRIST)
    poses = ((t_s, raised(hidden=hidden)) for t_s in times(4))
    assert signs(poses) == []


def test_the_time_that_it_has_been_held_is_told() -> None:
    hand, told = RaisedHand(), []
    for t_s in times(2.0):
        pose = raised()
        hand.update(t_s, pose, measure(Body(t_s, pose), Stance())[0])
        told.append(hand.progress)
    known = [share for share in told if math.isfinite(share)]
    assert known == sorted(known)
    assert known[0] == 0.0
    assert known[-1] == 1.0
    assert math.isnan(told[-1])


def on_a_worktop(pose: Pose, above_hip_m: float) -> Pose:
    """The same body, its right hand so far above the hips."""
    points_m = pose.points_m.copy()
    hips_m = (points_m[Joint.LEFT_HIP, 1] + points_m[Joint.RIGHT_HIP, 1]) / 2
    points_m[[Joint.RIGHT_WRIST, Joint.RIGHT_HAND], 1] = hips_m + above_hip_m
    return replace(pose, points_m=points_m)


@pytest.mark.parametrize(
    ("above_hip_m", "holds_on", "given"),
    [(-0.1, False, 1), (-0.1, True, 1), (0.15, False, 0), (0.15, True, 1), (0.35, True, 0)],
)
def test_the_other_hand_of_who_holds_on_may_be_on_a_worktop(
    above_hip_m: float, holds_on: bool, given: int
) -> None:
    share = keyed((0, 0), (1, 0), (1.5, 1))
    film = ((t_s, on_a_worktop(raised(share(t_s)), above_hip_m)) for t_s in times(5))
    assert len(signs(film, holds_on)) == given
