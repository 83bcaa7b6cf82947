"""The tall stance: from whom it is found, from whom it is not, and what it is good for."""

from __future__ import annotations

import math
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mannequin import find_stance, keyed, mannequin, tall_stance, times

from posturecheck.core import Joint
from posturecheck.kinematics.angles import measure
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.neutral_stance import (
    VIEW_SD_DEG,
    NeutralStanceEstimator,
    Reference,
    Stance,
)
from posturecheck.kinematics.trunk import TALL_LEAN_DEG

few = settings(max_examples=15)
ANGLES = (
    "trunk_inclination_deg",
    "trunk_flexion_deg",
    "trunk_side_bend_deg",
    "trunk_rotation_deg",
    "spine_flexion_deg",
    "hip_flexion_deg",
    "knee_flexion_deg",
    "pelvis_yaw_deg",
)
UPWARDS = np.array([0.0, 1.0, 0.0])


def _film(lean, seconds: float, rate_hz: float = 15.0, **body):
    """A clip of somebody whose flexion runs through ``lean`` (a function of seconds)."""
    return [(t, mannequin(flexion=lean(t), **body)) for t in times(seconds, rate_hz)]


def _lean_deg(stance: Stance, **body) -> float:
    return measure(Body(0.0, mannequin(**body)), stance)[0]["trunk_inclination_deg"].value


def _reference(facing: float, rotation: float = 0.0, seconds: float = 1.0) -> Reference:
    return Reference(facing, UPWARDS, rotation, 1.0, seconds)


def _tall_then(lean: float, tall_s: float, lean_s: float):
    bend = keyed((tall_s, TALL_LEAN_DEG), (tall_s + 1, lean))
    return bend, tall_s + 1 + lean_s


@pytest.mark.parametrize("yaw", [0, 45, 90, 135, 180, -90])
def test_a_calm_second_before_work_is_enough_for_a_stance(yaw):
    work = keyed((1, 4), (2, 70), (3, 4), (4, 70), (5, 4))
    stance = find_stance(_film(work, 5.0, yaw=yaw))
    assert stance.known
    assert _lean_deg(stance, yaw=yaw) == pytest.approx(TALL_LEAN_DEG, abs=1.5)
    assert _lean_deg(stance, yaw=yaw, flexion=60) == pytest.approx(60, abs=1.5)


@pytest.mark.parametrize("yaw", [45, 90, -90, 135])
def test_a_bend_held_all_the_time_is_not_taken_for_a_stance(yaw):
    assert not find_stance(_film(lambda t: 40.0, 10.0, yaw=yaw)).known


@pytest.mark.parametrize("yaw", [0, 45, 90, 180])
def test_a_bend_held_twice_as_long_as_the_tall_stance_does_not_become_it(yaw):
    bend, seconds = _tall_then(40.0, tall_s=4.0, lean_s=8.0)
    stance = find_stance(_film(bend, seconds, yaw=yaw))
    assert _lean_deg(stance, yaw=yaw) == pytest.approx(TALL_LEAN_DEG, abs=1.5)
    assert _lean_deg(stance, yaw=yaw, flexion=40) == pytest.approx(40, abs=1.5)


def test_leaning_on_the_sink_for_long_is_not_tall():
    bend, seconds = _tall_then(18.0, tall_s=4.0, lean_s=8.0)
    stance = find_stance(_film(bend, seconds, yaw=90))
    assert _lean_deg(stance, yaw=90, flexion=18) == pytest.approx(18, abs=2)


def test_somebody_who_never_keeps_still_has_no_stance():
    sway = keyed(*((i * 0.4, 20.0 * (i % 2)) for i in range(30)))
    assert not find_stance(_film(sway, 10.0, yaw=90)).known


def test_somebody_who_sways_from_side_to_side_has_no_stance():
    # The lean is the same to either side: only its direction on the picture changes.
    sway = keyed(*((i * 0.4, 8.0 * (-1) ** i) for i in range(30)))
    assert not find_stance((t, mannequin(side_bend=sway(t))) for t in times(10.0, 15)).known


def test_a_squat_is_upright_too_for_the_trunk_tells():
    stance = find_stance(_film(lambda t: TALL_LEAN_DEG, 2.0, knee=100))
    assert _lean_deg(stance) == pytest.approx(TALL_LEAN_DEG, abs=0.5)


def test_without_a_stance_every_angle_is_very_unsure():
    stance = find_stance(_film(lambda t: 60.0, 4.0, yaw=90))
    assert stance == Stance()
    posture, _ = measure(Body(0.0, mannequin(yaw=90)), stance)
    assert {name: posture[name].sd for name in ANGLES if not posture[name].sd > 10} == {}


@few
@given(st.floats(-10, 20), st.floats(-12, 12), st.sampled_from([0, 45, 90, 180, -90]))
def test_a_tilted_camera_does_not_become_a_lean(pitch, roll, yaw):
    camera = {"pitch": pitch, "roll": roll, "yaw": yaw}
    stance = find_stance(_film(lambda t: TALL_LEAN_DEG, 1.5, **camera))
    assert stance.known
    assert _lean_deg(stance, **camera) == pytest.approx(TALL_LEAN_DEG, abs=0.5)
    assert _lean_deg(stance, flexion=60, **camera) == pytest.approx(60, abs=1.5)


def test_each_way_of_facing_has_its_own_false_lean_taken_off():
    # The model leans people who face it by 24 degrees and those seen from the side not.
    front = [(t, mannequin(flexion=28)) for t in times(2)]
    side = [(t, mannequin(yaw=90)) for t in times(2, start_s=3)]
    stance = find_stance(chain(front, side))
    assert len(stance.references) == 2
    assert _lean_deg(stance, flexion=28) == pytest.approx(TALL_LEAN_DEG, abs=0.5)
    assert _lean_deg(stance, yaw=90) == pytest.approx(TALL_LEAN_DEG, abs=0.5)


# A stretch that somebody named.


def test_a_named_stretch_is_honoured_even_where_it_is_not_the_tallest():
    slouch = keyed((3, TALL_LEAN_DEG), (4, 15))
    stance = find_stance(_film(slouch, 8.0, yaw=90), neutral=(5.0, 8.0))
    assert _lean_deg(stance, yaw=90, flexion=15) == pytest.approx(TALL_LEAN_DEG, abs=0.5)


def test_a_named_stretch_is_honoured_even_where_the_trunk_leans_too_far_to_be_found():
    film = _film(lambda t: 45.0, 3.0, yaw=90)
    assert not find_stance(film).known
    stance = find_stance(film, neutral=(0.0, 3.0))
    assert _lean_deg(stance, yaw=90, flexion=45) == pytest.approx(TALL_LEAN_DEG, abs=0.5)


def test_ten_minutes_of_standing_still_count_in_full_when_memory_is_thinned():
    finder = NeutralStanceEstimator()
    tall = mannequin()
    for t in times(600.0, rate_hz=10):
        finder.observe(Body(t, tall))
    assert finder.stance().references[0].seconds == pytest.approx(600, rel=0.1)


def test_nothing_outside_a_named_stretch_counts():
    bend, seconds = _tall_then(40.0, tall_s=4.0, lean_s=2.0)
    film = _film(bend, seconds)
    assert find_stance(film, neutral=(20.0, 30.0)) == Stance()
    inside = [(t, pose) for t, pose in film if 1.0 <= t <= 2.0]
    told, alone = find_stance(film, (1.0, 2.0)), find_stance(inside, (1.0, 2.0))
    assert told.references[0].seconds == alone.references[0].seconds


def test_a_glimpse_is_no_stance():
    assert not find_stance([(0.0, mannequin()), (0.1, mannequin())], neutral=(0.0, 1.0)).known


# Whom it does not count.


def test_moments_without_a_trunk_are_passed_over():
    hidden = [(t, mannequin(flexion=15, hidden=[Joint.LEFT_HIP])) for t in times(3)]
    tall = [(t, mannequin()) for t in times(2, start_s=8)]
    assert not find_stance(hidden).known
    assert _lean_deg(find_stance(hidden + tall)) == pytest.approx(4, abs=0.5)


# Time.


@pytest.mark.parametrize("jitter", [0.0, 0.4])
@pytest.mark.parametrize("rate_hz", [10, 30, 60])
def test_the_stance_does_not_depend_on_the_frame_rate(rate_hz, jitter):
    bend = keyed((2, 4), (3, 60), (4, 60), (5, 4), (7, 4))
    film = [(t, mannequin(flexion=bend(t), yaw=90)) for t in times(7, rate_hz, jitter)]
    stance = find_stance(film)
    assert _lean_deg(stance, yaw=90, flexion=50) == pytest.approx(50, abs=1.5)
    assert stance.references[0].seconds == pytest.approx(3.2, abs=0.5)


@pytest.mark.parametrize("rate_hz", [5, 6, 7, 8, 9])
def test_even_a_slow_machine_finds_a_stance(rate_hz):
    assert find_stance(_film(lambda t: TALL_LEAN_DEG, 3.0, rate_hz)).known


def test_found_on_the_way_is_the_same_as_found_looking_ahead():
    film = _film(keyed((2, 4), (3, 60), (4, 4)), 5.0)
    finder = NeutralStanceEstimator()
    for t, pose in film:
        finder.observe(Body(t, pose))
    live, ahead = finder.stance().references[0], find_stance(film).references[0]
    assert live.up == pytest.approx(ahead.up)
    assert live.seconds == ahead.seconds


# The stance itself.


def test_the_nearest_reference_is_found_across_the_back():
    stance = Stance((_reference(170.0), _reference(0.0)))
    assert stance.nearest(-175.0).facing_deg == 170.0
    assert stance.nearest(30.0).facing_deg == 0.0
    assert Stance().nearest(30.0) is None


def test_a_stance_is_surest_for_the_way_it_was_seen_and_least_sure_for_the_opposite():
    stance = Stance((_reference(0.0),))
    sds = [stance.level(mannequin(), facing)[1] for facing in (0, 45, 90, 135, 180)]
    assert sds == sorted(sds)
    assert sds[0] == pytest.approx(1.0)
    assert sds[-1] == pytest.approx(math.hypot(1.0, VIEW_SD_DEG))


def test_levelling_turns_the_stance_upright_and_changes_no_shape():
    pose = mannequin(flexion=30, pitch=15, roll=8)
    level, _ = tall_stance(pitch=15, roll=8).level(pose, 0.0)
    before = np.linalg.norm(pose.points_m[:, None] - pose.points_m, axis=2)
    after = np.linalg.norm(level.points_m[:, None] - level.points_m, axis=2)
    assert after == pytest.approx(before, abs=1e-6)


def test_the_false_twist_is_that_of_the_longest_held_stance_and_fades_with_turning():
    stance = Stance((_reference(0.0, rotation=6.0, seconds=8.0), _reference(20.0, 30.0, 1.0)))
    zeros = [stance.rotation_zero_deg(facing) for facing in (0, 15, 30, 45, 60, 180)]
    assert zeros[0] == 6.0
    assert zeros == sorted(zeros, reverse=True)
    assert zeros[-2:] == [0.0, 0.0]
    assert Stance().rotation_zero_deg(0.0) == 0.0


def test_a_bend_held_while_facing_another_way_is_no_stance_there():
    tall = [(t, mannequin(yaw=0, flexion=TALL_LEAN_DEG)) for t in times(2.0, 15.0)]
    bent = [(2.5 + t, mannequin(yaw=90, flexion=30)) for t in times(2.0, 15.0)]
    stance = find_stance(tall + bent)
    assert len(stance.references) == 1
    assert _lean_deg(stance, yaw=90, flexion=30) == pytest.approx(30, abs=5)
