"""Each way of getting low has its name, from every side; what is not known is not named."""

from __future__ import annotations

import math

import pytest
from mannequin import LEGS, mannequin, mirrored, tall_stance

from posturecheck.activity.techniques import LOW_HIPS, name_technique
from posturecheck.core import Joint, Posture, Reading
from posturecheck.kinematics.angles import measure
from posturecheck.kinematics.body import Body

EVERY_VIEW = [0, 45, 90, 180, -90]
KNEES_AND_BELOW = LEGS

BODIES = {
    "standing": {},
    "stoop": {"flexion": 70.0, "hip": 65.0, "knee": 10.0},
    "squat": {"flexion": 30.0, "knee": 110.0},
    "half-kneel": {"flexion": 10.0, "hip": (95.0, 5.0), "knee": (85.0, 90.0)},
    "sitting": {"flexion": 5.0, "hip": 90.0, "knee": 90.0},
    "golfers-lift": {"flexion": 70.0, "hip": (70.0, 0.0), "knee": (0.0, 0.0)},
}


def _named(body: dict, hip_drop: float = 0.0, low_for_s: float = 0.0, mirror=False, yaw=0.0):
    pose = mannequin(yaw=yaw, **body)
    pose = mirrored(pose) if mirror else pose
    posture, level = measure(Body(0.0, pose), tall_stance(yaw=-yaw if mirror else yaw))
    return name_technique(posture, level.pose, hip_drop, low_for_s)


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("yaw", EVERY_VIEW)
@pytest.mark.parametrize(
    ("body", "hip_drop", "low_for_s", "expected"),
    [
        ("standing", 0.0, 0.0, ""),
        ("stoop", 0.1, 0.0, ""),
        ("squat", 0.7, 0.5, "squat"),
        ("half-kneel", 0.8, 0.5, "half-kneel"),
        ("sitting", 0.8, 5.0, "seated"),
        ("sitting", 0.8, 0.5, "squat"),  # just gone down: it may still be a squat
        ("golfers-lift", 0.1, 0.0, "golfers-lift"),
    ],
)
def test_a_way_down_is_named_from_every_side(body, hip_drop, low_for_s, expected, yaw, mirror):
    assert _named(BODIES[body], hip_drop, low_for_s, mirror, yaw) == expected


@pytest.mark.parametrize("body", ["squat", "sitting"])
def test_hidden_legs_leave_the_hips_drop_to_tell(body):
    hidden = {**BODIES[body], "hidden": KNEES_AND_BELOW}
    assert _named(hidden, hip_drop=LOW_HIPS + 0.1) == "squat"
    assert _named(hidden, hip_drop=LOW_HIPS + 0.1, low_for_s=3.0) == "seated"
    assert _named(hidden, hip_drop=LOW_HIPS - 0.1) == ""


def test_level_thighs_tell_where_the_hips_drop_is_not_known():
    assert _named(BODIES["squat"], hip_drop=math.nan) == "squat"
    assert _named(BODIES["stoop"], hip_drop=math.nan) == ""


def test_a_deep_stoop_on_a_seat_is_not_a_safe_seat():
    assert _named({**BODIES["sitting"], "flexion": 60.0, "hip": 140.0}, 0.8, 5.0) != "seated"


@pytest.mark.parametrize("hidden", [Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE])
def test_a_golfers_lift_needs_both_feet_in_view(hidden):
    assert _named({**BODIES["golfers-lift"], "hidden": [hidden]}) == ""


def test_a_raised_foot_in_an_upright_stance_is_no_golfers_lift():
    assert _named({"flexion": 10.0, "hip": (10.0, -40.0), "knee": (0.0, 20.0)}) == ""


def _bent(flexion: float, rounding: float, sd: float) -> Posture:
    return Posture(
        0.0,
        {
            "trunk_inclination_deg": Reading(flexion, 2.0),
            "trunk_flexion_deg": Reading(flexion, 2.0),
            "spine_flexion_deg": Reading(rounding, sd),
        },
    )


@pytest.mark.parametrize(
    ("flexion", "rounding", "sd", "expected"),
    [
        (50, 8, 5, "hip-hinge"),
        (50, 25, 5, ""),  # a round back
        (50, 8, 20, ""),  # nobody knows
        (15, 2, 5, ""),  # hardly bent
        (math.nan, 8, 5, ""),
        (50, math.nan, math.nan, ""),
    ],
)
def test_a_hinge_is_named_only_when_the_back_is_likely_long(flexion, rounding, sd, expected):
    pose = mannequin(flexion=50)
    assert name_technique(_bent(flexion, rounding, sd), pose, 0.1, 0.0) == expected


def test_a_lean_alone_never_makes_a_hinge():
    for flexion in range(30, 100, 10):
        assert _named({"flexion": float(flexion), "hip": float(flexion)}) == ""


def test_what_was_not_seen_has_no_name():
    assert name_technique(Posture(0.0), mannequin(), math.nan, 0.0) == ""


@pytest.mark.parametrize(
    ("rounding", "sd", "expected"), [(10, 6, "squat"), (24, 6, "squat"), (45, 6, "")]
)
def test_bent_knees_make_no_squat_of_a_surely_rounded_back(rounding, sd, expected):
    low = _bent(40, rounding, sd)
    assert name_technique(low, mannequin(flexion=40, knee=100), 0.6, 0.0) == expected
