"""Down on the floor until risen, at any frame rate; who falls and stays down is asked once."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from mannequin import keyed, mannequin, tall_stance, times

from posturecheck.activity.floor import QUIET_S, RISEN_S, Floor
from posturecheck.activity.recognition import ActivityTracker
from posturecheck.core import Posture
from posturecheck.kinematics.angles import measure
from posturecheck.kinematics.body import Body

RATES = [(7, 0.0), (7, 0.4), (60, 0.4)]
FACE, BACK, SIDE = {"tip": 90.0}, {"tip": -90.0}, {"tip_side": 90.0}
ALL_FOURS = {"flexion": 85.0, "hip": 85.0, "knee": 90.0}
LEGS_OUT = {"flexion": 10.0, "hip": 100.0, "knee": 0.0}
KNEELING = {"flexion": 5.0, "hip": 5.0, "knee": 90.0}
SQUAT = {"flexion": 40.0, "hip": 140.0, "knee": 120.0}
CHAIR = {"flexion": 8.0, "hip": 98.0, "knee": 90.0}
STOOP = {"flexion": 85.0, "hip": 80.0, "knee": 10.0}
WAYS = [
    (FACE, "lying"),
    (BACK, "lying"),
    (SIDE, "lying"),
    (ALL_FOURS, "all-fours"),
    (LEGS_OUT, "sitting"),
]
DOWN_S = 2.0  # when a descent begins
FALL = 0.8  # seconds that a fall takes


@cache
def _stance(yaw: float):
    return tall_stance(yaw=yaw)


@cache
def _measured(yaw: float, body: tuple[tuple[str, float], ...]):
    return measure(Body(0.0, mannequin(yaw=yaw, **dict(body))), _stance(yaw))


def _at(t: float, yaw: float, body: dict):
    posture, level = _measured(yaw, tuple(body.items()))
    return replace(posture, t_s=t), Body(t, level.pose)


def _watch(body_at, seconds, rate_hz=20.0, jitter=0.0, yaw=45.0, unseen=()) -> list:
    """Return (seconds, state) of a body (seconds to what ``mannequin`` takes)."""
    activity, seen = ActivityTracker(), []
    for t in times(seconds, rate_hz, jitter):
        if any(start <= t < end for start, end in unseen):
            seen.append((t, activity.pass_unseen(Posture(t))))
            continue
        seen.append((t, activity.update(*_at(t, yaw, body_at(t)))))
    return seen


def _going(body: dict, *keys):
    """From upright to ``body``: keys are (seconds, share of the way)."""
    share = keyed(*keys)
    top = {"flexion": 4.0, "hip": 4.0, "knee": 0.0, "tip": 0.0, "tip_side": 0.0}
    body = {**top, **body}
    return lambda t: {k: top[k] + share(t) * (body[k] - top[k]) for k in body}


def _falling(body: dict, took_s: float = FALL, up=(60.0, 62.0)):
    return _going(body, (DOWN_S, 0), (DOWN_S + took_s, 1), (up[0], 1), (up[1], 0))


def _asked(seen) -> list[float]:
    return [t for t, state in seen if state.ask]


def _first(seen, where) -> float:
    return next(t for t, state in seen if state.on_floor == where)


# Down.


@pytest.mark.parametrize(("rate_hz", "jitter"), RATES)
@pytest.mark.parametrize(("body", "where"), WAYS)
def test_going_down_with_care_is_known_as_soon_at_any_frame_rate(body, where, rate_hz, jitter):
    exact = _first(_watch(_falling(body, 4.0), 7.0, 60.0), where)
    frame_s = (1 + 2 * jitter) / rate_hz
    seen = _watch(_falling(body, 4.0), 7.0, rate_hz, jitter)
    assert _first(seen, where) == pytest.approx(exact, abs=2 * frame_s)
    assert {s.on_floor for t, s in seen if t > DOWN_S + 4.4 + frame_s} == {where}
    assert _asked(seen) == []


@pytest.mark.parametrize("body", [SQUAT, CHAIR, STOOP, KNEELING])
@pytest.mark.parametrize(("rate_hz", "jitter"), RATES)
def test_squatting_sitting_stooping_and_kneeling_are_never_on_the_floor(body, rate_hz, jitter):
    ways = _going(body, (1, 0), (2.5, 1), (6, 1), (7.5, 0))
    assert {s.on_floor for _, s in _watch(ways, 9.0, rate_hz, jitter)} == {""}


def test_one_moment_that_looks_like_lying_is_unsure_and_no_more():
    seen = _watch(lambda t: FACE if 2.0 <= t < 2.2 else {}, 4.0, 30)
    assert {s.on_floor for _, s in seen} == {"", "unsure"}


@pytest.mark.parametrize("gap", [(4.0, 4.4), (3.0, 9.0)])
def test_who_goes_out_of_sight_on_the_floor_is_still_there(gap):
    seen = _watch(_falling(FACE, up=(20, 22)), 12.0, unseen=[gap])
    assert {s.on_floor for t, s in seen if t > 3.5} == {"lying"}


@pytest.mark.parametrize(("rate_hz", "jitter"), RATES)
def test_who_gets_up_is_on_the_floor_until_standing_for_a_moment(rate_hz, jitter):
    seen = _watch(_falling(FACE, 3.0, (8.0, 10.0)), 13.0, rate_hz, jitter)
    frame_s = (1 + 2 * jitter) / rate_hz
    assert {s.on_floor for t, s in seen if 5.5 < t < 9.0} == {"lying"}
    assert {s.on_floor for t, s in seen if t > 10 + RISEN_S + 2 * frame_s} == {""}


def test_getting_up_through_a_stoop_is_no_bend():
    down = _falling(ALL_FOURS, 3.0)
    up = _going(STOOP, (8.0, 1), (10.0, 1), (11.0, 0))
    seen = _watch(lambda t: down(t) if t < 8 else up(t), 14.0)
    assert {s.on_floor for t, s in seen if 8 < t < 10.5} == {"all-fours"}
    assert seen[-1][1].on_floor == ""


def test_upright_on_the_knees_for_a_second_has_risen():
    seen = _watch(lambda t: {} if t < 1 else ALL_FOURS if t < 6 else KNEELING, 10.0)
    assert {s.on_floor for t, s in seen if 2 < t < 6.9} == {"all-fours"}
    assert {s.on_floor for t, s in seen if t > 7.3} == {""}


def test_on_the_floor_there_is_no_technique_no_lift_and_no_hold():
    for body, where in WAYS:
        states = [s for t, s in _watch(_falling(body, 3.0), 9.0) if t > 6]
        assert {s.technique for s in states} == {"lying" if where == "lying" else ""}
        assert {s.lift for s in states} == {None}
        assert states[-1].hold_dose.value == 0


# A fall.


@pytest.mark.parametrize(("rate_hz", "jitter"), RATES)
@pytest.mark.parametrize("body", [FACE, BACK, LEGS_OUT])
def test_a_fall_without_getting_up_asks_once_at_any_frame_rate(body, rate_hz, jitter):
    seen = _watch(_falling(body), 12.0, rate_hz, jitter)
    frame_s = (1 + 2 * jitter) / rate_hz
    asked = _asked(seen)
    assert len(asked) == 1
    assert DOWN_S - frame_s <= asked[0] - QUIET_S <= DOWN_S + FALL
    exact = _asked(_watch(_falling(body), 8.0, 60.0))
    assert asked[0] == pytest.approx(exact[0], abs=2 * frame_s)


@pytest.mark.parametrize("yaw", [0, 90, 180])
def test_a_fall_asks_from_every_side(yaw):
    for body in (FACE, BACK, SIDE):
        assert len(_asked(_watch(_falling(body), 10.0, yaw=yaw))) == 1


@pytest.mark.parametrize("gap", [(2.3, 2.6), (3.6, 30.0), (4.0, 4.3)])
def test_a_fall_asks_also_where_the_body_is_lost_on_the_way_or_on_the_floor(gap):
    assert len(_asked(_watch(_falling(FACE), 12.0, unseen=[gap]))) == 1


@pytest.mark.parametrize("body", [FACE, BACK, LEGS_OUT])
def test_going_down_with_care_asks_nothing(body):
    assert _asked(_watch(_falling(body, 4.0), 12.0)) == []


def test_who_gets_up_in_time_is_not_asked():
    assert _asked(_watch(_falling(FACE, up=(4.0, 6.0)), 15.0)) == []


def test_a_second_fall_asks_again_only_after_standing():
    twice = _going(FACE, (2, 0), (2.8, 1), (10, 1), (12, 0), (14, 0), (14.8, 1))
    assert len(_asked(_watch(twice, 24.0))) == 2
    crawls = _going(FACE, (2, 0), (2.8, 1))
    seen = _watch(lambda t: ALL_FOURS if 9 < t < 11 else crawls(t), 24.0)
    assert len(_asked(seen)) == 1


@pytest.mark.parametrize("body", [SQUAT, CHAIR, STOOP, KNEELING])
def test_dropping_quickly_onto_anything_but_the_floor_asks_nothing(body):
    assert _asked(_watch(_falling(body, 0.5), 12.0)) == []


def test_who_walks_out_of_view_is_not_asked():
    walks = keyed((1, 320.0), (3, 900.0))
    seen = _watch(lambda t: {"at_px": (walks(t), 250.0)}, 20.0, unseen=[(2.5, 30.0)])
    assert _asked(seen) == []
    assert {s.on_floor for _, s in seen} == {""}


def test_who_lies_from_the_beginning_did_not_fall():
    seen = _watch(lambda t: FACE, 15.0)
    assert seen[-1][1].on_floor == "lying"
    assert _asked(seen) == []


def test_a_fall_waits_for_its_question_until_it_is_asked():
    activity = ActivityTracker()
    waits = []
    for t in times(10.0, 20.0):
        activity.update(*_at(t, 45.0, _falling(FACE)(t)))
        waits.append((t, activity.fallen))
    assert {w for t, w in waits if t < 2.2 or t > 8} == {False}
    assert {w for t, w in waits if 3.5 < t < 6.8} == {True}


def test_unsure_is_not_down():
    assert not Floor("unsure").down
    assert not Floor().down
    assert Floor("all-fours").down
