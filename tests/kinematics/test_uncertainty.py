"""How sure: a view that shows a measure badly says so, and so does a small or dim body."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mannequin import mannequin, tall_stance

from posturecheck.core import Joint
from posturecheck.kinematics.angles import measure
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.kinematics.uncertainty import (
    Conditions,
    hidden_legs_sd_deg,
    least_sd_deg,
    sd,
    share_of_geometry,
    uprightness,
)
from posturecheck.kinematics.velocities import RATES
from posturecheck.measures import MEASURE_NAMES

few = settings(max_examples=40)
MEASURES = sorted(set(MEASURE_NAMES) - {rate.name for rate in RATES.values()})
LEANS = ["trunk_inclination_deg", "trunk_flexion_deg", "spine_flexion_deg"]
TRUNK = [*LEANS, "trunk_side_bend_deg", "trunk_rotation_deg"]

conditions = st.builds(
    Conditions,
    side=st.floats(0, 1),
    lean_deg=st.floats(0, 180),
    stance_sd_deg=st.floats(0, 20),
    stance_known=st.booleans(),
    dim=st.floats(1, 5),
)


def _sd(name: str, stance: Stance | None = None, **body) -> float:
    stance = tall_stance(yaw=body.get("yaw", 0.0)) if stance is None else stance
    return measure(Body(0.0, mannequin(**body)), stance)[0][name].sd


@pytest.mark.parametrize("name", LEANS)
@pytest.mark.parametrize("flexion", [10, 30, 60, 90])
def test_a_lean_is_read_worse_from_the_front_than_from_the_side(name, flexion):
    assert _sd(name, flexion=flexion, yaw=0) > 1.05 * _sd(name, flexion=flexion, yaw=90)
    assert _sd(name, flexion=flexion, yaw=180) > 1.05 * _sd(name, flexion=flexion, yaw=-90)


def test_a_twist_is_read_worse_from_the_side_than_from_the_front():
    assert _sd("trunk_rotation_deg", yaw=90) > 1.3 * _sd("trunk_rotation_deg", yaw=0)


def test_a_side_bend_is_read_worse_from_the_side_than_from_the_front():
    assert _sd("trunk_side_bend_deg", yaw=90) > 1.2 * _sd("trunk_side_bend_deg", yaw=0)


@pytest.mark.parametrize("name", MEASURES)
def test_a_small_body_is_read_worse_than_a_large_one(name):
    assert _sd(name, distance_m=9.0) > 1.15 * _sd(name, distance_m=2.5)


@pytest.mark.parametrize("name", MEASURES)
def test_a_dim_body_is_read_worse_than_a_clear_one(name):
    assert _sd(name, visibility=0.6) > 1.3 * _sd(name, visibility=1.0)


@pytest.mark.parametrize("name", TRUNK)
def test_a_trunk_is_read_worse_when_nobody_was_seen_standing_tall(name):
    assert _sd(name, stance=Stance()) > 1.1 * _sd(name)


@pytest.mark.parametrize("name", TRUNK)
@pytest.mark.parametrize("yaw", [0, 90])
def test_a_deep_bend_is_read_worse_than_an_upright_trunk(name, yaw):
    assert _sd(name, flexion=60, yaw=yaw) > 1.1 * _sd(name, flexion=5, yaw=yaw)


def test_a_stance_that_was_seen_from_another_side_is_worth_less():
    from_behind = _sd("trunk_inclination_deg", stance=tall_stance(yaw=180), yaw=0)
    assert from_behind > 1.1 * _sd("trunk_inclination_deg", yaw=0)


def test_rounding_is_never_surer_than_the_lean_it_is_guessed_from():
    for flexion in range(0, 100, 10):
        lean, spine = (
            _sd(name, flexion=flexion, yaw=90) for name in ("trunk_flexion_deg", LEANS[2])
        )
        assert spine > lean + 2


@few
@given(st.sampled_from(MEASURES), st.floats(-180, 180), conditions)
def test_every_sd_is_a_positive_number_and_grows_with_doubt(name, value, given_):
    value = abs(value) if name.endswith(("flexion_deg", "_m")) else value
    own = sd(name, value, given_)
    assert 0 < own < 1000
    dimmer = Conditions(
        given_.side,
        given_.lean_deg,
        given_.stance_sd_deg,
        given_.stance_known,
        2 * given_.dim,
    )
    assert sd(name, value, dimmer) == pytest.approx(2 * own)
    worse_up = Conditions(
        given_.side, given_.lean_deg, given_.stance_sd_deg + 10, False, given_.dim
    )
    assert sd(name, value, worse_up) >= own


@pytest.mark.parametrize("name", [rate.name for rate in RATES.values()])
def test_the_sd_of_a_speed_comes_with_its_memory_not_from_here(name):
    with pytest.raises(KeyError):
        sd(name, 10.0, Conditions(0, 0, 0, True, 1))


def test_a_lean_that_is_not_a_number_has_no_sd_either():
    given_ = Conditions(0, math.nan, 0, True, 1)
    assert math.isnan(sd("trunk_rotation_deg", 0.0, given_))
    assert math.isnan(sd("trunk_side_bend_deg", 0.0, given_))


@given(st.floats(0, 120), st.floats(0, 120))
def test_the_deeper_a_real_person_is_said_to_lean_the_less_sure_it_is(one, other):
    less, more = sorted([one, other])
    assert least_sd_deg("trunk_inclination_deg", less) <= least_sd_deg(
        "trunk_inclination_deg", more
    )
    assert least_sd_deg("trunk_flexion_deg", -more) == least_sd_deg("trunk_flexion_deg", more)


def test_a_large_twist_may_be_said_too_large_and_a_small_one_hardly():
    assert least_sd_deg("trunk_rotation_deg", -40.0) == pytest.approx(12.0)
    assert least_sd_deg("trunk_rotation_deg", 0.0) == 0.0


def test_where_no_real_person_was_measured_no_least_sd_is_known():
    assert least_sd_deg("spine_flexion_deg", 40.0) == 0.0


def test_a_person_is_upright_until_a_lean_is_said():
    assert [uprightness(deg) for deg in (0, 10, 15, 20, 90)] == pytest.approx([1, 1, 0.5, 0, 0])


@given(st.floats(-90, 90), st.floats(-30, 90), st.floats(-180, 180))
def test_geometry_is_heard_of_a_lean_back_alone(back_deg, said_deg, facing_deg):
    share = share_of_geometry(back_deg, said_deg, facing_deg)
    assert 0 <= share <= 1
    if back_deg <= 4 or said_deg >= 20:  # upright, or turned round
        assert share == 0
    assert share <= share_of_geometry(back_deg + 1, said_deg, facing_deg)


def test_a_lean_back_is_seen_from_the_side():
    shares = [share_of_geometry(30, 0, facing_deg) for facing_deg in (90, -90, 0, 180)]
    assert shares == pytest.approx([1, 1, 0, 0])


def test_hidden_legs_hide_a_twist_and_one_that_is_seen_is_enough():
    both = [Joint.LEFT_KNEE, Joint.RIGHT_KNEE]
    assert hidden_legs_sd_deg(mannequin(hidden=both)) == 20
    assert hidden_legs_sd_deg(mannequin(hidden=both[:1])) == 0


@pytest.mark.parametrize("said_deg", [-30, 30])
def test_a_side_bend_said_large_may_be_larger(said_deg):
    assert least_sd_deg("trunk_side_bend_deg", said_deg) == pytest.approx(9)
