"""One moment as numbers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from mannequin import mannequin, tall_stance
from mannequin import mirrored as mirrored_pose

from posturecheck.core import Joint
from posturecheck.kinematics.angles import measure
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.learned.features import (
    CHANGES,
    GEOMETRY,
    NO_STANCE,
    OTHER_SIDE,
    features,
    mirrored,
)
from posturecheck.learned.recent import RecentShapes

STANCE = tall_stance(yaw=30)


def of(pose, stance=STANCE, before=None):
    """The numbers of a moment, one and a half seconds after another began."""
    recent = RecentShapes()
    for t_s in np.arange(0, 1.5, 0.1):
        body = Body(t_s, before or pose)
        features(body, stance, measure(body, stance)[0], recent)
    return features(Body(1.5, pose), stance, measure(Body(1.5, pose), stance)[0], recent)


def test_the_other_side_of_the_other_side_is_the_joint_itself():
    assert (OTHER_SIDE[OTHER_SIDE] == np.arange(len(Joint))).all()
    assert OTHER_SIDE[Joint.LEFT_KNEE] == Joint.RIGHT_KNEE
    assert OTHER_SIDE[Joint.NOSE] == Joint.NOSE


@given(st.floats(5, 80), st.floats(-20, 20), st.floats(-70, 70), st.floats(-10, 10))
def test_the_mirror_of_the_numbers_is_the_numbers_of_the_mirror(flexion, side_bend, yaw, twist):
    pose = mannequin(flexion=flexion, side_bend=side_bend, yaw=yaw, rotation=twist)
    before = mannequin(flexion=flexion / 2, yaw=yaw)
    one = of(pose, before=before)
    other = of(mirrored_pose(pose), tall_stance(yaw=-30), mirrored_pose(before))
    assert np.allclose(mirrored(one), other, atol=1e-6, equal_nan=True)


@given(st.floats(5, 80), st.floats(-70, 70))
def test_mirroring_twice_changes_nothing(flexion, yaw):
    numbers = of(mannequin(flexion=flexion, yaw=yaw))
    assert np.array_equal(mirrored(mirrored(numbers)), numbers, equal_nan=True)


def test_place_and_distance_do_not_matter():
    near = of(mannequin(flexion=40, distance_m=2.5, at_px=(200.0, 240.0)))
    far = of(mannequin(flexion=40, distance_m=3.5, at_px=(400.0, 260.0)))
    assert np.nanmax(np.abs(near - far)) < 0.3


def test_without_a_stance_neither_its_numbers_nor_those_measured_from_it_are_known():
    numbers = of(mannequin(), Stance())
    assert np.isnan(numbers[-len(NO_STANCE) :]).all()
    assert np.isnan(numbers[: len(GEOMETRY)]).all()
    assert np.isfinite(numbers[len(GEOMETRY) : -len(NO_STANCE)]).all()


def test_who_holds_still_has_not_changed_and_who_bends_has():
    changes = slice(-len(NO_STANCE) - CHANGES, -len(NO_STANCE))
    assert np.abs(of(mannequin(flexion=30))[changes]).max() < 1e-9
    assert np.abs(of(mannequin(flexion=30), before=mannequin())[changes]).max() > 0.2


def test_an_unseen_trunk_has_no_features():
    assert of(mannequin(hidden=[Joint.LEFT_HIP])) is None
