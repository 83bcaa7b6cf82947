"""Routines: nobody slides, jumps or sinks, and each shows the movements it is for."""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np
import pytest

from renderer import truth
from renderer.body import load
from renderer.core import SIDES
from renderer.labels import labels
from renderer.motion import Performance
from renderer.movement_cuts import Curves, curves_of, cut
from renderer.movement_labels import MovementLabel, movement_labels
from renderer.movements import make
from renderer.movements.routines import ROUTINES
from renderer.places import FURNITURE
from renderer.routine_plans import ROUTINE_PLANS
from renderer.skeleton import Skeleton

pytestmark = [pytest.mark.usefixtures("assets"), pytest.mark.slow]

RATE_HZ = 10.0
PLANS = {plan.movement: plan for plan in ROUTINE_PLANS}
each = pytest.mark.parametrize("name", ROUTINES)
SINKS_M = -0.03  # a knee or a finger that lies on the floor
FASTEST_M_S = 6.0  # a hand or a head in a fall


@cache
def skeleton_of(name: str) -> Skeleton:
    return Skeleton(load(PLANS[name].person))


@cache
def made(name: str) -> Performance:
    return make(name, skeleton_of(name), np.random.default_rng(PLANS[name].seed))


@cache
def seen(name: str, rate_hz: float = RATE_HZ):
    times_s = np.arange(0, made(name).seconds, 1 / rate_hz)
    placed = [moment.placed for moment in made(name).moments(times_s)]
    rows = [truth.measures(skeleton_of(name), one, 0.0) for one in placed]
    columns = {key: np.array([row[key] for row in rows]) for key in rows[0]}
    for rate, of in truth.RATES.items():
        columns[rate] = truth.rates(times_s, columns[of])
    return times_s, columns, [truth.joints(skeleton_of(name), one) for one in placed]


def curves(name: str, rate_hz: float = RATE_HZ) -> Curves:
    return curves_of(*seen(name, rate_hz))


def known(name: str, rate_hz: float = RATE_HZ) -> tuple[MovementLabel, ...]:
    times_s, columns, _ = seen(name, rate_hz)
    made_of = curves(name, rate_hz)
    cuts = cut(made_of)
    found = labels(times_s, columns, made(name), cuts, made_of.on_floor)
    return movement_labels(times_s, columns, made(name), cuts, found)


@each
def test_a_routine_lasts_30_to_60_seconds_and_names_known_things(name):
    assert made(name).name == name
    assert 30 <= made(name).seconds <= 60
    assert made(name).needs <= FURNITURE


@each
def test_what_is_done_covers_the_whole_routine_without_a_gap(name):
    doings = made(name).doings
    assert doings[0].start_s == 0
    assert doings[-1].end_s == pytest.approx(made(name).seconds)
    for one, after in itertools.pairwise(doings):
        assert one.end_s == after.start_s


@each
def test_it_begins_tall_and_quiet(name):
    times_s, columns, _ = seen(name)
    quiet = times_s <= 1.8
    assert columns["trunk_inclination_deg"][quiet].max() < 12
    assert np.abs(columns["spine_flexion_deg"][quiet]).max() < 7


@each
def test_no_joint_jumps(name):
    _, _, joints = seen(name, 25.0)
    for joint in joints[0]:
        way_m = np.linalg.norm(np.diff([one[joint] for one in joints], axis=0), axis=1)
        assert way_m.max() * 25.0 < FASTEST_M_S, joint


@each
def test_nothing_goes_through_the_floor(name):
    _, _, joints = seen(name)
    for joint in joints[0]:  # a kneeling foot stands on bent toes, which the skeleton has stiff
        lowest_m = -0.05 if joint.startswith("toe") else SINKS_M
        assert min(one[joint][2] for one in joints) > lowest_m, joint


@each
def test_one_foot_stands_while_another_steps(name):
    times_s, _, joints = seen(name)
    toes = np.array([[one[f"toe_{side}"] for side in SIDES] for one in joints])
    slides = np.linalg.norm(np.diff(toes, axis=0), axis=2).min(axis=1)
    for one in known(name):  # on the way to the knees both feet turn on their toes
        if one.kind in ("kneel-down", "stand-up", "to-floor"):
            slides[(times_s[1:] >= one.start_s - 0.3) & (times_s[1:] <= one.end_s + 0.3)] = 0
    on_feet = ~(curves(name).on_floor | curves(name).on_knee)[1:]
    assert np.quantile(slides[on_feet], 0.97) < 0.01


@each
def test_the_same_movements_are_cut_at_other_frame_rates(name):
    fine = known(name, 25.0)
    for rate_hz in (10.0, 7.0):
        coarse = known(name, rate_hz)
        assert [one.kind for one in coarse] == [one.kind for one in fine]
        assert [one.start_s for one in coarse] == pytest.approx(
            [one.start_s for one in fine], abs=0.1 + 2 / rate_hz
        )


@pytest.mark.parametrize("name", ["routine-fall-ahead", "routine-fall-back"])
def test_a_fall_is_fast_and_nobody_stirs_after_it(name):
    *_, fall = known(name)
    assert fall.kind == "to-floor"
    assert fall.end_s - fall.start_s < 1.5
    times_s, _, joints = seen(name)
    assert times_s[-1] - fall.end_s >= 6
    after = [
        one["head"] for one, t_s in zip(joints, times_s, strict=True) if t_s > fall.end_s + 0.3
    ]
    assert np.ptp(after, axis=0).max() < 0.03


@pytest.mark.parametrize(
    ("name", "praised"),
    [
        ("routine-rack", [0, 0, 1, 1, 0, 0]),
        ("routine-boxes-again", [1, 1, 0, 0, 1, 1]),
        ("routine-bar", [1] * 6),
        ("routine-turns", [0, 1, 1, 0, 1, 1]),
    ],
)
def test_the_good_ways_are_praised_and_the_others_not(name, praised):
    assert [one.praise for one in known(name)] == praised


def test_sitting_with_a_book_is_no_movement():
    assert [one.kind for one in known("routine-reading")] == ["sit-down", "stand-up"] * 2


@pytest.mark.parametrize("name", ["routine-bar", "routine-bar-deep"])
def test_a_bar_is_fetched_at_the_height_of_the_shoes_with_flat_feet_and_a_straight_back(name):
    _, columns, joints = seen(name)
    assert columns["hand_height_m"].min() < 0.2
    assert columns["spine_flexion_deg"].max() < 8
    heels_m = [one[f"ankle_{side}"][2] for one in joints for side in SIDES]
    assert np.ptp(heels_m) < 0.005
