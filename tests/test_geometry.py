"""Angles and directions: laws that hold for every vector, and a few known answers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from posturecheck.geometry import (
    across,
    angle_deg,
    cross,
    rotation_between,
    signed_angle_deg,
    unit,
    wrapped_deg,
)

few = settings(max_examples=40)
X, Y, Z = np.eye(3)
coordinate = st.floats(-3, 3, allow_subnormal=False)
vectors = (
    st.tuples(coordinate, coordinate, coordinate)
    .map(np.array)
    .filter(lambda v: np.linalg.norm(v) > 0.05)
)
directions = vectors.map(unit)
degrees = st.floats(-720, 720)


@st.composite
def rotations(draw):
    """Any rotation, made of a quaternion: not by the code under test."""
    q = np.array(draw(st.tuples(coordinate, coordinate, coordinate, coordinate)))
    assume(np.linalg.norm(q) > 0.05)
    w, x, y, z = q / np.linalg.norm(q)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [(X, X, 0), (X, 5 * X, 0), (X, Y, 90), (X, -X, 180), (X, X + Y, 45), (Z, Y - Z, 135)],
)
def test_the_angle_between_known_directions_is_known(a, b, expected):
    assert angle_deg(a, b) == pytest.approx(expected, abs=1e-9)


def test_a_millionth_of_a_degree_is_not_lost_near_nought():
    small = math.radians(1e-6)
    assert angle_deg(Y, np.array([math.sin(small), math.cos(small), 0])) == pytest.approx(1e-6)


@few
@given(vectors, vectors, rotations(), st.floats(0.1, 10))
def test_an_angle_depends_neither_on_order_nor_on_length_nor_on_the_axes(a, b, turn, longer):
    angle = angle_deg(a, b)
    assert 0 <= angle <= 180
    assert angle_deg(b, a) == pytest.approx(angle, abs=1e-6)
    assert angle_deg(longer * a, b) == pytest.approx(angle, abs=1e-6)
    assert angle_deg(turn @ a, turn @ b) == pytest.approx(angle, abs=1e-5)
    assert angle_deg(a, -b) == pytest.approx(180 - angle, abs=1e-6)


@pytest.mark.parametrize(
    ("a", "b", "axis", "expected"),
    [(X, Y, Z, 90), (Y, X, Z, -90), (Y, Z, X, 90), (Z, X, Y, 90), (X, Y + 4 * Z, Z, 90)],
)
def test_a_signed_angle_follows_the_right_hand(a, b, axis, expected):
    assert signed_angle_deg(a, b, axis) == pytest.approx(expected)


@few
@given(vectors, vectors, directions, rotations())
def test_a_signed_angle_turns_its_sign_with_its_order_and_with_its_axis(a, b, axis, turn):
    assume(min(np.linalg.norm(across(v, axis)) for v in (a, b)) > 0.01)
    angle = signed_angle_deg(a, b, axis)
    assume(abs(angle) < 179.9)  # at half a turn both signs are right
    assert signed_angle_deg(b, a, axis) == pytest.approx(-angle, abs=1e-4)
    assert signed_angle_deg(a, b, -axis) == pytest.approx(-angle, abs=1e-4)
    assert signed_angle_deg(turn @ a, turn @ b, turn @ axis) == pytest.approx(angle, abs=1e-4)


@few
@given(vectors, directions)
def test_what_lies_across_an_axis_has_no_part_along_it(vector, axis):
    side = across(vector, axis)
    assert float(side @ axis) == pytest.approx(0, abs=1e-9)
    assert cross(vector - side, axis) == pytest.approx(np.zeros(3), abs=1e-9)


@few
@given(directions, directions)
def test_the_shortest_rotation_takes_one_direction_onto_the_other(a, b):
    turn = rotation_between(a, b)
    assert turn @ a == pytest.approx(b, abs=1e-6)
    assert turn @ turn.T == pytest.approx(np.eye(3), abs=1e-6)
    assert np.linalg.det(turn) == pytest.approx(1, abs=1e-6)
    hinge = cross(a, b)
    assert turn @ hinge == pytest.approx(hinge, abs=1e-6)


@pytest.mark.parametrize("a", [X, Y, Z, unit(np.array([1.0, -2.0, 0.5]))])
def test_even_opposite_directions_have_a_rotation_between_them(a):
    turn = rotation_between(a, -a)
    assert turn @ a == pytest.approx(-a)
    assert np.linalg.det(turn) == pytest.approx(1)


@few
@given(vectors)
def test_a_unit_vector_keeps_its_direction_and_has_length_one(vector):
    assert np.linalg.norm(unit(vector)) == pytest.approx(1)
    assert float(unit(vector) @ vector) == pytest.approx(float(np.linalg.norm(vector)))


def test_a_vector_of_no_length_has_no_direction():
    assert np.isnan(unit(np.zeros(3))).all()


@pytest.mark.parametrize(
    ("angle", "expected"), [(0, 0), (179, 179), (180, -180), (181, -179), (-181, 179), (720, 0)]
)
def test_directions_wrap_at_half_a_turn(angle, expected):
    assert wrapped_deg(angle) == pytest.approx(expected)


@few
@given(degrees)
def test_a_wrapped_angle_is_the_same_direction(angle):
    wrapped = wrapped_deg(angle)
    assert -180 <= wrapped < 180
    assert math.cos(math.radians(wrapped - angle)) == pytest.approx(1)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_not_seen_in_is_not_seen_out(place):
    lost = np.array([0.3, 0.4, 0.5])
    lost[place] = math.nan
    assert math.isnan(angle_deg(lost, Y))
    assert math.isnan(angle_deg(Y, lost))
    assert math.isnan(signed_angle_deg(lost, X, Z))
    assert math.isnan(signed_angle_deg(X, lost, Z))
    assert np.isnan(unit(lost)).all()
    assert np.isnan(across(lost, unit(np.ones(3)))).all()
    assert np.isnan(rotation_between(lost, Y)).any()
    assert math.isnan(wrapped_deg(math.nan))
