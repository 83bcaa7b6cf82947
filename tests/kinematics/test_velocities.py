"""Speeds are slopes over time, not over frames; too little to go by gives none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mannequin import times

from posturecheck.core import Posture, Reading
from posturecheck.geometry import wrapped_deg
from posturecheck.kinematics.velocities import WINDOW_S, AngularVelocities

few = settings(max_examples=20)
BENDING = "trunk_flexion_rate_deg_s"
TWISTING = "trunk_rotation_rate_deg_s"


def _posture(t: float, flexion: float = 0.0, rotation: float = 0.0, yaw: float = 0.0, sd=2.0):
    values = {
        "trunk_flexion_deg": flexion,
        "trunk_rotation_deg": rotation,
        "pelvis_yaw_deg": yaw,
    }
    return Posture(t, {name: Reading(value, sd) for name, value in values.items()})


def _last(postures) -> Posture:
    rates = AngularVelocities()
    for posture in postures:
        seen = rates.add(posture)
    return seen


@pytest.mark.parametrize("jitter", [0.0, 0.4])
@pytest.mark.parametrize("rate_hz", [20, 30, 60, 120])
@pytest.mark.parametrize("speed", [-60.0, 0.0, 5.0, 90.0])
def test_a_steady_bend_has_its_speed_at_any_frame_rate(speed, rate_hz, jitter):
    seen = _last(_posture(t, flexion=speed * t) for t in times(1.0, rate_hz, jitter))
    assert seen[BENDING].value == pytest.approx(speed, abs=0.01)
    assert seen[TWISTING].value == pytest.approx(0, abs=0.01)


@few
@given(st.floats(-200, 200), st.floats(-70, 70))
def test_a_steady_twist_has_its_speed_and_its_sign(speed, start):
    seen = _last(_posture(t, rotation=start + speed * t) for t in times(0.4))
    assert seen[TWISTING].value == pytest.approx(speed, abs=0.01)


def test_a_mirror_turns_the_speed_of_a_twist_and_not_its_doubt():
    one, other = (
        _last(_posture(t, rotation=sign * 40 * t) for t in times(0.5))[TWISTING] for sign in (1, -1)
    )
    assert other.value == pytest.approx(-one.value)
    assert other.sd == pytest.approx(one.sd)


def test_the_movement_of_a_second_ago_is_over():
    ends = [_posture(t, flexion=min(60 * t, 60)) for t in times(1.0 + WINDOW_S + 0.05)]
    assert _last(ends)[BENDING].value == pytest.approx(0, abs=0.01)


def test_too_few_frames_a_second_give_no_speed_rather_than_a_wrong_one():
    seen = _last(_posture(t, flexion=90 * t) for t in times(2.0, rate_hz=10))
    assert math.isnan(seen[BENDING].value)
    assert math.isnan(seen[BENDING].sd)


def test_the_first_frames_have_no_speed():
    rates = AngularVelocities()
    speeds = [rates.add(_posture(t, flexion=50 * t))[BENDING].value for t in times(0.4)]
    assert all(math.isnan(speed) for speed in speeds[:4])
    assert math.isfinite(speeds[-1])


@pytest.mark.parametrize("told", [True, False], ids=["told unseen", "silent gap"])
def test_a_gap_starts_afresh(told):
    rates = AngularVelocities()
    for t in times(1.0):
        rates.add(_posture(t, flexion=0.0))
    gap_s = 0.1 if told else 0.4  # untold, only what is older than the window is forgotten
    if told:
        rates.add(Posture(1.05))
    moments = times(0.5, start_s=1.0 + gap_s)
    after = [rates.add(_posture(t, flexion=80.0))[BENDING].value for t in moments]
    assert all(math.isnan(speed) for speed in after[:4])
    assert after[-1] == pytest.approx(0, abs=0.01)  # the jump of 80 degrees is no movement


def test_a_moment_that_was_not_seen_has_no_speed():
    rates = AngularVelocities()
    for t in times(1.0):
        rates.add(_posture(t, flexion=30 * t))
    lost = rates.add(Posture(1.03))
    assert math.isnan(lost[BENDING].value)
    assert not lost.readings


def test_somebody_turning_round_has_no_measured_speed():
    turning = [_posture(t, rotation=50 * t, yaw=150 * t) for t in times(1.0)]
    assert math.isnan(_last(turning)[TWISTING].value)
    assert math.isnan(_last(turning)[BENDING].value)


def test_somebody_who_sways_about_the_back_view_is_not_turning_round():
    swaying = [
        _posture(t, flexion=30 * t, yaw=wrapped_deg(180 + 5 * math.sin(20 * t))) for t in times(1.0)
    ]
    assert _last(swaying)[BENDING].value == pytest.approx(30, abs=0.01)


def test_speed_comes_back_when_the_turn_is_over():
    turned = [_posture(t, flexion=20 * t, yaw=min(150 * t, 90)) for t in times(1.5)]
    assert _last(turned)[BENDING].value == pytest.approx(20, abs=0.01)


@pytest.mark.parametrize("name", [BENDING, TWISTING])
def test_a_jittery_measure_has_an_unsure_speed(name):
    def sd(jitter_deg: float) -> float:
        noise = np.random.default_rng(5).normal(0, jitter_deg, 61)
        key = {BENDING: "flexion", TWISTING: "rotation"}[name]
        moments = zip(times(2.0), noise, strict=True)
        return _last(_posture(t, sd=0.5, **{key: float(n)}) for t, n in moments)[name].sd

    assert sd(3.0) > 2 * sd(0.2)


@pytest.mark.parametrize("name", [BENDING, TWISTING])
def test_an_unsure_measure_has_an_unsure_speed(name):
    sds = [_last(_posture(t, sd=sd) for t in times(1.0))[name].sd for sd in (1.0, 10.0)]
    assert sds[1] == pytest.approx(10 * sds[0])


def test_a_jitter_of_one_degree_stays_within_two_sd_of_the_truth():
    noise = np.random.default_rng(11).normal(0, 1.0, 901)
    rates, within = AngularVelocities(), []
    for t, n in zip(times(30.0), noise, strict=True):
        speed = rates.add(_posture(t, flexion=float(n), sd=4.0))[BENDING]
        if math.isfinite(speed.value):
            within.append(abs(speed.value) <= 2 * speed.sd)
    assert np.mean(within) > 0.95


def test_adding_speeds_leaves_every_other_reading_and_the_posture_given_alone():
    given_ = [_posture(t, flexion=40 * t) for t in times(1.0)]
    seen = _last(given_)
    assert set(seen.readings) == {*given_[-1].readings, BENDING, TWISTING}
    assert all(seen[name] == given_[-1][name] for name in given_[-1].readings)
    assert BENDING not in given_[-1].readings
