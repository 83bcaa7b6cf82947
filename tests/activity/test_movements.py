"""Movements are cut upright to upright, in the same places whatever frames there were of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mannequin import keyed, mannequin, tall_stance, times

from posturecheck.activity.movements import LOST_S, MovementTracker
from posturecheck.activity.recognition import ActivityTracker
from posturecheck.activity.under_way import LOW_REST_S, REST_DEG, BodyNow
from posturecheck.core import Movement, Posture, Reading
from posturecheck.kinematics.angles import measure
from posturecheck.kinematics.body import Body

Curve = Callable[[float], float]
ONE_BEND = (0, 4), (1, 4), (2, 64), (3, 64), (4, 4), (6, 4)
STILL: Curve = lambda t_s: 0.0  # noqa: E731


def posture(t_s: float, lean: float, twist: float = 0.0, side: float = 0.0) -> Posture:
    return Posture(
        t_s,
        {
            "trunk_inclination_deg": Reading(lean, 3.0),
            "trunk_flexion_deg": Reading(math.sqrt(max(lean**2 - side**2, 0.0)), 3.0),
            "trunk_side_bend_deg": Reading(side, 3.0),
            "trunk_rotation_deg": Reading(twist, 6.0),
            "spine_flexion_deg": Reading(5.0, 4.0),
        },
    )


def cut(
    lean: Curve = lambda t_s: 4.0,
    moments: Iterable[float] = (),
    *,
    twist: Curve = STILL,
    side: Curve = STILL,
    drop: Curve = STILL,
    technique: Callable[[float], str] = lambda t_s: "",
    task: Callable[[float], str] = lambda t_s: "",
    on_floor: Callable[[float], bool] = lambda t_s: False,
    finish: bool = True,
) -> list[Movement]:
    """Return the movements of curves over seconds; 30 frames a second for 6 s if unsaid."""
    memory, found = MovementTracker(), list[Movement]()
    for t_s in moments or times(6.0):
        now = BodyNow(
            posture(t_s, lean(t_s), twist(t_s), side(t_s)),
            technique(t_s),
            drop(t_s),
            drop(t_s) - drop(t_s - 0.5),
            on_floor=on_floor(t_s),
            stance_known=True,
            task=task(t_s),
        )
        found += memory.update(now)
    return found + list(memory.finish() if finish else ())


def test_standing_is_no_movement():
    assert cut() == []


def test_a_sway_that_comes_to_nothing_is_none():
    assert cut(keyed((0, 4), (1, 4), (2, 18), (3, 4), (6, 4))) == []


@pytest.mark.parametrize("jitter", [0.0, 0.4])
@pytest.mark.parametrize("rate_hz", [7, 15, 30, 60])
def test_a_bend_goes_from_leaving_rest_to_rest_whatever_the_frame_rate(rate_hz, jitter):
    (bend,) = cut(keyed(*ONE_BEND), times(6.0, rate_hz, jitter))
    assert bend.kind == "bend"
    assert bend.start_s == pytest.approx(1 + (REST_DEG - 4) / 60, abs=0.01)
    assert bend.end_s == pytest.approx(4 - (REST_DEG - 4) / 60, abs=0.01)
    assert 2 - 1 / rate_hz <= bend.deepest_s <= 3 + 1 / rate_hz
    assert bend.deepest["trunk_inclination_deg"].value == pytest.approx(64, abs=0.1)
    assert bend.seen_share == pytest.approx(1.0, abs=0.05)


def test_it_is_known_while_it_goes_on_and_how_far_it_has_come():
    memory, phases = MovementTracker(), {}
    lean = keyed(*ONE_BEND)
    for t_s in times(6.0):
        memory.update(BodyNow(posture(t_s, lean(t_s))))
        phases[round(t_s, 2)] = memory.movement.phase if memory.movement else ""
    at = [phases[t] for t in (0.5, 1.5, 2.5, 3.5, 5.0)]
    assert at == ["", "going down", "low", "coming up", ""]


def test_two_bends_with_a_rest_between_are_two():
    lean = keyed((0, 4), (1, 50), (2, 4), (2.5, 4), (3.5, 50), (4.5, 4), (6, 4))
    first, second = cut(lean)
    assert (first.number, second.number) == (1, 2)
    assert first.end_s < 2 < 2.5 < second.start_s


def test_coming_up_far_and_going_down_as_far_begins_another_at_the_highest_point():
    lean = keyed((0, 4), (1, 60), (2, 40), (3, 65), (4, 4), (6, 4))
    first, second = cut(lean)
    assert first.end_s == second.start_s == pytest.approx(2.0, abs=0.04)
    assert first.deepest_s == pytest.approx(1.0, abs=0.04)
    assert second.deepest_s == pytest.approx(3.0, abs=0.04)


@pytest.mark.parametrize("up_to", [46, 50, 58])
def test_wavering_at_the_bottom_is_one(up_to):
    assert len(cut(keyed((0, 4), (1, 60), (2, up_to), (3, 65), (4, 4), (6, 4)))) == 1


def test_a_moment_upright_in_passing_ends_it_where_the_trunk_goes_down_again_as_far():
    first, second = cut(keyed((0, 4), (1, 60), (2, 10), (3, 60), (4, 4), (6, 4)))
    assert first.end_s <= second.start_s == pytest.approx(2.0, abs=0.04)


def test_a_squat_with_an_upright_trunk_is_one_movement():
    drop = keyed((0, 0), (1, 0), (2, 0.8), (3, 0.8), (4, 0), (6, 0))
    (squat,) = cut(drop=drop, technique=lambda t: "squat" if drop(t) > 0.35 else "")
    assert (squat.kind, squat.technique) == ("bend", "squat")
    assert squat.start_s < 1.4
    assert squat.end_s == pytest.approx(4.0, abs=0.5)


def test_sitting_down_and_standing_up_are_two():
    lean = keyed((0, 4), (1, 4), (2, 40), (3, 6), (8, 6), (9, 40), (10, 4), (12, 4))
    drop = keyed((0, 0), (1.5, 0), (2.5, 0.8), (8.7, 0.8), (9.8, 0), (12, 0))
    down, up = cut(lean, times(12.0), drop=drop)
    assert (down.kind, up.kind) == ("sit-down", "stand-up")
    assert down.end_s < 3.2
    assert up.start_s > 8


def test_on_a_knee_with_the_trunk_up_is_rest_after_a_while():
    drop = keyed((0, 0), (1, 0), (2, 0.7), (8, 0.7), (9, 0), (11, 0))
    lean = keyed((0, 4), (4, 4), (5, 40), (6, 4), (11, 4))
    found = cut(lean, times(11.0), drop=drop, technique=lambda t: "half-kneel")
    assert found[0].kind == "kneel-down"
    assert 4 - found[0].end_s > LOW_REST_S
    assert [m.kind for m in found[1:]] == ["bend", "stand-up"]


def test_a_turn_on_the_spot_is_as_deep_as_its_twist():
    (turn,) = cut(twist=keyed((0, 0), (1, 0), (2, 40), (3, 0), (6, 0)))
    assert turn.kind == "turn"
    assert turn.deepest_s == pytest.approx(2.0, abs=0.04)


def test_a_twist_in_doubt_is_no_movement():
    assert cut(twist=keyed((0, 0), (1, 0), (2, 15), (3, 0), (6, 0))) == []


def test_bending_to_the_side_is_named_so():
    side = keyed((0, 0), (1, 0), (2, 30), (3, 0), (6, 0))
    (bend,) = cut(lambda t: max(4.0, side(t)), side=side)
    assert bend.kind == "side-bend"


def test_going_to_the_floor_and_getting_up_are_movements_and_lying_is_none():
    lean = keyed((0, 4), (1, 4), (3, 80), (12, 80), (14, 4), (16, 4))
    drop = keyed((0, 0), (1, 0), (3, 1.4), (12, 1.4), (14, 0), (16, 0))
    down, up = cut(lean, times(16.0), drop=drop, on_floor=lambda t: 2.5 < t < 13.5)
    assert (down.kind, up.kind) == ("to-floor", "to-floor")
    assert down.end_s == pytest.approx(3.0, abs=0.5)
    assert up.start_s == pytest.approx(12.3, abs=0.5)
    assert up.end_s > 13.5


@pytest.mark.parametrize(
    ("task", "clear"),
    [
        (lambda t: "dishwasher", "dishwasher"),
        (lambda t: "", ""),
        (lambda t: "dishwasher" if t < 2.5 else "shoes", ""),
        (lambda t: "" if t < 2.5 else "shoes", ""),
    ],
)
def test_a_task_belongs_to_a_movement_only_if_it_was_clear_for_the_whole_of_it(task, clear):
    (bend,) = cut(keyed(*ONE_BEND), task=task)
    assert bend.task == clear


def test_the_technique_is_that_of_the_way_down_and_the_bottom():
    (bend,) = cut(keyed(*ONE_BEND), technique=lambda t: "hip-hinge" if t > 3.2 else "")
    assert bend.technique == ""
    (bend,) = cut(keyed(*ONE_BEND), technique=lambda t: "hip-hinge" if 1.4 < t < 3.2 else "")
    assert bend.technique == "hip-hinge"


def test_a_back_that_was_surely_round_at_any_time_leaves_no_technique():
    memory, found = MovementTracker(), list[Movement]()
    lean = keyed(*ONE_BEND)
    for t_s in times(6.0):
        now = posture(t_s, lean(t_s))
        if 2.4 < t_s < 2.6:
            now = Posture(t_s, {**now.readings, "spine_flexion_deg": Reading(40.0, 5.0)})
        found += memory.update(BodyNow(now, "hip-hinge"))
    assert [m.technique for m in found] == [""]


def test_out_of_sight_for_long_a_movement_is_over_when_it_was_last_seen():
    memory = MovementTracker()
    for t_s in times(2.0):
        memory.update(BodyNow(posture(t_s, keyed(*ONE_BEND)(t_s))))
    assert memory.pass_unseen(2.0 + LOST_S) == ()
    (bend,) = memory.pass_unseen(2.1 + LOST_S)
    assert bend.end_s == pytest.approx(2.0, abs=0.01)
    assert memory.movement is None


def test_a_short_gap_is_the_same_movement_and_counts_as_not_seen():
    moments = [t for t in times(6.0) if not 2.1 < t < 2.9]
    (bend,) = cut(keyed(*ONE_BEND), moments)
    assert bend.seen_share == pytest.approx(1 - 0.8 / 2.9, abs=0.05)


def test_what_is_under_way_at_the_end_is_over_then():
    assert cut(keyed((0, 4), (1, 4), (2, 60), (6, 60)), finish=False) == []
    (bend,) = cut(keyed((0, 4), (1, 4), (2, 60), (6, 60)))
    assert (bend.phase, bend.end_s) == ("over", pytest.approx(6.0))


bumps = st.lists(
    st.tuples(st.floats(0.4, 2.0), st.floats(25, 90), st.floats(0.4, 2.0), st.floats(0, 12)),
    min_size=1,
    max_size=4,
)


def way(bends: list[tuple[float, float, float, float]]) -> tuple[Curve, float]:
    """Bends one after the other: (seconds down, lean, seconds up, lean upright) each."""
    keys, t_s = [(0.0, 4.0)], 1.0
    for down_s, lean, up_s, rest in bends:
        keys += [(t_s, 4.0), (t_s + down_s, lean), (t_s + down_s + up_s, rest)]
        t_s += down_s + up_s + 1.0
        keys.append((t_s - 0.5, 4.0))
    return keyed(*keys, (t_s, 4.0)), t_s + 1.0


@settings(deadline=None)
@given(bumps, st.sampled_from([7, 12, 25, 60]), st.sampled_from([0.0, 0.4]))
def test_whatever_the_bends_and_the_frames_each_is_cut_at_the_same_times(bends, rate_hz, jitter):
    lean, until_s = way(bends)
    fine = cut(lean, times(until_s, 120))
    found = cut(lean, times(until_s, rate_hz, jitter))
    assert len(fine) == len(bends)
    assert len(found) == len(fine)
    for a, b in zip(found, fine, strict=True):
        assert a.start_s == pytest.approx(b.start_s, abs=0.5 / rate_hz)
        assert a.end_s == pytest.approx(b.end_s, abs=0.5 / rate_hz)
        assert a.deepest_s == pytest.approx(b.deepest_s, abs=1.5 / rate_hz)


@settings(deadline=None)
@given(bumps, st.lists(st.floats(0, 0.45), min_size=1, max_size=40))
def test_gaps_make_no_movement_and_lose_none(bends, gaps):
    lean, until_s = way([(max(d, 0.7), max(deg, 40.0), up, rest) for d, deg, up, rest in bends])
    moments, t_s = [0.0], 0.0
    while t_s < until_s:
        t_s += 0.02 + gaps[len(moments) % len(gaps)] / 2
        moments.append(t_s)
    found = cut(lean, moments)
    assert len(found) == len(bends)
    assert all(m.end_s > m.deepest_s >= m.start_s for m in found)
    numbers = [m.number for m in found]
    assert numbers == sorted(set(numbers))


def _watched(**body: Any) -> list[Movement]:
    """A mannequin's movements as the activity tracker has them; arguments are curves."""
    stance, activity, found = tall_stance(yaw=50), ActivityTracker(), list[Movement]()
    for t_s in times(8.0, 20.0):
        pose = mannequin(**{"yaw": 50.0, **{name: curve(t_s) for name, curve in body.items()}})
        found += activity.update(*measure(Body(t_s, pose), stance)).ended
    return found + list(activity.finish())


def test_hands_that_fetch_something_make_a_bend_a_lift():
    lean = keyed((0, 4), (1, 4), (2, 80), (3, 80), (4, 4), (8, 4))
    (lift,) = _watched(flexion=lean, hip=lean)
    assert (lift.kind, lift.hands_low) == ("lift", True)
    behind = keyed((0, -60), (8, -60))
    (bend,) = _watched(flexion=lean, hip=lean, arm=behind)
    assert (bend.kind, bend.hands_low) == ("bend", False)


def test_turning_round_by_stepping_is_a_turn_with_that_technique():
    stance, activity, found = tall_stance(yaw=0), ActivityTracker(), list[Movement]()
    yaw = keyed((0, 0), (1, 0), (3, 90), (6, 90))
    for t_s in times(6.0, 20.0):
        walk = 12 * np.sin(4 * np.pi * t_s) if 1 <= t_s <= 3 else 0.0
        pose = mannequin(yaw=yaw(t_s), at_px=(320.0 + 3 * walk, 250.0), knee=(abs(walk), 0.0))
        found += activity.update(*measure(Body(t_s, pose), stance)).ended
    assert [(m.kind, m.technique) for m in found] == [("turn", "step-turn")]
