"""How a body on the floor looks, from every side; and what looks alike and is none."""

from __future__ import annotations

import math
from functools import cache

import pytest
from mannequin import LEGS, mannequin, mirrored, tall_stance

from posturecheck.activity.floor_posture import place_of, rests_upright, stands
from posturecheck.core import Joint, Posture
from posturecheck.kinematics.angles import measure
from posturecheck.kinematics.body import Body

EVERY_VIEW = [0, 45, 90, 135, 180, -90]
CAMERAS = [(0.0, 0.0), (20.0, 0.0), (0.0, 8.0)]  # pitch, roll
RIGHT_LEG = (Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE, Joint.RIGHT_HEEL, Joint.RIGHT_TOE)

ON_THE_FLOOR = {
    "on the face": ({"tip": 90.0}, 1.6, "lying"),
    "on the back": ({"tip": -90.0}, 1.6, "lying"),
    "on the left side": ({"tip_side": 90.0}, 1.6, "lying"),
    "on the right side": ({"tip_side": -90.0}, 1.6, "lying"),
    "on the side, curled up": ({"tip_side": 90.0, "hip": 80.0, "knee": 90.0}, 1.6, "lying"),
    "on the back, knees up": ({"tip": -90.0, "hip": 50.0, "knee": 100.0}, 1.6, "lying"),
    "propped on the elbows, face down": (
        {"tip": 90.0, "flexion": -25.0, "hip": -25.0},
        1.6,
        "lying",
    ),
    "on the elbows, face up": ({"tip": -90.0, "flexion": 30.0, "hip": 30.0}, 1.6, "lying"),
    "on all fours": ({"flexion": 85.0, "hip": 85.0, "knee": 90.0}, 0.85, "all-fours"),
    "on all fours, bottom up": ({"flexion": 95.0, "hip": 80.0, "knee": 90.0}, 0.85, "all-fours"),
    "crawling": ({"flexion": 80.0, "hip": (100.0, 60.0), "knee": (110.0, 70.0)}, 0.8, "all-fours"),
    "sitting, legs out": ({"flexion": 10.0, "hip": 100.0, "knee": 0.0}, 1.6, "sitting"),
    "sitting, bent to the toes": ({"flexion": 40.0, "hip": 130.0, "knee": 0.0}, 1.6, "sitting"),
    "sitting, knees up": ({"flexion": 20.0, "hip": 140.0, "knee": 100.0}, 1.3, "sitting"),
}
UP = {
    "standing": ({}, 0.0),
    "a slight stoop": ({"flexion": 30.0, "hip": 30.0}, 0.0),
    "a deep stoop": ({"flexion": 85.0, "hip": 75.0, "knee": 10.0}, 0.1),
    "a deeper one": ({"flexion": 105.0, "hip": 95.0}, 0.0),
    "a stoop with bent knees": ({"flexion": 80.0, "hip": 110.0, "knee": 60.0}, 0.2),
    "a rounded stoop": ({"flexion": 70.0, "hip": 60.0, "spine": 45.0}, 0.1),
    "leaning back": ({"flexion": -25.0, "hip": -20.0}, 0.0),
    "a side bend": ({"side_bend": 40.0}, 0.0),
    "a squat": ({"flexion": 30.0, "knee": 110.0}, 0.7),
    "a squat, trunk level": ({"flexion": 75.0, "hip": 150.0, "knee": 110.0}, 0.7),
    "a squat to the heels": ({"flexion": 40.0, "hip": 155.0, "knee": 145.0}, 1.2),
    "a golfer's lift": ({"flexion": 80.0, "hip": (80.0, 5.0), "knee": (0.0, 10.0)}, 0.1),
    "a high golfer's lift": ({"flexion": 98.0, "hip": (68.0, 36.0), "knee": (20.0, 50.0)}, 0.3),
    "half kneeling": ({"flexion": 10.0, "hip": (95.0, 5.0), "knee": (85.0, 90.0)}, 0.85),
    "half kneeling, bent": ({"flexion": 50.0, "hip": (135.0, 45.0), "knee": (85.0, 90.0)}, 0.85),
    "on both knees": ({"flexion": 5.0, "hip": 5.0, "knee": 90.0}, 0.85),
    "on both knees, bent": ({"flexion": 45.0, "hip": 45.0, "knee": 95.0}, 0.85),
    "sitting on the heels": ({"flexion": 5.0, "hip": 90.0, "knee": 170.0}, 1.4),
    "on a chair": ({"flexion": 5.0, "hip": 90.0, "knee": 90.0}, 0.8),
    "on a low chair": ({"flexion": 10.0, "hip": 115.0, "knee": 110.0}, 1.1),
    "on a chair, a foot brought up": ({"hip": (90.0, 115.0), "knee": (90.0, 60.0)}, 0.8),
    "on a chair, bent to the shoes": ({"flexion": 85.0, "hip": 172.0, "knee": 90.0}, 0.8),
}


def _seen(body: dict, yaw: float, pitch=0.0, roll=0.0, mirror=False):
    view = {"yaw": yaw, "pitch": pitch, "roll": roll}
    pose = mannequin(**view, **body)
    if mirror:
        pose, view = mirrored(pose), {**view, "yaw": -yaw, "roll": -roll}
    posture, level = measure(Body(0.0, pose), _stance(**view))
    return posture, level.pose


@cache
def _stance(**view: float):
    return tall_stance(**view)


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("yaw", EVERY_VIEW)
@pytest.mark.parametrize("how", ON_THE_FLOOR)
def test_a_body_on_the_floor_is_seen_there(how, yaw, mirror):
    body, drop, place = ON_THE_FLOOR[how]
    for pitch, roll in CAMERAS:
        posture, pose = _seen(body, yaw, pitch, roll, mirror)
        assert place_of(posture, pose, drop) == place
        assert not stands(posture, pose, drop)


@pytest.mark.parametrize("yaw", EVERY_VIEW)
@pytest.mark.parametrize("how", UP)
def test_a_body_that_stands_sits_kneels_or_squats_is_not_on_the_floor(how, yaw):
    body, drop = UP[how]
    for pitch, roll in CAMERAS:
        seen = _seen(body, yaw, pitch, roll)
        assert place_of(*seen, drop) == ""
        assert place_of(*seen, math.nan) == ""


@pytest.mark.parametrize("yaw", EVERY_VIEW)
@pytest.mark.parametrize("how", ["on all fours", "sitting, legs out", "sitting, knees up"])
def test_one_leg_hidden_by_the_other_leaves_enough(how, yaw):
    body, drop, place = ON_THE_FLOOR[how]
    assert place_of(*_seen({**body, "hidden": RIGHT_LEG}, yaw), drop) == place


@pytest.mark.parametrize("yaw", EVERY_VIEW)
@pytest.mark.parametrize("how", UP)
def test_hidden_legs_make_no_lying_of_a_bend(how, yaw):
    body, drop = UP[how]
    assert place_of(*_seen({**body, "hidden": LEGS}, yaw), drop) == ""


def test_who_faces_up_lies_there_also_with_the_legs_hidden():
    assert place_of(*_seen({"tip": -90.0, "hidden": LEGS}, 90.0), math.nan) == "lying"


@pytest.mark.parametrize("how", ["on all fours", "sitting, legs out"])
def test_legs_that_a_counter_hides_are_read_folded_while_the_hips_stay_up(how):
    # The model folds legs that it cannot see; on the picture the hips did not come down.
    body, _, _ = ON_THE_FLOOR[how]
    assert place_of(*_seen(body, 90.0), 0.05) == ""


@pytest.mark.parametrize("hands", ["up", "hidden"])
def test_bending_on_the_knees_with_the_hands_up_is_a_bend(hands):
    body = {"flexion": 80.0, "hip": 80.0, "knee": 90.0}
    how = {"arm": 90.0} if hands == "up" else {"hidden": [Joint.LEFT_WRIST, Joint.RIGHT_WRIST]}
    assert place_of(*_seen({**body, **how}, 90.0), 0.85) == ""


@pytest.mark.parametrize("yaw", EVERY_VIEW)
def test_upright_on_a_seat_or_the_knees_is_at_rest_and_lying_is_not(yaw):
    for how in ("on a chair", "on both knees", "half kneeling", "sitting on the heels"):
        assert rests_upright(*_seen(UP[how][0], yaw))
    for how in ("on the back", "on all fours"):
        assert not rests_upright(*_seen(ON_THE_FLOOR[how][0], yaw))


@pytest.mark.parametrize("yaw", EVERY_VIEW)
def test_standing_is_told_by_the_legs_or_where_they_are_hidden_by_the_hips(yaw):
    assert stands(*_seen({}, yaw), math.nan)
    assert not stands(*_seen(UP["a squat"][0], yaw), 0.0)
    assert stands(*_seen({"hidden": LEGS}, yaw), 0.1)
    assert not stands(*_seen({"hidden": LEGS}, yaw), 0.6)
    assert not stands(*_seen({"hidden": LEGS}, yaw), math.nan)


def test_what_was_not_seen_is_nowhere():
    assert place_of(Posture(0.0), mannequin(tip=90.0), 1.6) == ""
    assert not stands(Posture(0.0), mannequin(), 0.0)
    assert not rests_upright(Posture(0.0), mannequin())
