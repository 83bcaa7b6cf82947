"""Two views of one bend: what counts as the same answer, and bends that are as deep as they say."""

from __future__ import annotations

import math

import numpy as np
import pytest

pytest.importorskip("moderngl")
from benchmarks.two_views import report
from benchmarks.two_views_films import LEAN, ROUNDING, VIEWS_DEG, Bend, act, bends, plan_of
from benchmarks.two_views_told import (
    Answer,
    Told,
    apart,
    contradict,
    f1,
    groups_of,
    pairs_of,
    unlike,
)
from posturecheck.core import Reading
from renderer import truth
from renderer.body import AssetsMissingError

HINGE, ROUND = bends(1)


def answer(
    bend: Bend = HINGE, view: str = "front", told: Told = "hinge", *, long: bool = False
) -> Answer:
    errors = {LEAN: Reading(-2.0, 3.0), ROUNDING: Reading(5.0, 9.0)}
    return Answer(bend, view, told, "", long, (("deep-lean", "red"),), errors)


def test_only_views_of_the_same_bend_are_a_pair() -> None:
    answers = [answer(b, v) for b in (HINGE, ROUND) for v in ("front", "side", "back")]
    pairs = list(pairs_of(answers))
    assert len(pairs) == 6
    assert all(a.bend == b.bend and a.view != b.view for a, b in pairs)


def test_rounded_and_hinge_contradict_each_other_and_silence_contradicts_nothing() -> None:
    told: tuple[Told, ...] = ("rounded", "hinge", "cannot tell")
    against = {(a, b) for a in told for b in told if contradict(answer(told=a), answer(told=b))}
    assert against == {("rounded", "hinge"), ("hinge", "rounded")}


def test_a_back_that_is_surely_not_round_is_unlike_a_rounded_one_though_no_hinge_is_named() -> None:
    said, silent = answer(told="rounded"), answer(told="cannot tell", long=True)
    assert unlike(said, silent)
    assert unlike(silent, said)
    assert not unlike(said, answer(told="cannot tell"))
    assert not contradict(said, silent)


def test_f1_counts_what_was_not_told_as_missed() -> None:
    answers = [answer(ROUND, told="rounded")] * 3 + [answer(ROUND, told="cannot tell")]
    answers += [answer(HINGE, told="rounded")]
    assert f1(answers) == pytest.approx((6 / 8, 3 / 4, 3 / 4))
    assert all(math.isnan(figure) for figure in f1([answer()]))


def test_a_rounded_bend_is_held_against_hinges_of_the_same_view() -> None:
    def read(bend: Bend, view: str, deg: float) -> Answer:
        return Answer(bend, view, "cannot tell", "", False, (), {}, deg)

    ours, theirs = bends(2)[:2], bends(2)[2:]
    answers = [read(ours[0], "front", 10), read(ours[1], "front", 30)]
    answers += [read(theirs[0], "front", 40), read(theirs[1], "front", 50)]
    answers += [read(ours[0], "side", 90), read(theirs[1], "side", math.nan)]
    assert apart(answers) == pytest.approx((3 / 4, 1.0))
    assert math.isnan(apart(answers[:1])[0])


def test_every_film_is_in_one_view_and_one_depth() -> None:
    answers = [answer(bend, view) for bend in bends(14) for view in VIEWS_DEG]
    counts = {name.strip(): len(some) for name, some in groups_of(answers)}
    assert counts["all"] == sum(counts[view] for view in VIEWS_DEG) == 14 * 2 * 4
    assert sum(n for name, n in counts.items() if " to " in name) == counts["all"]


def test_nothing_of_a_view_that_saw_nobody_spoils_the_tables(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report([answer(), Answer(ROUND, "side", "cannot tell", "", False, (), {})])
    printed = capsys.readouterr().out
    assert "hinge!" in printed
    assert "deep-lean 1" in printed


def test_more_people_leave_the_others_as_they_are_and_lie_evenly_deep() -> None:
    assert bends(16)[:12] == bends(6)
    depths = np.sort([b.lean_deg for b in bends(16) if b.kind == "hinge"])
    assert depths.min() > 40
    assert depths.max() < 80
    assert np.diff(depths).max() < 5


def test_the_person_and_the_room_are_the_same_from_every_side() -> None:
    plans = [plan_of(HINGE, view) for view in VIEWS_DEG]
    assert len({(p.person.name, p.seed, p.light) for p in plans if p.person}) == 1
    asides = [abs(p.camera.azimuth_deg) for p in plans]
    assert np.abs(np.array(asides) - list(VIEWS_DEG.values())).max() <= 8


@pytest.mark.render
@pytest.mark.slow
@pytest.mark.parametrize("bend", bends(2), ids=lambda bend: bend.name)
def test_a_bend_is_as_deep_and_as_round_as_it_says(bend: Bend) -> None:
    try:
        actor = act(bend)
    except AssetsMissingError as missing:
        pytest.skip(str(missing))
    times_s = np.arange(0.0, actor.movement.seconds, 0.05)
    rows = [
        truth.measures(actor.skeleton, moment.placed, 0.0)
        for moment in actor.movement.moments(times_s)
    ]
    deepest = max(rows, key=lambda row: row[LEAN])
    assert deepest[LEAN] == pytest.approx(bend.lean_deg, abs=1.5)
    assert deepest[ROUNDING] == pytest.approx(bend.rounded_deg, abs=3.0)
    assert max(row[ROUNDING] for row in rows) < bend.rounded_deg + 4.0
    assert rows[0][LEAN] < 8.0
