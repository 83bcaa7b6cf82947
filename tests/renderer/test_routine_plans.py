"""The clips of samples/routines: who is seen doing what, from where, and what is written beside."""

import csv
from pathlib import Path
from typing import get_args

import pytest

pytest.importorskip("moderngl")
from learning.plans import TASKS
from posturecheck.core import MovementKind
from posturecheck.kinematics.trunk import view_of
from posturecheck.rules.guidance import load_guidance
from renderer.cast import CAST
from renderer.movements import ONLY_MEASURED
from renderer.movements.routines import ROUTINES
from renderer.routine_plans import PEOPLE, ROUTINE_PLANS

FOLDER = Path(__file__).parents[2] / "samples" / "routines"
MOST_BYTES = 12_000_000


def movements(name):
    with (FOLDER / f"{name}.movements.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def everything():
    return [(plan.name, row) for plan in ROUTINE_PLANS for row in movements(plan.name)]


def test_every_routine_is_seen_once_and_from_every_side():
    assert sorted(plan.movement for plan in ROUTINE_PLANS) == sorted(ROUTINES)
    assert len({plan.name for plan in ROUTINE_PLANS}) == len(ROUTINE_PLANS)
    seen = {view_of(-plan.camera.azimuth_deg) for plan in ROUTINE_PLANS}
    assert seen == {"front", "oblique", "side", "back"}


def test_four_people_do_them_and_none_is_of_the_cast_or_learned_from():
    people = {plan.person.name for plan in ROUTINE_PLANS}
    assert len(people) == PEOPLE == 4
    assert not {person.split("-")[0] for person in people} & {"person", "sweeper", *CAST}


def test_who_walks_past_is_somebody_else():
    pairs = [(plan.person, plan.passer_by) for plan in ROUTINE_PLANS if plan.passer_by]
    assert pairs
    assert all(person.name != other.name for person, other in pairs)


def test_nothing_is_learned_from_routines():
    assert set(ROUTINES) <= ONLY_MEASURED
    assert not ONLY_MEASURED & set(TASKS)


def test_beside_every_clip_stand_its_files_and_no_others():
    kinds = ("mp4", "truth.csv", "episodes.csv", "movements.csv", "scene.json")
    wanted = {f"{plan.name}.{kind}" for plan in ROUTINE_PLANS for kind in kinds}
    found = {path.name for path in FOLDER.iterdir()} - {"SCORES.md"}
    assert found == wanted
    assert sum((FOLDER / name).stat().st_size for name in wanted) < MOST_BYTES


def test_there_are_60_movements_of_all_kinds_and_20_are_good():
    assert len(everything()) >= 60
    assert sum(row["praise"] == "1" for _, row in everything()) >= 20
    kinds = {row["kind"] for _, row in everything()}
    assert kinds <= set(get_args(MovementKind))
    assert kinds >= {"bend", "lift", "turn", "sit-down", "stand-up", "kneel-down", "to-floor"}


def test_movements_follow_one_another_and_are_deepest_within():
    for plan in ROUTINE_PLANS:
        before_s = 0.0
        for row in movements(plan.name):
            start_s, deepest_s, end_s = (
                float(row[f"{at}_s"]) for at in ("start", "deepest", "end")
            )
            assert before_s <= start_s <= deepest_s <= end_s
            before_s = end_s


def test_what_may_be_said_is_advice_and_of_the_floor_nothing():
    ids = {guide.id for guide in load_guidance().advice}
    for name, row in everything():
        order = set(filter(None, row["order"].split("|")))
        assert order <= ids, name
        assert row["task"] in ("", *load_guidance().tasks)
        if row["kind"] == "to-floor":
            assert (order, row["task"], row["praise"]) == (set(), "", "0")


def test_whoever_is_praised_passed_no_limit_but_of_number_and_reach():
    for name, row in everything():
        if row["praise"] == "1":
            assert set(row["order"].split("|")) <= {"", "general-repeated", "general-reach"}, name


def test_no_risky_stretch_reaches_into_two_movements_or_the_floor():
    for plan in ROUTINE_PLANS:
        text = (FOLDER / f"{plan.name}.episodes.csv").read_text(encoding="utf-8").splitlines()
        rows = list(csv.DictReader(line for line in text if not line.startswith("#")))
        spans = [(float(r["start_s"]), float(r["end_s"]), r["kind"]) for r in movements(plan.name)]
        for row in rows:
            first_s, last_s = float(row["start_s"]), float(row["end_s"])
            met = [kind for start_s, end_s, kind in spans if first_s < end_s and start_s < last_s]
            assert len(met) <= 1, (plan.name, row)
            assert "to-floor" not in met, (plan.name, row)
