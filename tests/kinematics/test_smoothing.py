"""Smoothing takes the jitter and leaves the movement, at any frame rate; a gap starts afresh."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mannequin import keyed, mannequin, times

from posturecheck.core import Joint
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.smoothing import GAP_S, SETTLE_S, PoseSmoother
from posturecheck.kinematics.trunk import trunk_of

few = settings(max_examples=20)
BEND = keyed((1, 4), (3, 64), (5, 4))


def _shaken(pose, random, metres: float = 0.0, pixels: float = 0.0):
    return replace(
        pose,
        points_m=pose.points_m + random.normal(0, metres, (len(Joint), 3)),
        points_px=pose.points_px + random.normal(0, pixels, (len(Joint), 2)),
    )


def _smoothed_lean(moments: list[float], at: list[float]) -> np.ndarray:
    smoother = PoseSmoother()
    lean = [
        trunk_of(smoother.smooth(Body(t, mannequin(flexion=BEND(t), yaw=90))).pose).flexion_deg
        for t in moments
    ]
    return np.interp(at, moments, lean)


def test_somebody_who_stands_still_stays_where_they_are():
    smoother, pose = PoseSmoother(), mannequin()
    for t in times(1.0):
        smooth = smoother.smooth(Body(t, pose)).pose
    assert smooth.points_m == pytest.approx(pose.points_m)
    assert smooth.points_px == pytest.approx(pose.points_px)


def test_jitter_is_more_than_halved():
    random, smoother, still = np.random.default_rng(3), PoseSmoother(), mannequin()
    moments = times(6.0)
    shaken = [_shaken(still, random, metres=0.01, pixels=2.0) for _ in moments]
    smooth = [smoother.smooth(Body(t, p)).pose for t, p in zip(moments, shaken, strict=True)][30:]
    for points in ("points_m", "points_px"):
        raw = np.std([getattr(p, points) for p in shaken], axis=0).mean()
        assert np.std([getattr(p, points) for p in smooth], axis=0).mean() < 0.6 * raw


@pytest.mark.parametrize("jitter", [0.0, 0.4])
@pytest.mark.parametrize("rate_hz", [10, 15, 30, 60])
def test_a_bend_is_followed_within_a_tenth_of_a_second_at_any_frame_rate(rate_hz, jitter):
    at = list(np.arange(0.5, 5.5, 0.1))
    smooth = _smoothed_lean(times(6.0, rate_hz, jitter), at)
    early, late = ([BEND(t - delay) for t in at] for delay in (0.0, 0.1))
    lowest, highest = np.minimum(early, late), np.maximum(early, late)
    assert (smooth > lowest - 1).all()
    assert (smooth < highest + 1).all()


@pytest.mark.parametrize("jitter", [0.0, 0.4])
@pytest.mark.parametrize("rate_hz", [10, 60])
def test_the_same_bend_looks_the_same_at_any_frame_rate(rate_hz, jitter):
    at = list(np.arange(0.5, 5.5, 0.1))
    one = _smoothed_lean(times(6.0, 30), at)
    assert _smoothed_lean(times(6.0, rate_hz, jitter), at) == pytest.approx(one, abs=2.5)


def test_a_fast_hand_lags_less_than_a_slow_one():
    def lag_s(speed_m_s: float) -> float:
        smoother = PoseSmoother()
        for t in times(1.0):
            pose = mannequin()
            pose.points_m[Joint.LEFT_WRIST] = (speed_m_s * t, 0, 0)
            smooth = smoother.smooth(Body(t, pose)).pose
        return 1.0 - float(smooth.points_m[Joint.LEFT_WRIST][0]) / speed_m_s

    assert lag_s(2.0) < 0.5 * lag_s(0.1)


def test_far_people_are_smoothed_like_near_ones():
    near, far = PoseSmoother(), PoseSmoother()
    for t in times(2.0):
        at = 100 * np.sin(3 * t)
        large = near.smooth(Body(t, mannequin(distance_m=3, at_px=(320 + at, 250)))).pose
        small = far.smooth(Body(t, mannequin(distance_m=6, at_px=(320 + at / 2, 250)))).pose
    lag_near = 320 + at - large.points_px[Joint.LEFT_HIP : Joint.LEFT_KNEE, 0].mean()
    lag_far = 320 + at / 2 - small.points_px[Joint.LEFT_HIP : Joint.LEFT_KNEE, 0].mean()
    assert abs(lag_near) > 2
    assert lag_near == pytest.approx(2 * lag_far, rel=0.1)


@few
@given(st.floats(GAP_S + 0.01, 100.0))
def test_after_a_gap_the_past_is_forgotten(gap_s):
    smoother = PoseSmoother()
    for t in times(1.0):
        smoother.smooth(Body(t, mannequin(yaw=180)))
    assert smoother.settled
    back = mannequin(flexion=50)
    smooth = smoother.smooth(Body(1.0 + gap_s, back)).pose
    assert np.array_equal(smooth.points_m, back.points_m)
    assert np.array_equal(smooth.points_px, back.points_px)
    assert not smoother.settled


def test_a_cut_that_moves_the_body_across_the_picture_starts_afresh():
    smoother = PoseSmoother()
    for t in times(1.0):
        smoother.smooth(Body(t, mannequin(at_px=(100, 250))))
    moved = mannequin(at_px=(500, 250), flexion=50)
    smooth = smoother.smooth(Body(1.04, moved)).pose
    assert np.array_equal(smooth.points_m, moved.points_m)
    assert not smoother.settled


@pytest.mark.parametrize(("turned_deg", "trusted"), [(180, False), (100, False), (40, True)])
def test_a_body_whose_left_and_right_are_swapped_starts_afresh(turned_deg, trusted):
    smoother = PoseSmoother()
    for t in times(1.0):
        smoother.smooth(Body(t, mannequin(yaw=20)))
    smoother.smooth(Body(1.04, mannequin(yaw=20 + turned_deg)))
    assert smoother.settled == trusted


@pytest.mark.parametrize("rate_hz", [10, 30])
def test_a_quick_turn_is_no_swap(rate_hz):
    smoother, yaw = PoseSmoother(), keyed((1, 0), (1.5, 180))
    settled = []
    for t in times(2.0, rate_hz):
        smoother.smooth(Body(t, mannequin(yaw=yaw(t))))
        settled.append((t, smoother.settled))
    assert all(done for t, done in settled if t > SETTLE_S + 1 / rate_hz)


@pytest.mark.parametrize("rate_hz", [10, 30])
def test_the_fastest_bend_and_a_quick_walk_are_no_cut(rate_hz):
    smoother, walk, bend = PoseSmoother(), keyed((1, 100), (2.5, 600)), keyed((1, 4), (1.4, 90))
    settled = []
    for t in times(2.5, rate_hz):
        smoother.smooth(Body(t, mannequin(at_px=(walk(t), 250), flexion=bend(t), yaw=90)))
        settled.append((t, smoother.settled))
    assert all(done for t, done in settled if t > SETTLE_S + 1 / rate_hz)


def test_a_short_blink_is_no_gap():
    smoother = PoseSmoother()
    for t in times(1.0):
        smoother.smooth(Body(t, mannequin()))
    smooth = smoother.smooth(Body(1.0 + 0.8 * GAP_S, mannequin(flexion=50))).pose
    assert smoother.settled
    assert 4 < trunk_of(smooth).flexion_deg < 50


@pytest.mark.parametrize("rate_hz", [10, 30, 60])
def test_a_track_is_trusted_after_the_same_time_at_any_frame_rate(rate_hz):
    smoother = PoseSmoother()
    assert not smoother.settled
    trusted = []
    for t in times(1.0, rate_hz, start_s=5.0):
        smoother.smooth(Body(t, mannequin()))
        trusted.append((t - 5.0, smoother.settled))
    first = next(t for t, settled in trusted if settled)
    assert SETTLE_S - 1e-9 <= first <= SETTLE_S + 1 / rate_hz + 1e-9
    assert all(settled for t, settled in trusted if t > first)


def test_what_is_not_a_place_passes_untouched():
    smoother = PoseSmoother()
    smoother.smooth(Body(0.0, mannequin()))
    pose = mannequin(visibility=0.7, hidden=[Joint.LEFT_EAR], motion=0.3)
    smooth = smoother.smooth(Body(0.1, pose)).pose
    assert np.array_equal(smooth.visibility, pose.visibility)
    assert smooth.motion == 0.3
