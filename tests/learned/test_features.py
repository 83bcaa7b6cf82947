"""One moment as numbers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from mannequin import mannequin, tall_stance
from mannequin import mirrored as mirrored_pose

from posturecheck.core import Joint
from posturecheck.learned.features import NO_STANCE, OTHER_SIDE, features, mirrored
from posturecheck.posture import measure
from posturecheck.stance import Stance

STANCE = tall_stance(yaw=30)


def of(pose, stance=STANCE):
    return features(pose, stance, measure(0.0, pose, stance)[0])


def test_the_other_side_of_the_other_side_is_the_joint_itself():
    assert (OTHER_SIDE[OTHER_SIDE] == np.arange(len(Joint))).all()
    assert OTHER_SIDE[Joint.LEFT_KNEE] == Joint.RIGHT_KNEE
    assert OTHER_SIDE[Joint.NOSE] == Joint.NOSE


@given(st.floats(5, 80), st.floats(-20, 20), st.floats(-70, 70), st.floats(-10, 10))
def test_the_mirror_of_the_numbers_is_the_numbers_of_the_mirror(flexion, side_bend, yaw, twist):
    pose = mannequin(flexion=flexion, side_bend=side_bend, yaw=yaw, rotation=twist)
    other = of(mirrored_pose(pose), tall_stance(yaw=-30))
    assert np.allclose(mirrored(of(pose)), other, atol=1e-6, equal_nan=True)


@given(st.floats(5, 80), st.floats(-70, 70))
def test_mirroring_twice_changes_nothing(flexion, yaw):
    numbers = of(mannequin(flexion=flexion, yaw=yaw))
    assert np.array_equal(mirrored(mirrored(numbers)), numbers, equal_nan=True)


def test_place_and_distance_do_not_matter():
    near = of(mannequin(flexion=40, distance_m=2.5, at_px=(200.0, 240.0)))
    far = of(mannequin(flexion=40, distance_m=3.5, at_px=(400.0, 260.0)))
    assert np.nanmax(np.abs(near - far)) < 0.3


def test_without_a_stance_its_numbers_are_not_known():
    numbers = of(mannequin(), Stance())
    assert np.isnan(numbers[-len(NO_STANCE) :]).all()
    assert np.isfinite(numbers[: -len(NO_STANCE)]).all()


def test_an_unseen_trunk_has_no_features():
    assert of(mannequin(hidden=[Joint.LEFT_HIP])) is None
