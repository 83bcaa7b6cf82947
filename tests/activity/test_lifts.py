"""A lift is hands that were low and rise with the trunk or the hips; nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from mannequin import LEGS, keyed, mannequin, tall_stance, times

from posturecheck.activity.lifts import LiftDetector
from posturecheck.activity.recognition import ActivityTracker
from posturecheck.core import Joint, Posture, Reading
from posturecheck.kinematics.angles import measure
from posturecheck.kinematics.body import Body

ARMS = tuple(range(Joint.LEFT_ELBOW, Joint.RIGHT_HAND + 1))
DOWN_AND_UP = (0.5, 0.0), (1.5, 1.0), (2.0, 1.0), (3.0, 0.0)  # a share of the way by seconds
STOOP = {"flexion": 80.0, "hip": 75.0, "knee": 10.0}
SQUAT = {"flexion": 30.0, "knee": 115.0, "arm": 10.0}
UPRIGHT = {"flexion": 4.0, "hip": 4.0, "knee": 0.0, "arm": 0.0}


def _situations(low: dict, rate_hz: float = 30.0, way=DOWN_AND_UP, yaw=90.0, **body):
    """Somebody goes down to ``low`` and up again."""
    share, stance, activity = keyed(*way), tall_stance(yaw=yaw), ActivityTracker()
    top = {key: UPRIGHT[key] for key in low}
    for t in times(4.0, rate_hz):
        now = {key: top[key] + share(t) * (low[key] - top[key]) for key in low}
        posture, level = measure(Body(t, mannequin(yaw=yaw, **now, **body)), stance)
        yield t, activity.update(posture, level)


def _lifts(*args, **kwargs):
    return [(t, s) for t, s in _situations(*args, **kwargs) if s.lift is not None]


@pytest.mark.parametrize(("rate_hz", "yaw"), [(10, 90), (20, 0), (30, 45), (60, 180)])
def test_hands_that_rise_from_the_floor_with_the_trunk_lift(rate_hz, yaw):
    lifts = _lifts(STOOP, rate_hz, yaw=yaw)
    assert lifts
    assert all(2.0 < t < 3.0 for t, _ in lifts)  # on the way up and at no other time
    assert lifts[0][1].lift.value == pytest.approx(80, abs=3)
    assert lifts[0][1].lift_technique == ""  # a stoop has no name to be praised by


def test_hidden_legs_do_not_hide_a_lift_out_of_a_stoop():
    lifts = _lifts(STOOP, hidden=LEGS)
    assert lifts
    assert lifts[0][1].lift.value == pytest.approx(80, abs=3)


@pytest.mark.parametrize("yaw", [0, 45, 90])
def test_a_lift_out_of_a_squat_is_named_so_and_its_lean_is_small(yaw):
    lifts = _lifts(SQUAT, yaw=yaw)
    assert lifts
    assert {s.lift_technique for _, s in lifts} == {"squat"}
    assert lifts[0][1].lift.value == pytest.approx(30, abs=4)


def test_a_bend_with_the_hands_at_the_worktop_is_no_lift():
    assert not _lifts({**STOOP, "flexion": 45.0, "hip": 45.0, "arm": 60.0})


def test_hands_held_out_that_rise_with_the_trunk_but_never_were_low_do_not_lift():
    assert not _lifts(STOOP, arm=90.0)


def test_a_trunk_that_rises_from_hands_that_stay_down_does_not_lift():
    flexion, arm = keyed((0.5, 4), (1.5, 80), (2, 80), (3, 45)), keyed((2, 60), (3, 0))
    knee, stance, activity = keyed((0.5, 0), (1.5, 90)), tall_stance(yaw=90), ActivityTracker()
    lifts = []
    for t in times(4.0):
        body = mannequin(yaw=90, flexion=flexion(t), knee=knee(t), arm=arm(t))
        posture, level = measure(Body(t, body), stance)
        lifts.append(activity.update(posture, level).lift)
    assert posture["hand_height_m"].value < 0.5
    assert lifts == [None] * len(lifts)


def test_a_bend_with_the_hands_on_the_thighs_is_no_lift():
    assert not _lifts({"flexion": 25.0, "hip": 25.0})


def test_hands_that_stay_down_do_not_lift():
    way = (0.5, 0.0), (1.5, 1.0), (4.0, 1.0)
    assert not _lifts(STOOP, way=way)


def test_arms_that_rise_without_the_trunk_do_not_lift():
    stance, activity, arm = tall_stance(yaw=90), ActivityTracker(), keyed((2, 0), (3, 90))
    bend = keyed((0.5, 4), (1.5, 80))
    lifts = []
    for t in times(4.0):
        body = mannequin(yaw=90, flexion=bend(t), hip=bend(t), arm=arm(t))
        lifts.append(activity.update(*measure(Body(t, body), stance)).lift)
    assert lifts == [None] * len(lifts)


def test_hidden_hands_lift_nothing():
    assert not _lifts(STOOP, hidden=ARMS)


def test_each_way_up_is_a_lift_of_its_own():
    twice = [(t + shift, share) for shift in (0.0, 1.8) for t, share in ((0, 0), (0.5, 1), (1, 1))]
    twice = [*twice[:3], (1.5, 0.0), (1.8, 0.0), *twice[4:], (3.3, 0.0)]
    starts, lifting = [], False
    for t, situation in _situations(STOOP, way=tuple(twice)):
        if situation.lift is not None and not lifting:
            starts.append(t)
        lifting = situation.lift is not None
    assert len(starts) == 2


def test_standing_upright_lifts_nothing():
    assert not _lifts({"flexion": 4.0})


@pytest.mark.parametrize(("rounding_at_the_bottom", "told"), [(45.0, ""), (5.0, "hip-hinge")])
def test_a_back_that_grows_long_on_the_way_up_does_not_excuse_a_rounded_lift(
    rounding_at_the_bottom, told
):
    share, stance, memory = keyed(*DOWN_AND_UP), tall_stance(yaw=90), LiftDetector()
    techniques = set()
    for t in times(4.0, 30.0):
        low = {key: UPRIGHT[key] + share(t) * (STOOP[key] - UPRIGHT[key]) for key in STOOP}
        posture, level = measure(Body(t, mannequin(yaw=90, **low)), stance)
        rounding = Reading(rounding_at_the_bottom if share(t) > 0.5 else 5.0, 5.0)
        posture = _with_rounding(posture, rounding)
        leaning = posture["trunk_inclination_deg"].value >= 20
        hinging = leaning and rounding.value + 2.5 < 20
        if memory.update(1, posture, level.pose, 0.0, "hip-hinge" if hinging else "") is not None:
            techniques.add(memory.technique)
    assert techniques == {told}


def _with_rounding(posture: Posture, rounding: Reading) -> Posture:
    return replace(posture, readings={**posture.readings, "spine_flexion_deg": rounding})
