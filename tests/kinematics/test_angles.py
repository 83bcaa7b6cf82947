"""What was put into a body comes out as measured, from every side; the unseen stays unseen."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mannequin import LEGS, mannequin, mirrored, tall_stance

from posturecheck.core import TRUNK_JOINTS, UNSEEN, Joint
from posturecheck.geometry import wrapped_deg
from posturecheck.kinematics.angles import (
    MAX_ROTATION_DEG,
    ROTATION_GAIN,
    measure,
    spine_flexion_deg,
)
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.kinematics.trunk import TALL_LEAN_DEG
from posturecheck.kinematics.velocities import RATES
from posturecheck.measures import MEASURE_NAMES

few = settings(max_examples=25)
EVERY_VIEW = [0, 45, 90, 135, 180, -135, -90, -45]
ANGLES = ("trunk_inclination_deg", "trunk_flexion_deg", "trunk_side_bend_deg")
WITHOUT_SPEEDS = set(MEASURE_NAMES) - {rate.name for rate in RATES.values()}
HANDS = {"hand_height_m", "hand_reach_m"}


def _measured(camera: dict | None = None, **body):
    """Measure a body whose stance was seen by the same camera from the same side."""
    camera = camera or {}
    stance = tall_stance(yaw=body.get("yaw", 0.0), **camera)
    return measure(Body(0.0, mannequin(**camera, **body)), stance)[0]


@pytest.mark.parametrize("yaw", EVERY_VIEW)
@pytest.mark.parametrize(
    ("flexion", "side_bend", "rotation"),
    [
        (TALL_LEAN_DEG, 0, 0),
        (30, 0, 0),
        (90, 0, 0),
        (-10, 0, 0),
        (TALL_LEAN_DEG, 20, 0),
        (TALL_LEAN_DEG, -20, 0),
        (TALL_LEAN_DEG, 0, 15),
        (TALL_LEAN_DEG, 0, -15),
        (50, 10, 10),
        (50, -10, -10),
    ],
)
def test_what_was_put_in_is_measured_from_every_side(yaw, flexion, side_bend, rotation):
    posture = _measured(flexion=flexion, side_bend=side_bend, rotation=rotation, yaw=yaw)
    assert posture["trunk_flexion_deg"].value == pytest.approx(flexion, abs=0.5)
    assert posture["trunk_side_bend_deg"].value == pytest.approx(side_bend, abs=0.5)
    assert wrapped_deg(posture["pelvis_yaw_deg"].value - yaw) == pytest.approx(0, abs=0.5)
    lean = math.cos(math.radians(flexion)) * math.cos(math.radians(side_bend))
    assert posture["trunk_inclination_deg"].value == pytest.approx(
        math.degrees(math.acos(lean)), abs=0.5
    )
    expected = ROTATION_GAIN * rotation
    assert posture["trunk_rotation_deg"].value == pytest.approx(expected, abs=0.5)


@pytest.mark.parametrize("yaw", [0, 45, 90, 180])
@pytest.mark.parametrize(("pitch", "roll"), [(0, 0), (20, 0), (-20, 0), (0, 12), (20, -12)])
def test_a_tilted_camera_does_not_change_what_is_measured(yaw, pitch, roll):
    camera = {"pitch": pitch, "roll": roll}
    for body in ({}, {"flexion": 60.0}, {"side_bend": 20.0}, {"side_bend": -20.0}):
        posture = _measured(camera, yaw=yaw, **body)
        flexion, side_bend = body.get("flexion", TALL_LEAN_DEG), body.get("side_bend", 0)
        assert posture["trunk_flexion_deg"].value == pytest.approx(flexion, abs=2)
        assert posture["trunk_side_bend_deg"].value == pytest.approx(side_bend, abs=2)


@few
@given(
    st.floats(0, 90),
    st.floats(-30, 30),
    st.floats(-25, 25),
    st.floats(-170, 170),
    st.floats(0, 20),
    st.floats(-12, 12),
)
def test_any_posture_comes_back_from_any_view(flexion, side_bend, rotation, yaw, pitch, roll):
    camera = {"pitch": pitch, "roll": roll}
    posture = _measured(camera, flexion=flexion, side_bend=side_bend, rotation=rotation, yaw=yaw)
    assert posture["trunk_flexion_deg"].value == pytest.approx(flexion, abs=4)
    assert posture["trunk_side_bend_deg"].value == pytest.approx(side_bend, abs=4)
    assert abs(wrapped_deg(posture["pelvis_yaw_deg"].value - yaw)) < 8


@few
@given(st.floats(0, 90), st.floats(-30, 30), st.floats(-25, 25), st.floats(-170, 170))
def test_a_mirror_turns_the_sign_of_what_is_sided_and_of_nothing_else(flexion, side, twist, yaw):
    pose = mannequin(flexion=flexion, side_bend=side, rotation=twist, yaw=yaw, knee=(20, 70))
    seen = measure(Body(0.0, pose), tall_stance(yaw=yaw))[0]
    mirror = measure(Body(0.0, mirrored(pose)), tall_stance(yaw=-yaw))[0]
    sided = {"trunk_side_bend_deg", "trunk_rotation_deg", "pelvis_yaw_deg"}
    assert sided < set(seen.readings)
    for name in seen.readings:
        sign = -1 if name in sided else 1
        assert mirror[name].value == pytest.approx(sign * seen[name].value, abs=1e-3)
        assert mirror[name].sd == pytest.approx(seen[name].sd, rel=1e-3)


@few
@given(st.floats(0, 90), st.floats(-30, 30), st.floats(-25, 25), st.floats(0.6, 1.6))
def test_angles_do_not_grow_with_the_body(flexion, side_bend, rotation, scale):
    body = {"flexion": flexion, "side_bend": side_bend, "rotation": rotation, "knee": 40.0}
    one = measure(Body(0.0, mannequin(**body)), tall_stance())[0]
    other = measure(Body(0.0, mannequin(scale=scale, **body)), tall_stance())[0]
    for name in WITHOUT_SPEEDS - HANDS:
        assert other[name].value == pytest.approx(one[name].value, abs=1e-6), name
    assert other["hand_reach_m"].value == pytest.approx(scale * one["hand_reach_m"].value)


@pytest.mark.parametrize(
    ("body", "hip", "knee"),
    [
        ({}, TALL_LEAN_DEG, 0),
        ({"flexion": 60, "hip": 60}, 60, 0),
        ({"flexion": 10, "hip": 100, "knee": 90}, 100, 90),
        ({"flexion": 10, "hip": (20, 80), "knee": (10, 110)}, 80, 110),
        ({"flexion": 10, "hip": (80, 20), "knee": (110, 10)}, 80, 110),
    ],
)
@pytest.mark.parametrize("yaw", [0, 60, 90, 180])
def test_hips_and_knees_are_those_of_the_more_bent_leg(yaw, body, hip, knee):
    posture = _measured(yaw=yaw, **body)
    # The hips' zero moves with the trunk's.
    assert posture["hip_flexion_deg"].value == pytest.approx(hip, abs=TALL_LEAN_DEG + 0.5)
    assert posture["knee_flexion_deg"].value == pytest.approx(knee, abs=0.5)


def test_hands_of_somebody_standing_hang_below_the_hips_and_near_the_feet():
    posture = _measured()
    assert posture["hand_height_m"].value == pytest.approx(0.80, abs=0.03)
    assert posture["hand_reach_m"].value == pytest.approx(0.18, abs=0.05)


def test_a_hand_comes_nearer_to_the_floor_in_a_squat():
    low = _measured(flexion=50, knee=110)["hand_height_m"].value
    assert low == pytest.approx(0.27, abs=0.05)


def test_arms_held_out_reach_farther():
    assert _measured(arm=90)["hand_reach_m"].value > _measured()["hand_reach_m"].value + 0.35


def test_reach_is_measured_from_the_hips_when_the_feet_are_hidden():
    ahead = {"flexion": 10, "hip": 60, "knee": 0, "arm": 90}  # the feet far in front
    from_feet = _measured(**ahead)["hand_reach_m"].value
    from_hips = _measured(hidden=LEGS, **ahead)["hand_reach_m"].value
    assert from_hips == pytest.approx(math.hypot(0.18, 0.62 + 0.5 * math.sin(0.17)), abs=0.05)
    assert from_feet < from_hips - 0.2


def test_rounding_is_guessed_from_the_lean_and_owns_up_to_both_extremes():
    for lean in (20.0, 40.0, 60.0, 80.0):
        guess = _measured(flexion=lean, yaw=90)["spine_flexion_deg"]
        assert 0 < guess.value < lean
        assert guess.value - 2 * guess.sd <= 0  # a hinge, the back long
        assert guess.value + 2 * guess.sd >= lean  # all of it in the back


def test_a_lean_backwards_is_no_rounding():
    assert spine_flexion_deg(-30.0) == 0.0


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_twist_further_than_a_body_can_is_a_flipped_pose_and_not_seen(sign):
    possible = sign * (MAX_ROTATION_DEG - 5) / ROTATION_GAIN
    assert math.isfinite(_measured(rotation=possible)["trunk_rotation_deg"].value)
    assert math.isnan(_measured(rotation=sign * 60)["trunk_rotation_deg"].value)


@pytest.mark.parametrize(
    ("yaw", "view"), [(0, "front"), (-45, "oblique"), (90, "side"), (180, "back")]
)
def test_the_view_is_named(yaw, view):
    assert _measured(yaw=yaw).view == view


def test_every_measure_but_the_speeds_comes_with_an_sd_of_its_own():
    posture = _measured()
    assert set(posture.readings) == WITHOUT_SPEEDS
    assert all(0 < reading.sd < math.inf for reading in posture.readings.values())


@pytest.mark.parametrize("joint", TRUNK_JOINTS)
def test_without_the_whole_trunk_nothing_is_measured(joint):
    posture = _measured(hidden=[joint])
    assert not posture.seen
    assert not posture.readings
    assert posture["trunk_inclination_deg"] is UNSEEN


@pytest.mark.parametrize("joint", TRUNK_JOINTS)
@pytest.mark.parametrize("stance", [Stance(), tall_stance()], ids=["no stance", "stance"])
def test_a_trunk_point_that_is_not_a_number_gives_no_posture(joint, stance):
    pose = mannequin(flexion=60)
    points = pose.points_m.copy()
    points[joint] = math.nan
    posture, _ = measure(Body(0.0, replace(pose, points_m=points)), stance)
    assert not posture.seen
    assert all(math.isnan(reading.value) for reading in posture.readings.values())


def test_hidden_knees_leave_hips_and_knees_unseen_but_not_the_trunk():
    posture = _measured(flexion=40, hidden=[Joint.LEFT_KNEE, Joint.RIGHT_KNEE])
    assert math.isnan(posture["hip_flexion_deg"].value)
    assert math.isnan(posture["knee_flexion_deg"].value)
    assert posture["trunk_flexion_deg"].value == pytest.approx(40, abs=0.5)


def test_hidden_ankles_leave_the_knees_and_the_floor_unseen():
    posture = _measured(hidden=[Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE])
    assert math.isnan(posture["knee_flexion_deg"].value)
    assert math.isnan(posture["hand_height_m"].value)
    assert math.isfinite(posture["hip_flexion_deg"].value)


def test_one_hidden_leg_leaves_the_other():
    hidden = [j for j in LEGS if j.name.startswith("LEFT")]
    posture = _measured(hip=(90, 30), knee=(90, 25), hidden=hidden)
    assert posture["knee_flexion_deg"].value == pytest.approx(25, abs=0.5)


def test_hidden_wrists_leave_the_hands_unseen():
    posture = _measured(hidden=[Joint.LEFT_WRIST, Joint.RIGHT_WRIST])
    assert math.isnan(posture["hand_height_m"].value)
    assert math.isnan(posture["hand_reach_m"].value)


@pytest.mark.parametrize("yaw", [0, 45, 90, 180])
def test_a_false_twist_of_the_stance_is_taken_off(yaw):
    # The model shows a twist of 12 degrees where there is none.
    stance = tall_stance(yaw=yaw, rotation=12)
    still = measure(Body(0.0, mannequin(yaw=yaw, rotation=12)), stance)[0]
    assert still["trunk_rotation_deg"].value == pytest.approx(0, abs=1)


def test_a_false_lean_of_the_model_is_taken_off():
    stance = tall_stance(flexion=TALL_LEAN_DEG + 25)
    still = measure(Body(0.0, mannequin(flexion=TALL_LEAN_DEG + 25)), stance)[0]
    assert still["trunk_inclination_deg"].value == pytest.approx(TALL_LEAN_DEG, abs=0.5)


def test_the_levelled_pose_stands_upright_and_keeps_its_picture():
    pose = mannequin(pitch=20, roll=10)
    level = measure(Body(0.0, pose), tall_stance(pitch=20, roll=10))[1].pose
    shoulders = level.points_m[[Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER]].mean(axis=0)
    assert math.hypot(shoulders[0], shoulders[2]) < 0.01
    assert np.array_equal(level.points_px, pose.points_px)
    assert np.array_equal(level.visibility, pose.visibility)
