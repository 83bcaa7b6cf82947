"""Careful bends: as tall as they can first, and what is held stays in the hands."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from renderer import truth
from renderer.body import load
from renderer.core import Moment, Person
from renderer.movements import make
from renderer.movements.frail import FRAIL
from renderer.places import ROLLATOR_HALF_X, ROLLATOR_HANDLE_Z, STICK_Z
from renderer.skeleton import Skeleton

pytestmark = [pytest.mark.usefixtures("assets"), pytest.mark.slow]
each = pytest.mark.parametrize("name", FRAIL)


@cache
def skeleton() -> Skeleton:
    return Skeleton(load(Person("old", age=0.9, kyphosis_deg=30, head_forward_deg=14)))


@cache
def moments(name: str) -> list[Moment]:
    movement = make(name, skeleton(), np.random.default_rng(2))
    return list(movement.moments(np.arange(0, movement.seconds, 0.125)))


def column(name: str, measure: str) -> np.ndarray:
    return np.array([truth.measures(skeleton(), m.placed, 0.0)[measure] for m in moments(name)])


@each
def test_they_stand_still_for_three_seconds_and_then_bend_turn_and_lean_to_a_side(name):
    lean = column(name, "trunk_inclination_deg")
    assert np.ptp(lean[:24]) < 4
    assert lean[:24].max() < 25
    assert lean.max() > 45
    assert np.abs(column(name, "trunk_rotation_deg")).max() > 12
    assert np.abs(column(name, "trunk_side_bend_deg")).max() > 10
    assert 20 < column(name, "spine_flexion_deg").max() < 50


def test_who_leans_on_a_rollator_never_gets_as_tall_as_the_others():
    tall = {name: column(name, "trunk_inclination_deg").min() for name in FRAIL}
    assert tall["rollator-bends"] > tall["careful-bends"] + 5


def test_both_hands_are_on_the_rollators_handles_all_the_time():
    bones = [skeleton().index[f"finger2-1.{side}"] for side in ("L", "R")]
    for moment in moments("rollator-bends"):
        (rollator,) = moment.props
        assert rollator.kind == "rollator"
        assert rollator.matrix[2, 3] == 0
        for bone, x in zip(bones, (ROLLATOR_HALF_X, -ROLLATOR_HALF_X), strict=True):
            handle = rollator.matrix @ [x, 0, ROLLATOR_HANDLE_Z, 1]
            assert np.linalg.norm(moment.placed.positions[bone] - handle[:3]) < 0.12


def test_a_hand_is_on_the_stick_which_stands_upright_on_the_floor():
    bones = [skeleton().index[f"finger2-1.{side}"] for side in ("L", "R")]
    for moment in moments("stick-bends"):
        (stick,) = moment.props
        assert stick.kind == "stick"
        handle = (stick.matrix @ [0, 0, STICK_Z, 1])[:3]
        assert handle[2] == pytest.approx(STICK_Z)
        away_m = [np.linalg.norm(moment.placed.positions[b] - handle) for b in bones]
        assert min(away_m) < 0.12
