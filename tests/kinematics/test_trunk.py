"""The trunk's directions: signs, from every side, and what leaves them alone."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mannequin import TRUNK_M, mannequin, mirrored

from posturecheck.core import TRUNK_JOINTS, Joint
from posturecheck.geometry import wrapped_deg
from posturecheck.kinematics.trunk import (
    TALL_LEAN_DEG,
    body_size_px,
    sideness,
    trunk_from,
    trunk_of,
    trunk_points_px,
    upright_is_tall,
    view_of,
)

few = settings(max_examples=30)
EVERY_VIEW = [0, 45, 90, 135, 180, -135, -90, -45]
leans = st.floats(-30, 100)
side_bends = st.floats(-50, 50)
twists = st.floats(-60, 60)
yaws = st.floats(-179, 179)


def _turned(pose, axis: str, degrees: float):
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turn = {
        "x": [[1, 0, 0], [0, c, -s], [0, s, c]],
        "y": [[c, 0, s], [0, 1, 0], [-s, 0, c]],
        "z": [[c, -s, 0], [s, c, 0], [0, 0, 1]],
    }[axis]
    return replace(pose, points_m=pose.points_m @ np.array(turn).T)


# What the camera sees of each sign, told without any of the formulas under test.


def test_who_faces_the_camera_has_the_left_hand_on_the_right_of_the_picture():
    pose = mannequin()
    assert pose.points_px[Joint.LEFT_WRIST][0] > pose.points_px[Joint.RIGHT_WRIST][0]
    assert pose.points_m[Joint.NOSE][2] > pose.points_m[Joint.LEFT_EAR][2]  # nose nearer


def test_who_turns_to_the_left_looks_to_the_right_of_the_picture():
    pose = mannequin(yaw=90)
    assert pose.points_px[Joint.NOSE][0] > pose.points_px[Joint.LEFT_EAR][0] + 5
    assert pose.points_m[Joint.RIGHT_SHOULDER][2] > pose.points_m[Joint.LEFT_SHOULDER][2]


def test_who_twists_to_the_left_brings_the_right_shoulder_nearer():
    pose = mannequin(rotation=30)
    assert pose.points_m[Joint.RIGHT_SHOULDER][2] > pose.points_m[Joint.LEFT_SHOULDER][2] + 0.1
    assert pose.points_m[Joint.RIGHT_HIP][2] == pytest.approx(pose.points_m[Joint.LEFT_HIP][2])


def test_who_bends_to_the_left_moves_the_shoulders_to_the_right_of_the_picture():
    shoulders, hips = trunk_points_px(mannequin(side_bend=30))
    assert shoulders[0] > hips[0] + 20


def test_who_leans_forward_comes_nearer_with_the_shoulders():
    pose = mannequin(flexion=40)
    assert pose.points_m[Joint.LEFT_SHOULDER][2] > pose.points_m[Joint.LEFT_HIP][2] + 0.2


@pytest.mark.parametrize("yaw", EVERY_VIEW)
@pytest.mark.parametrize(
    "body",
    [
        {"flexion": 0.0},
        {"flexion": 60.0},
        {"flexion": -15.0},
        {"flexion": 0.0, "side_bend": 25.0},
        {"flexion": 0.0, "side_bend": -25.0},
        {"flexion": 0.0, "rotation": 35.0},
        {"flexion": 0.0, "rotation": -35.0},
        {"flexion": 70.0, "side_bend": -10.0, "rotation": 20.0, "spine": 40.0, "knee": 30.0},
    ],
)
def test_every_angle_is_read_as_it_was_put_in_from_every_side(yaw, body):
    trunk = trunk_of(mannequin(yaw=yaw, **body))
    bend = body.get("side_bend", 0.0)
    assert trunk.flexion_deg == pytest.approx(body["flexion"], abs=0.01)
    assert trunk.side_bend_deg == pytest.approx(bend, abs=0.01)
    assert trunk.rotation_deg == pytest.approx(body.get("rotation", 0.0), abs=0.01)
    assert wrapped_deg(trunk.pelvis_yaw_deg - yaw) == pytest.approx(0, abs=0.01)
    lean = math.cos(math.radians(body["flexion"])) * math.cos(math.radians(bend))
    assert trunk.inclination_deg == pytest.approx(math.degrees(math.acos(lean)), abs=0.01)


@few
@given(leans, side_bends, twists, yaws, st.floats(-180, 180))
def test_walking_round_somebody_changes_the_facing_alone(flexion, side_bend, rotation, yaw, by):
    body = mannequin(flexion=flexion, side_bend=side_bend, rotation=rotation, yaw=yaw)
    before, after = trunk_of(body), trunk_of(_turned(body, "y", by))
    for angle in ("inclination_deg", "flexion_deg", "side_bend_deg", "rotation_deg"):
        assert getattr(after, angle) == pytest.approx(getattr(before, angle), abs=1e-3)
    turned = wrapped_deg(after.pelvis_yaw_deg - before.pelvis_yaw_deg - by)
    assert turned == pytest.approx(0, abs=1e-3)


@few
@given(leans, side_bends, twists, st.floats(-180, 180), st.sampled_from("xyz"))
def test_a_twist_does_not_depend_on_how_the_whole_body_lies(flexion, side, rotation, by, axis):
    body = mannequin(flexion=flexion, side_bend=side, rotation=rotation)
    assert trunk_of(_turned(body, axis, by)).rotation_deg == pytest.approx(rotation, abs=1e-3)


@few
@given(leans, side_bends, twists, yaws)
def test_a_mirror_swaps_left_and_right_and_leaves_the_lean(flexion, side_bend, rotation, yaw):
    body = mannequin(flexion=flexion, side_bend=side_bend, rotation=rotation, yaw=yaw)
    seen, mirror = trunk_of(body), trunk_of(mirrored(body))
    assert mirror.inclination_deg == pytest.approx(seen.inclination_deg, abs=1e-6)
    assert mirror.flexion_deg == pytest.approx(seen.flexion_deg, abs=1e-6)
    for angle in ("side_bend_deg", "rotation_deg", "pelvis_yaw_deg", "facing_deg"):
        assert getattr(mirror, angle) == pytest.approx(-getattr(seen, angle), abs=1e-6)


@few
@given(leans, side_bends, twists, st.floats(0.5, 2.0))
def test_a_child_and_a_giant_in_one_posture_have_the_same_angles(flexion, side, rotation, scale):
    pose = {"flexion": flexion, "side_bend": side, "rotation": rotation}
    one, other = trunk_of(mannequin(**pose)), trunk_of(mannequin(scale=scale, **pose))
    for angle in ("inclination_deg", "flexion_deg", "side_bend_deg", "rotation_deg"):
        assert getattr(other, angle) == pytest.approx(getattr(one, angle), abs=1e-6)


def test_a_trunk_straight_up_in_its_stance_is_read_as_a_tall_lean_forward():
    tall = upright_is_tall(trunk_of(mannequin(flexion=0, yaw=70)))
    assert tall.flexion_deg == pytest.approx(TALL_LEAN_DEG)
    assert tall.side_bend_deg == pytest.approx(0, abs=1e-9)
    assert tall.pelvis_yaw_deg == pytest.approx(70)


@pytest.mark.parametrize("joint", list(Joint))
def test_a_trunk_needs_its_four_corners_and_nothing_else(joint):
    assert (trunk_of(mannequin(hidden=[joint])) is None) == (joint in TRUNK_JOINTS)


@pytest.mark.parametrize("joint", TRUNK_JOINTS)
def test_a_corner_that_is_not_a_number_makes_no_trunk(joint):
    points = mannequin().points_m.copy()
    points[joint][1] = math.nan
    assert trunk_from(points) is None


def test_a_body_folded_into_one_point_makes_no_trunk():
    assert trunk_from(np.zeros((len(Joint), 3))) is None


@pytest.mark.parametrize("yaw", [0, 45, 90])
@pytest.mark.parametrize("body", [{}, {"flexion": 60.0}, {"flexion": 90.0, "knee": 110.0}])
def test_a_body_keeps_its_size_on_the_picture_when_it_bends(yaw, body):
    upright_px = TRUNK_M * 555 / 3
    assert body_size_px(mannequin(yaw=yaw, **body)) == pytest.approx(upright_px, rel=0.12)


def test_a_body_twice_as_far_is_half_as_large_on_the_picture():
    near, far = (body_size_px(mannequin(distance_m=d)) for d in (3.0, 6.0))
    assert far / near == pytest.approx(0.5, rel=0.05)


def test_a_body_in_a_single_point_of_the_picture_still_has_a_size():
    pose = replace(mannequin(), points_px=np.zeros((len(Joint), 2)))
    assert body_size_px(pose) == 1.0


@pytest.mark.parametrize(
    ("facing", "view"),
    [
        (0, "front"),
        (-25, "front"),
        (45, "oblique"),
        (-45, "oblique"),
        (70, "side"),
        (90, "side"),
        (-110, "side"),
        (135, "back"),
        (180, "back"),
        (-180, "back"),
        (360, "front"),
        (math.nan, "unknown"),
    ],
)
def test_views_have_names(facing, view):
    assert view_of(facing) == view


@pytest.mark.parametrize(("facing", "side"), [(0, 0), (90, 1), (-90, 1), (180, 0), (30, 0.5)])
def test_a_view_is_from_the_side_by_degrees(facing, side):
    assert sideness(facing) == pytest.approx(side, abs=1e-9)
