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
from posturecheck.kinematics.sides import ARMS, LEGS, swap_sides
from posturecheck.kinematics.smoothing import DOUBT_S, GAP_S, PROVEN_S, SETTLE_S, PoseSmoother
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


def _film(moments: list[float]) -> list[Body]:
    """Return somebody who bends, seen obliquely."""
    lean = keyed((1, 4), (2, 40))
    return [Body(t, mannequin(flexion=lean(t), yaw=50)) for t in moments]


def _swapped(body: Body, parts=(ARMS, LEGS)) -> Body:
    return Body(body.t_s, swap_sides(body.pose, parts))


@pytest.mark.parametrize("parts", [(ARMS, LEGS), (LEGS,), (ARMS,)])
@pytest.mark.parametrize("rate_hz", [7, 10, 15, 30, 60])
def test_five_swaps_in_half_a_second_are_swapped_back_and_cost_nothing(rate_hz, parts):
    moments = times(2.0, rate_hz)
    clean, shaken = PoseSmoother(), PoseSmoother()
    for body in _film(moments):
        swaps = 1.2 <= body.t_s < 1.7 and int((body.t_s - 1.2) / 0.1) % 2 == 0
        want = clean.smooth(body)
        got = shaken.smooth(_swapped(body, parts) if swaps else body)
        assert np.array_equal(got.pose.points_m, want.pose.points_m)
        assert np.array_equal(got.pose.points_px, want.pose.points_px)
        assert shaken.settled == clean.settled


@few
@given(st.floats(7.0, 60.0), st.integers(0, 2**32 - 1))
def test_whichever_frames_are_swapped_for_moments_at_any_rate_nothing_changes(rate_hz, seed):
    random, clean, shaken = np.random.default_rng(seed), PoseSmoother(), PoseSmoother()
    parts, since_s = (), 0.0
    for body in _film(times(2.5, rate_hz)):
        change = random.random() < 0.3 or (parts and body.t_s - since_s > DOUBT_S)
        if body.t_s > 1.0 and change:
            parts = () if parts else [(ARMS,), (LEGS,), (ARMS, LEGS)][random.integers(3)]
            since_s = body.t_s
        want = clean.smooth(body)
        got = shaken.smooth(_swapped(body, parts))
        assert np.array_equal(got.pose.points_m, want.pose.points_m)
        assert shaken.settled == clean.settled


@pytest.mark.parametrize("rate_hz", [7, 10, 15, 30, 60])
def test_what_is_swapped_for_good_is_taken_over_and_doubted_only_on_the_way(rate_hz):
    smoother, frame_s, moments = PoseSmoother(), 1 / rate_hz, times(3.0, rate_hz)
    first_s = next(t for t in moments if t > 1.5)
    told = []
    for body in _film(moments):
        smooth = smoother.smooth(_swapped(body) if body.t_s >= first_s else body)
        as_before = abs(trunk_of(smooth.pose).facing_deg - 50) < 30
        told.append((body.t_s - first_s, smoother.settled, as_before))
    for since_s, settled, as_before in told:
        if -1 < since_s <= DOUBT_S:
            assert settled
            assert as_before
        elif since_s >= SETTLE_S + frame_s:
            assert settled
            assert not as_before
        elif DOUBT_S < since_s < SETTLE_S:
            assert not settled


def test_after_a_swap_for_good_the_points_are_those_of_somebody_always_seen_so():
    always, swapped = PoseSmoother(), PoseSmoother()
    for body in _film(times(4.0)):
        turned = _swapped(body)
        want = always.smooth(turned).pose
        got = swapped.smooth(turned if body.t_s > 1.5 else body).pose
    assert got.points_m == pytest.approx(want.points_m, abs=1e-4)


@pytest.mark.parametrize(
    ("parts", "trusted"), [((ARMS, LEGS), False), ((LEGS,), False), ((ARMS,), True)]
)
def test_what_was_just_found_proves_nothing_so_that_swapped_legs_start_afresh(parts, trusted):
    smoother = PoseSmoother()
    for body in _film(times(PROVEN_S - 0.1)):
        smoother.smooth(body)
    body = _film([PROVEN_S - 0.06])[0]
    smooth = smoother.smooth(_swapped(body, parts))
    assert smoother.settled == trusted
    if not trusted:
        assert np.array_equal(smooth.pose.points_m, _swapped(body, parts).pose.points_m)


def test_a_trunk_that_was_not_seen_proves_nothing():
    smoother, hidden = PoseSmoother(), [Joint.LEFT_HIP]
    for t in times(1.5):
        smoother.smooth(Body(t, mannequin(hidden=hidden)))
    smoother.smooth(_swapped(Body(1.53, mannequin(hidden=hidden))))
    assert not smoother.settled


def test_a_blink_among_swapped_frames_keeps_what_is_left():
    clean, shaken = PoseSmoother(), PoseSmoother()
    for body in _film([*times(1.5), 1.53, 1.56, 1.86, 1.9]):
        want = clean.smooth(body).pose
        got = shaken.smooth(_swapped(body) if 1.5 < body.t_s < 1.6 or body.t_s == 1.86 else body)
        if body.t_s < 1.6:
            assert np.array_equal(got.pose.points_m, want.points_m)
    assert trunk_of(got.pose).facing_deg == pytest.approx(50, abs=5)


def _upside_down(body: Body) -> Body:
    flipped = body.pose.points_m * [1, -1, 1]
    return Body(body.t_s, replace(body.pose, points_m=flipped))


@pytest.mark.parametrize("rate_hz", [7, 10, 15, 30, 60])
def test_a_body_upside_down_for_moments_is_not_seen_and_moves_nothing(rate_hz):
    clean, shaken = PoseSmoother(), PoseSmoother()
    for body in _film(times(3.0, rate_hz)):
        upside_down = 2.1 <= body.t_s < 2.1 + DOUBT_S  # the bend is over
        want = clean.smooth(body)
        got = shaken.smooth(_upside_down(body) if upside_down else body)
        if body.t_s < 2.1 or upside_down:
            assert shaken.settled == (clean.settled and not upside_down)
        else:
            assert shaken.settled
            assert got.pose.points_m == pytest.approx(want.pose.points_m, abs=0.02)


@pytest.mark.parametrize("rate_hz", [7, 15, 30, 60])
def test_who_stays_upside_down_is_seen_so_in_the_end(rate_hz):
    smoother, told = PoseSmoother(), []
    for body in _film(times(4.0, rate_hz)):
        over = body.t_s >= 2.1
        smooth = smoother.smooth(_upside_down(body) if over else body)
        told.append((body.t_s - 2.1, smoother.settled, trunk_of(smooth.pose).inclination_deg))
    after = [(settled, lean) for t, settled, lean in told if t >= SETTLE_S + 2 / rate_hz]
    assert after
    assert all(settled and lean > 90 for settled, lean in after)
    assert not any(settled for t, settled, _ in told if 0 <= t < SETTLE_S)


@pytest.mark.parametrize("turned_deg", [180, 100])
def test_a_body_seen_from_behind_for_a_frame_is_still_seen_from_the_front(turned_deg):
    smoother = PoseSmoother()
    for t in times(1.0):
        smoother.smooth(Body(t, mannequin(yaw=20)))
    smooth = smoother.smooth(Body(1.04, mannequin(yaw=20 + turned_deg)))
    assert smoother.settled
    assert abs(trunk_of(smooth.pose).facing_deg) < 90


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
