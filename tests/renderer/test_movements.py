"""Tests that every movement shows what it says, by its true angles, on unlike bodies."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from renderer import truth
from renderer.body import load
from renderer.core import SIDES, Floats, Person
from renderer.labels import labels
from renderer.motion import Performance
from renderer.movements import MOVEMENTS, ONLY_MEASURED, make
from renderer.movements.sweeps import SWEEPS
from renderer.places import FURNITURE, SEAT_Z
from renderer.skeleton import Skeleton

pytestmark = [pytest.mark.usefixtures("assets"), pytest.mark.slow]

PEOPLE = (
    Person("plain"),
    Person("kyphotic", sex=1.0, age=0.9, height=0.7, kyphosis_deg=25, head_forward_deg=12),
)
ROUNDED = (
    "dishwasher-rounded",
    "shoes-standing-bend",
    "shoes-seated-bend",
    "box-stoop",
    "box-stoop-twist",
    "sweeping-poor",
    "sink-stoop",
)
BREAK_NOTHING = (
    "dishwasher-hinge",
    "dishwasher-squat",
    "dishwasher-half-kneel",
    "cupboard-step-turn",
    "shoes-figure-four",
    "box-squat",
    "sweeping-good",
    "high-reach",
    "sink-braced",
    "sit-stand",
    "walking",
    "chatting",
    "standing-tall",
)
LONG_BACK = (*BREAK_NOTHING, "box-hinge", "golfers-lift")
TWISTED = ("cupboard-planted-twist", "rapid-twist", "box-stoop-twist")
each = pytest.mark.parametrize("name", sorted(set(MOVEMENTS) - ONLY_MEASURED))
each_sweep = pytest.mark.parametrize("name", SWEEPS)
# What goes through its range, from where to where, degrees.
RANGES = {
    "sweep-side-bends": ("trunk_side_bend_deg", -40, 40),
    "sweep-hinge": ("trunk_inclination_deg", 5, 95),
    "sweep-rounding": ("trunk_inclination_deg", 5, 95),
    "sweep-turns": ("trunk_rotation_deg", -50, 50),
    "sweep-seated-turns": ("trunk_rotation_deg", -50, 50),
    "sweep-seated-leans": ("trunk_inclination_deg", 4, 65),
    "sweep-leaning-back": ("trunk_flexion_deg", -20, 4),
    "sweep-one-knee": ("trunk_inclination_deg", 5, 50),
}


@cache
def skeleton_of(index: int) -> Skeleton:
    return Skeleton(load(PEOPLE[index]))


@cache
def made(name: str, index: int, seed: int) -> Performance:
    return make(name, skeleton_of(index), np.random.default_rng(seed))


@cache
def columns(name: str, index: int, seed: int) -> dict[str, Floats]:
    skeleton, movement = skeleton_of(index), made(name, index, seed)
    times_s = np.arange(0, movement.seconds, 0.125)
    rows = [truth.measures(skeleton, m.placed, 0.0) for m in movement.moments(times_s)]
    found = {key: np.array([row[key] for row in rows]) for key in rows[0]}
    return {**found, "t_s": times_s}


def broken(name: str, index: int, seed: int) -> set[str]:
    """The rules that the true angles break."""
    found = dict(columns(name, index, seed))
    times_s = found.pop("t_s")
    for rate, of in truth.RATES.items():
        found[rate] = truth.rates(times_s, found[of])
    return {one.rule for one in labels(times_s, found, made(name, index, seed))}


drawn = pytest.mark.parametrize(("index", "seed"), [(0, 0), (1, 1)])


@each
@drawn
def test_a_movement_lasts_6_to_12_seconds_and_names_known_things(
    name: str, index: int, seed: int
) -> None:
    movement = made(name, index, seed)
    assert movement.name == name
    assert 5.9 <= movement.seconds <= 12
    assert movement.needs <= FURNITURE


@each
@drawn
def test_a_movement_begins_quiet_and_tall_and_ends_upright(
    name: str, index: int, seed: int
) -> None:
    found = columns(name, index, seed)
    quiet = found["t_s"] <= 1.2
    for part in (quiet, found["t_s"] > found["t_s"][-1] - 0.3):
        assert np.abs(found["spine_flexion_deg"][part]).max() < 7
        assert found["trunk_inclination_deg"][part].max() < 12
        assert np.abs(found["trunk_rotation_deg"][part]).max() < 6
    assert np.ptp(found["trunk_inclination_deg"][quiet]) < 3


@pytest.mark.parametrize("name", ROUNDED)
@drawn
def test_an_unsafe_bend_is_rounded(name: str, index: int, seed: int) -> None:
    peak = columns(name, index, seed)["spine_flexion_deg"].max()
    assert 30 <= peak <= 72
    assert "rounded-bend" in broken(name, index, seed)


@pytest.mark.parametrize("name", LONG_BACK)
@drawn
def test_a_safe_way_keeps_the_back_long(name: str, index: int, seed: int) -> None:
    found = columns(name, index, seed)
    assert found["spine_flexion_deg"].max() < 15
    assert np.abs(found["trunk_rotation_deg"]).max() < 14


@pytest.mark.parametrize("name", BREAK_NOTHING)
@drawn
def test_a_safe_way_breaks_no_rule(name: str, index: int, seed: int) -> None:
    assert broken(name, index, seed) == set()


@pytest.mark.parametrize("name", ["box-hinge", "golfers-lift"])
@drawn
def test_what_is_fetched_from_the_floor_takes_a_deep_lean_at_most(
    name: str, index: int, seed: int
) -> None:
    assert broken(name, index, seed) <= {"deep-lean"}


@pytest.mark.parametrize("name", TWISTED)
@drawn
def test_a_planted_twist_turns_30_to_50_degrees(name: str, index: int, seed: int) -> None:
    assert 30 <= np.abs(columns(name, index, seed)["trunk_rotation_deg"]).max() <= 52
    assert "twist" in broken(name, index, seed)


@pytest.mark.parametrize("name", ["walking", "chatting"])
@drawn
def test_walking_and_chatting_keep_the_trunk_upright(name: str, index: int, seed: int) -> None:
    found = columns(name, index, seed)
    assert found["trunk_inclination_deg"].max() < 15
    assert np.abs(found["trunk_rotation_deg"]).max() < 10


@pytest.mark.parametrize("name", ["box-stoop", "box-stoop-twist"])
def test_a_stooped_lift_is_an_unsafe_one(name: str) -> None:
    assert "unsafe-lift" in broken(name, 0, 0)


def test_knees_do_not_tell_a_stoop_from_a_hinge() -> None:
    skeleton = skeleton_of(0)

    def knees_deg(name: str) -> list[float]:
        found = []
        for seed in range(5):
            movement = make(name, skeleton, np.random.default_rng(seed))
            moments = list(movement.moments(np.linspace(2, movement.seconds - 2, 9)))
            rows = [truth.measures(skeleton, m.placed, 0.0) for m in moments]
            deepest = max(rows, key=lambda row: row["trunk_inclination_deg"])
            found.append(deepest["knee_flexion_deg"])
        return found

    hinged, stooped = knees_deg("dishwasher-hinge"), knees_deg("dishwasher-rounded")
    assert min(hinged) < 30 < max(stooped)
    assert min(stooped) < max(hinged)


@pytest.mark.parametrize("name", ["shoes-seated-bend", "shoes-figure-four"])
def test_who_sits_sits_on_the_seat(name: str) -> None:
    skeleton = skeleton_of(0)
    for moment in made(name, 0, 0).moments(np.linspace(0, 5, 6)):
        pelvis_m = moment.placed.positions[skeleton.index["spine05"]]
        assert SEAT_Z + 0.03 < pelvis_m[2] < SEAT_Z + 0.15


@pytest.mark.parametrize("name", ["cupboard-planted-twist", "box-squat", "sweeping-poor"])
def test_planted_feet_do_not_slide(name: str) -> None:
    skeleton = skeleton_of(0)
    moments = list(made(name, 0, 1).moments(np.linspace(3.5, 6, 12)))
    for side in SIDES:
        bone = skeleton.index[f"foot.{side}"]
        ankles = np.array([m.placed.positions[bone] for m in moments])
        assert np.ptp(ankles, axis=0).max() < 0.005


def test_walking_feet_stand_while_the_other_swings() -> None:
    skeleton = skeleton_of(0)
    movement = made("walking", 0, 0)
    times_s = np.arange(1.3, movement.seconds, 1 / 30)
    moments = list(movement.moments(times_s))
    balls = np.array(
        [[m.placed.positions[skeleton.index[f"toe2-1.{side}"]] for side in SIDES] for m in moments]
    )
    speed_m_s = np.linalg.norm(np.diff(balls, axis=0), axis=2)[:, :] * 30
    assert np.quantile(speed_m_s.min(axis=1), 0.95) < 0.05


@pytest.mark.parametrize(("name", "kind"), [("dishwasher-rounded", "plate"), ("box-squat", "box")])
def test_a_prop_lies_still_until_it_is_taken_and_then_moves_along(name: str, kind: str) -> None:
    movement = made(name, 0, 0)
    props = [m.props[0] for m in movement.moments(np.linspace(0, movement.seconds, 60))]
    assert {prop.kind for prop in props} == {kind}
    where = np.array([prop.matrix[:3, 3] for prop in props])
    assert np.ptp(where[:10], axis=0).max() == 0
    assert np.linalg.norm(np.diff(where, axis=0), axis=1).max() < 0.25
    assert where[-1, 2] > where[0, 2] + 0.3


def test_other_seeds_move_otherwise_and_the_same_seed_the_same() -> None:
    skeleton = skeleton_of(0)
    one, again, other = (
        make("range-of-motion", skeleton, np.random.default_rng(seed)) for seed in (3, 3, 4)
    )
    times_s = np.array([5.0])
    first, second, third = (next(iter(m.moments(times_s))).placed for m in (one, again, other))
    assert np.array_equal(first.positions, second.positions)
    assert not np.allclose(first.positions, third.positions, atol=0.02)


def test_random_poses_cover_their_combinations() -> None:
    rows = [columns("range-of-motion", 0, seed) for seed in range(6)]
    lean, rounding, rotation = (
        np.concatenate([row[key] for row in rows])
        for key in ("trunk_inclination_deg", "spine_flexion_deg", "trunk_rotation_deg")
    )
    assert lean.max() > 85
    assert rounding.max() > 55
    assert rotation.min() < -35
    assert rotation.max() > 35
    assert np.any((lean > 50) & (rounding < 10))
    assert np.any((lean > 20) & (rounding > 40))
    assert np.any((np.abs(rotation) > 25) & (lean > 30))


@pytest.mark.parametrize("index", range(len(PEOPLE)))
def test_random_turns_turn_far_to_both_sides_with_planted_feet(index):
    rows = [columns("random-turns", index, seed) for seed in range(3)]
    twist = np.concatenate([row["trunk_rotation_deg"] for row in rows])
    assert twist.min() < -30
    assert twist.max() > 30
    assert np.abs(twist).max() < 65
    pelvis = np.concatenate([row["pelvis_yaw_deg"] for row in rows])
    assert np.ptp(pelvis) < 70


@pytest.mark.parametrize("name", ["standing-range", "seated-range"])
def test_a_random_range_reaches_far_in_every_measure_and_rests_in_each(name):
    rows = [columns(name, seed % len(PEOPLE), seed) for seed in range(12)]
    side, twist, lean = (
        np.concatenate([row[key] for row in rows])
        for key in ("trunk_side_bend_deg", "trunk_rotation_deg", "trunk_inclination_deg")
    )
    assert side.max() > 32
    assert side.min() < -32
    assert np.mean(np.abs(side) >= 15) > 0.08
    assert np.abs(twist).max() > 40
    assert lean.max() > 80
    for angle in (side, twist):
        assert np.mean(np.abs(angle) < 5) > 0.3


@pytest.mark.parametrize("index", range(len(PEOPLE)))
def test_random_bends_are_held_and_come_from_hips_as_well_as_from_the_back(index):
    rows = [columns("random-bends", index, seed) for seed in range(6)]
    lean, rounding = (
        np.concatenate([row[key] for row in rows])
        for key in ("trunk_inclination_deg", "spine_flexion_deg")
    )
    assert lean.max() > 60
    assert np.any((lean > 40) & (rounding < 5))
    assert np.any((lean > 20) & (rounding > 30))
    speed_deg_s = np.concatenate([np.diff(row["trunk_inclination_deg"]) / 0.125 for row in rows])
    bent = np.concatenate([row["trunk_inclination_deg"][1:] > 15 for row in rows])
    assert np.mean(np.abs(speed_deg_s[bent]) < 6) > 0.4


@each_sweep
@drawn
def test_a_sweep_goes_through_its_whole_range_in_four_seconds(name, index, seed):
    measure, low, high = RANGES[name]
    swept = columns(name, index, seed)[measure]
    assert made(name, index, seed).seconds == 4.0
    assert swept.min() == pytest.approx(low, abs=4)
    assert swept.max() == pytest.approx(high, abs=4)
    assert swept[-1] == pytest.approx(swept[0], abs=4)


@each_sweep
@drawn
def test_a_sweep_begins_quiet_and_tall_while_the_rest_rests_to_the_end(name, index, seed):
    found = columns(name, index, seed)
    quiet = found["t_s"] <= 0.75
    assert found["trunk_inclination_deg"][quiet].max() < 12
    assert np.ptp(found["trunk_inclination_deg"][quiet]) < 2
    resting = {"trunk_side_bend_deg", "trunk_rotation_deg"} - {RANGES[name][0]}
    for measure in resting:
        assert np.abs(found[measure]).max() < 8
    rounded = name in ("sweep-rounding", "sweep-seated-leans", "sweep-leaning-back")
    assert np.abs(found["spine_flexion_deg"]).max() < (70 if rounded else 7)


@pytest.mark.parametrize("index", range(len(PEOPLE)))
def test_the_feet_of_a_sweep_stand_unless_a_knee_goes_down(index):
    skeleton = skeleton_of(index)
    for name in set(SWEEPS) - {"sweep-one-knee"}:
        moments = list(made(name, index, 0).moments(np.linspace(0, 4, 20)))
        for side in SIDES:
            bone = skeleton.index[f"foot.{side}"]
            ankles = np.array([m.placed.positions[bone] for m in moments])
            assert np.ptp(ankles, axis=0).max() < 0.005, name
