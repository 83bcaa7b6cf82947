"""Bones keep their length; the directions in which they point are left alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mannequin import SHANK_M, THIGH_M, TRUNK_M, mannequin, times

from posturecheck.core import TRUNK_JOINTS, Joint
from posturecheck.geometry import angle_deg
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.bone_lengths import (
    BONES,
    ENDS,
    LEARN_S,
    SEGMENTS_OF_HEIGHT,
    STARTS,
    BoneLengths,
)

few = settings(max_examples=15)


def _stretched(pose, factors):
    """The pose with each bone (in the order of ``BONES``) longer by its factor."""
    points = pose.points_m.copy()
    for (start, end), factor in zip(BONES, factors, strict=True):
        points[end] = points[start] + factor * (pose.points_m[end] - pose.points_m[start])
    return replace(pose, points_m=points)


def _bones(pose):
    return pose.points_m[ENDS] - pose.points_m[STARTS]


def _lengths(pose):
    return np.linalg.norm(_bones(pose), axis=1)


def _learnt(height_m: float | None = None, **body) -> BoneLengths:
    skeleton = BoneLengths(height_m)
    for t in times(LEARN_S + 0.5):
        skeleton.steady(Body(t, mannequin(**body)))
    return skeleton


def test_a_body_of_constant_size_is_left_as_it_is():
    pose = mannequin(flexion=40, knee=60, arm=30)
    assert _learnt().steady(Body(2.6, pose)).pose.points_m == pytest.approx(pose.points_m, abs=1e-3)


def test_bones_that_grow_and_shrink_from_frame_to_frame_get_one_length():
    random, skeleton, pose = np.random.default_rng(1), BoneLengths(), mannequin()
    steady = [
        _lengths(skeleton.steady(Body(t, _stretched(pose, random.normal(1, 0.1, len(BONES))))).pose)
        for t in times(6.0)
    ]
    late = np.array(steady[-60:])
    assert np.std(late, axis=0).max() < 0.002
    assert late.mean(axis=0) == pytest.approx(_lengths(pose), rel=0.06)


@few
@given(
    st.lists(st.floats(0.7, 1.4), min_size=len(BONES), max_size=len(BONES)),
    st.floats(0, 90),
    st.floats(0, 120),
)
def test_directions_are_kept_whatever_the_lengths(factors, flexion, knee):
    pose = _stretched(mannequin(flexion=flexion, knee=knee, arm=20), factors)
    steady = _learnt().steady(Body(3.0, pose)).pose
    for before, after in zip(_bones(pose), _bones(steady), strict=True):
        assert angle_deg(before, after) == pytest.approx(0, abs=1e-4)


def test_one_mad_frame_does_not_change_the_lengths():
    skeleton = _learnt()
    skeleton.steady(Body(2.6, _stretched(mannequin(), [3.0] * len(BONES))))
    after = skeleton.steady(Body(2.63, mannequin())).pose
    assert _lengths(after) == pytest.approx(_lengths(mannequin()), rel=0.002)


def test_a_mad_first_frame_is_outvoted():
    skeleton = BoneLengths()
    skeleton.steady(Body(0.0, _stretched(mannequin(), [2.0] * len(BONES))))
    for t in times(1.0, start_s=0.1):
        after = skeleton.steady(Body(t, mannequin())).pose
    assert _lengths(after) == pytest.approx(_lengths(mannequin()), rel=1e-6)


def test_trunk_and_head_stay_where_the_model_saw_them():
    pose = _stretched(mannequin(flexion=30), [1.3] * len(BONES))
    steady = _learnt().steady(Body(3.0, pose)).pose
    for joint in (*TRUNK_JOINTS, Joint.NOSE, Joint.LEFT_EAR):
        assert steady.points_m[joint] == pytest.approx(pose.points_m[joint])


@pytest.mark.parametrize("height_m", [1.5, 1.7, 1.95])
@pytest.mark.parametrize("scale", [0.8, 1.0, 1.2])
def test_a_known_height_sets_the_size(height_m, scale):
    skeleton = _learnt(height_m, scale=scale)
    steady = skeleton.steady(Body(3.0, mannequin(scale=scale))).pose
    thigh, shank = _lengths(steady)[0], _lengths(steady)[2]
    assert thigh / shank == pytest.approx(THIGH_M / SHANK_M)
    trunk = thigh * TRUNK_M / THIGH_M
    assert thigh + shank + trunk == pytest.approx(SEGMENTS_OF_HEIGHT * height_m, rel=0.01)


def test_without_a_height_the_size_is_the_models_own():
    steady = _learnt(scale=1.2).steady(Body(3.0, mannequin(scale=1.2))).pose
    assert _lengths(steady) == pytest.approx(_lengths(mannequin(scale=1.2)), rel=1e-3)


@pytest.mark.parametrize("jitter", [0.0, 0.4])
@pytest.mark.parametrize("rate_hz", [10, 60])
def test_learning_does_not_depend_on_the_frame_rate(rate_hz, jitter):
    def learnt_late(rate_hz: float, jitter: float = 0.0):
        skeleton = BoneLengths()
        for t in times(9.0, rate_hz, jitter):
            # The model's bones are 5 % longer from the third second on.
            longer = [1.0 if t < 3 else 1.05] * len(BONES)
            steady = skeleton.steady(Body(t, _stretched(mannequin(), longer))).pose
        return _lengths(steady)

    one = learnt_late(30.0)
    assert one == pytest.approx(1.05 * _lengths(mannequin()), rel=0.005)
    assert learnt_late(rate_hz, jitter) == pytest.approx(one, rel=0.005)


def test_a_long_absence_does_not_let_one_frame_rewrite_the_lengths():
    skeleton = _learnt()
    back = skeleton.steady(Body(600.0, _stretched(mannequin(), [1.5] * len(BONES)))).pose
    assert _lengths(back) == pytest.approx(_lengths(mannequin()), rel=0.005)


def test_pixels_and_visibility_pass_untouched():
    pose = mannequin(hidden=[Joint.LEFT_KNEE], motion=0.2)
    steady = _learnt(1.6).steady(Body(3.0, pose)).pose
    assert steady.points_px is pose.points_px
    assert steady.visibility is pose.visibility
    assert steady.motion == 0.2
