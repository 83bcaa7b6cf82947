"""Tests for what is true at a moment: signs, zeros and independence of the measures."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer import truth
from renderer.angles import Angles, FootGoal, HandGoal, HeadAngles, TrunkAngles
from renderer.body import AssetsMissingError, load
from renderer.core import SIDES, Person
from renderer.rotations import about_z
from renderer.skeleton import Skeleton

pytestmark = pytest.mark.slow

try:
    PEOPLE = [
        Skeleton(load(Person("plain"))),
        Skeleton(load(Person("kyphotic", sex=1.0, kyphosis_deg=30, head_forward_deg=10))),
    ]
except AssetsMissingError as missing:
    pytest.skip(str(missing), allow_module_level=True)

SIGNED = ("trunk_side_bend_deg", "trunk_rotation_deg", "pelvis_yaw_deg")
person = st.sampled_from(PEOPLE)


def turn(most_deg: float) -> st.SearchStrategy[float]:
    return st.floats(-math.radians(most_deg), math.radians(most_deg))


def between(least_deg: float, most_deg: float) -> st.SearchStrategy[float]:
    return st.floats(math.radians(least_deg), math.radians(most_deg))


def measured(skeleton: Skeleton, azimuth_deg: float = 0.0, **trunk: float) -> dict[str, float]:
    """The measures of a trunk over resting feet, which turn along with the yaw."""
    body, about = skeleton.body, about_z(trunk.get("yaw", 0.0))
    pelvis = skeleton.pelvis_rest * np.array([0, 1, 1]) - np.array([0, 0, 0.02])
    placed = skeleton.solve(
        Angles(
            TrunkAngles(about @ pelvis, **trunk),
            HeadAngles(),
            {
                side: FootGoal(about @ body.at(f"foot.{side}"), trunk.get("yaw", 0.0))
                for side in SIDES
            },
            {
                side: HandGoal(
                    about @ body.at(f"wrist.{side}"),
                    about @ np.array([0.0, -1.0, -1.0]),
                    about @ np.array([0.0, 0.0, -1.0]),
                )
                for side in SIDES
            },
        )
    )
    return truth.measures(skeleton, placed, azimuth_deg)


@given(person, between(-10, 110))
@settings(max_examples=25)
def test_a_hinge_rounds_nothing(skeleton: Skeleton, tilt: float) -> None:
    found = measured(skeleton, tilt=tilt)
    assert found["spine_flexion_deg"] == pytest.approx(0, abs=1e-6)
    assert found["trunk_rotation_deg"] == pytest.approx(0, abs=1e-6)
    upright = measured(skeleton)["trunk_flexion_deg"]
    # The shoulders' centres shift a little in the thorax as the arms reach.
    assert found["trunk_flexion_deg"] == pytest.approx(upright + math.degrees(tilt), abs=4)


@given(person, between(-15, 80), between(-10, 90))
@settings(max_examples=25)
def test_rounding_is_exactly_what_the_spine_bends(
    skeleton: Skeleton, flexion: float, tilt: float
) -> None:
    found = measured(skeleton, flexion=flexion, tilt=tilt)
    assert found["spine_flexion_deg"] == pytest.approx(math.degrees(flexion), abs=1e-6)


@given(person, turn(60), between(-10, 100))
@settings(max_examples=25)
def test_a_rotation_is_exactly_that_rotation_however_deep_the_bend(
    skeleton: Skeleton, rotation: float, tilt: float
) -> None:
    found = measured(skeleton, rotation=rotation, tilt=tilt)
    assert found["trunk_rotation_deg"] == pytest.approx(math.degrees(rotation), abs=1e-6)
    assert found["spine_flexion_deg"] == pytest.approx(0, abs=1e-6)


@given(person, turn(170), between(-10, 110), between(-10, 70), turn(50), turn(30))
@settings(max_examples=25)
def test_turning_round_changes_only_where_the_pelvis_faces(
    skeleton: Skeleton, yaw: float, tilt: float, flexion: float, rotation: float, side: float
) -> None:
    bent = {"tilt": tilt, "flexion": flexion, "rotation": rotation, "side_bend": side}
    before, after = measured(skeleton, **bent), measured(skeleton, yaw=yaw, **bent)
    assert after.pop("pelvis_yaw_deg") == pytest.approx(math.degrees(yaw), abs=1e-6)
    before.pop("pelvis_yaw_deg")
    assert after == pytest.approx(before, abs=1e-5)


@given(person, between(-10, 100), between(-10, 70), turn(50), turn(30))
@settings(max_examples=25)
def test_mirrored_angles_give_mirrored_measures(
    skeleton: Skeleton, tilt: float, flexion: float, rotation: float, side: float
) -> None:
    bent = {"tilt": tilt, "flexion": flexion}
    one = measured(skeleton, **bent, rotation=rotation, side_bend=side)
    other = measured(skeleton, **bent, rotation=-rotation, side_bend=-side)
    for name in SIGNED:
        assert other[name] == pytest.approx(-one[name], abs=0.3)
        one.pop(name), other.pop(name)
    # The mesh itself is not quite the same on both sides.
    assert other == pytest.approx(one, abs=0.3)


@given(person, turn(40), between(60, 110))
@settings(max_examples=25)
def test_a_deep_bend_does_not_blow_up_its_sideways_part(
    skeleton: Skeleton, side: float, tilt: float
) -> None:
    assert abs(measured(skeleton, side_bend=side, tilt=tilt)["trunk_side_bend_deg"]) <= 41


def test_left_is_positive() -> None:
    plain = PEOPLE[0]
    assert measured(plain, side_bend=0.3)["trunk_side_bend_deg"] > 5
    assert measured(plain, rotation=0.3)["trunk_rotation_deg"] > 5
    assert measured(plain, yaw=0.3)["pelvis_yaw_deg"] > 5


@pytest.mark.parametrize(("azimuth_deg", "yaw_deg"), [(0, 0), (90, -90), (-90, 90), (180, -180)])
def test_the_yaw_counts_from_the_camera(azimuth_deg: float, yaw_deg: float) -> None:
    found = measured(PEOPLE[0], azimuth_deg)
    assert found["pelvis_yaw_deg"] == pytest.approx(yaw_deg, abs=1e-6)


def test_a_tall_stance_is_zero_for_a_kyphotic_person_too() -> None:
    found = measured(PEOPLE[1])
    assert found["spine_flexion_deg"] == pytest.approx(0, abs=1e-9)
    assert found["trunk_inclination_deg"] < 10


def test_rates_are_slopes_at_uneven_times() -> None:
    times_s = np.cumsum([0.0, 0.03, 0.05, 0.02, 0.04, 0.04, 0.05, 0.03, 0.04])
    assert truth.rates(times_s, 12 - 30 * times_s) == pytest.approx(np.full(9, -30.0))


def test_the_rate_of_one_moment_is_zero() -> None:
    assert truth.rates(np.array([1.0]), np.array([20.0])) == pytest.approx([0.0])


def test_joints_are_named_with_their_side() -> None:
    plain = PEOPLE[0]
    found = truth.joints(plain, plain.solve(_rest(plain)))
    assert found["hip_L"][0] > 0 > found["hip_R"][0]
    assert found["c7"][2] > found["t12"][2] > found["pelvis"][2]


def _rest(skeleton: Skeleton) -> Angles:
    body = skeleton.body
    down = np.array([0.0, 0.0, -1.0])
    return Angles(
        TrunkAngles(skeleton.pelvis_rest),
        HeadAngles(),
        {side: FootGoal(body.at(f"foot.{side}")) for side in SIDES},
        {side: HandGoal(body.at(f"wrist.{side}"), down, np.array([0, 1.0, 0])) for side in SIDES},
    )
