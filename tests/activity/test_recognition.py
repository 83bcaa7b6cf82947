"""What goes on over seconds: bends counted once, holds by dose, feet, sinking, rising."""

from __future__ import annotations

import math

import pytest
from mannequin import LEGS, keyed, mannequin, tall_stance, times

from posturecheck.activity.recognition import ActivityTracker, longest_hold_s
from posturecheck.activity.situation import MovementState
from posturecheck.core import Posture
from posturecheck.kinematics.angles import ROTATION_GAIN, measure
from posturecheck.kinematics.body import Body

ONE_BEND = (0.5, 4), (1.5, 70), (2.5, 70), (3.5, 4)
SQUAT = {"flexion": 30.0, "knee": 110.0}
SEAT = {"flexion": 8.0, "hip": 98.0, "knee": 90.0}


def _watch(
    body_at, seconds: float, rate_hz: float = 20.0, jitter: float = 0.0, yaw: float = 90.0
) -> list[tuple[float, MovementState]]:
    """Watch a body (a function of seconds to what ``mannequin`` takes), seen from the side."""
    stance, activity = tall_stance(yaw=yaw), ActivityTracker()
    seen = []
    for t in times(seconds, rate_hz, jitter):
        body = {"yaw": yaw, **body_at(t)}
        seen.append((t, activity.update(*measure(Body(t, mannequin(**body)), stance))))
    return seen


def _bending(*keys):
    lean = keyed(*keys)
    return lambda t: {"flexion": lean(t), "hip": lean(t)}


def _going(body: dict, *keys):
    """From upright to ``body`` and back: keys are (seconds, share of the way)."""
    share = keyed(*keys)
    top = {"flexion": 4.0, "hip": 4.0, "knee": 0.0}
    return lambda t: {k: top[k] + share(t) * (body[k] - top[k]) for k in body}


def _bends(seen) -> float:
    return seen[-1][1].bends_per_min.value


# Bends.


@pytest.mark.parametrize("jitter", [0.0, 0.4])
@pytest.mark.parametrize("rate_hz", [10, 30, 60])
def test_one_bend_counts_once_at_any_frame_rate(rate_hz, jitter):
    seen = _watch(_bending(*ONE_BEND), 5.0, rate_hz, jitter)
    assert _bends(seen) == 1


def test_a_bend_counts_when_it_is_over():
    seen = _watch(_bending(*ONE_BEND), 5.0)
    assert {s.bends_per_min.value for t, s in seen if t < 3.2} == {0}


def test_a_bend_that_wavers_at_the_bottom_is_one():
    seen = _watch(_bending((0.5, 4), (1, 60), (1.5, 50), (2, 60), (2.5, 48), (3, 60), (4, 4)), 5)
    assert _bends(seen) == 1


def test_three_bends_are_three():
    keys = [(i + shift, lean) for i in (0, 3, 6) for shift, lean in ((0.5, 4), (1.5, 60), (2.5, 4))]
    assert _bends(_watch(_bending(*keys), 9.5)) == 3


def test_a_bend_of_more_than_a_minute_ago_is_forgotten():
    seen = _watch(_bending(*ONE_BEND), 66.0, rate_hz=5)
    assert {s.bends_per_min.value for t, s in seen if 4 < t < 60} == {1}
    assert {s.bends_per_min.value for t, s in seen if t > 64} == {0}


@pytest.mark.parametrize("lean", [12, 18])
def test_a_nod_is_no_bend(lean):
    assert _bends(_watch(_bending((0.5, 4), (1.5, lean), (2.5, 4)), 4.0)) == 0


@pytest.mark.parametrize("yaw", [0, 45, 90])
@pytest.mark.parametrize(
    "body", [{**SQUAT, "flexion": 45.0}, {**SEAT, "flexion": 40.0, "hip": 130.0}]
)
def test_squats_and_seats_are_not_counted_as_bends(body, yaw):
    moves = _going(body, (0.5, 0), (1.5, 1), (2.5, 1), (3.5, 0))
    assert _bends(_watch(moves, 5.0, yaw=yaw)) == 0


def test_a_squat_is_not_counted_even_with_the_legs_hidden():
    moves = _going({**SQUAT, "flexion": 45.0}, (0.5, 0), (1.5, 1), (2.5, 1), (3.5, 0))
    seen = _watch(lambda t: {**moves(t), "hidden": LEGS}, 5.0)
    assert _bends(seen) == 0


def test_lying_down_and_getting_up_is_no_bend_and_holds_nothing():
    moves = _going({"flexion": 90.0, "hip": 0.0, "knee": 0.0}, (1, 0), (3, 1), (8, 1), (10, 0))
    seen = _watch(moves, 12.0, rate_hz=15)
    assert {s.technique for t, s in seen if 3 < t < 8} == {"lying"}
    assert _bends(seen) == 0
    assert {s.hold_dose.value for t, s in seen if 6 < t < 8} == {0}


# Holding.


@pytest.mark.parametrize(
    ("lean", "minutes"),
    [(20, 4.0), (40, 2.5), (60, 1.0), (0, 4.0), (90, 1.0), (30, 3.25)],
)
def test_the_longest_hold_follows_iso_11226(lean, minutes):
    assert longest_hold_s(lean) == pytest.approx(60 * minutes)


@pytest.mark.parametrize("lean", [25, 40, 60, 80])
@pytest.mark.parametrize(("rate_hz", "jitter"), [(5, 0.0), (10, 0.4), (30, 0.4)])
def test_a_held_bend_uses_up_its_time_at_any_frame_rate(lean, rate_hz, jitter):
    seen = _watch(lambda t: {"flexion": lean, "hip": lean}, 6.0, rate_hz, jitter)
    share = 6.0 / longest_hold_s(lean)
    assert seen[-1][1].hold_dose.value == pytest.approx(share, rel=0.05)


def test_standing_upright_uses_up_nothing():
    seen = _watch(lambda t: {"flexion": 15.0}, 10.0, rate_hz=10)
    assert {s.hold_dose.value for _, s in seen} == {0}


@pytest.mark.parametrize("yaw", [90.0, 20.0])
def test_leaning_back_in_a_chair_is_no_bend_and_holds_nothing(yaw):
    back = _going({**SEAT, "flexion": -35.0}, (0.5, 0), (2.0, 1), (9.0, 1), (10.0, 0))
    seen = _watch(back, 11.0, rate_hz=10, yaw=yaw)
    assert min(s["trunk_flexion_deg"].value for _, s in seen) < -25
    assert {s.hold_dose.value for _, s in seen} == {0}
    assert _bends(seen) == 0


def test_a_glimpse_upright_does_not_pay_a_held_bend_back_but_a_rest_does():
    bend = _bending((10, 60), (10.2, 4), (11.2, 4), (11.4, 60), (20, 60), (20.2, 4))
    seen = dict(_watch(bend, 24.0, rate_hz=10))
    assert seen[11.0].hold_dose.value == pytest.approx(10 / 60, rel=0.1)
    assert seen[20.0].hold_dose.value == pytest.approx(18.8 / 60, rel=0.1)
    assert seen[24.0].hold_dose.value == 0


def test_time_out_of_sight_is_not_held():
    stance, activity = tall_stance(yaw=90), ActivityTracker()
    bent = mannequin(flexion=60, hip=60, yaw=90)
    activity.update(*measure(Body(0.0, bent), stance))
    back = activity.update(*measure(Body(100.0, bent), stance))
    assert back.hold_dose.value < 0.02


# Feet.


@pytest.mark.parametrize("rate_hz", [10, 30, 60])
def test_feet_that_stand_are_still_and_feet_that_step_are_not(rate_hz):
    walk = keyed((2, 200.0), (4, 500.0))
    seen = _watch(lambda t: {"at_px": (walk(t), 250.0)}, 5.0, rate_hz, yaw=0)
    assert {s.feet_still for t, s in seen if t < 2 or t > 4.6} == {True}
    assert {s.feet_still for t, s in seen if 2.4 < t < 4} == {False}


@pytest.mark.parametrize("rate_hz", [10, 30])
def test_bending_on_the_spot_is_not_stepping(rate_hz):
    seen = _watch(_bending(*ONE_BEND), 5.0, rate_hz)
    assert {s.feet_still for _, s in seen} == {True}


def test_hidden_feet_leave_it_open_whether_moving_hips_walk():
    walk = keyed((2, 150.0), (4, 550.0))
    seen = _watch(lambda t: {"at_px": (walk(t), 250.0), "hidden": LEGS}, 5.0, yaw=0)
    assert {s.feet_still for t, s in seen if 2.5 < t < 4} == {None}
    assert {s.feet_still for t, s in seen if t < 2} == {True}


def test_a_far_person_steps_as_a_near_one():
    for distance_m in (2.5, 6.0):
        walk = keyed((1, 0.0), (3, 1.4))  # trunk lengths
        trunk_px = 0.5 * 555 / distance_m
        seen = _watch(
            lambda t, d=distance_m, w=walk, px=trunk_px: {
                "distance_m": d,
                "at_px": (150 + px * w(t), 250.0),
            },
            3.0,
            yaw=0,
        )
        assert {s.feet_still for t, s in seen if 1.6 < t < 3} == {False}


def test_turning_with_the_feet_is_a_step_turn_and_turning_on_the_spot_is_not():
    yaw, walk = keyed((1, 0), (2, 80)), keyed((1, 250.0), (2, 400.0))
    stepped = _watch(lambda t: {"yaw": yaw(t), "at_px": (walk(t), 250.0)}, 2.0)
    assert stepped[-1][1].technique == "step-turn"
    walked = _watch(lambda t: {"yaw": 80, "at_px": (walk(t), 250.0)}, 2.0)
    assert walked[-1][1].technique == ""


# Hips.


@pytest.mark.parametrize(("rate_hz", "yaw"), [(10, 90), (20, 0), (30, 60), (60, 180)])
def test_a_squat_is_recognised_with_the_legs_hidden_by_the_hips_that_come_down(yaw, rate_hz):
    moves = _going(SQUAT, (1, 0), (2, 1), (3, 1))
    seen = _watch(lambda t: {**moves(t), "hidden": LEGS}, 2.8, rate_hz, yaw=yaw)
    assert seen[-1][1].technique == "squat"
    assert {s.technique for t, s in seen if t < 1} == {""}


@pytest.mark.parametrize("rate_hz", [10, 30])
def test_who_stays_down_upright_sits(rate_hz):
    seen = _watch(_going(SEAT, (1, 0), (2, 1), (15, 1), (16, 0)), 18.0, rate_hz)
    assert {s.technique for t, s in seen if 4 < t < 15} == {"seated"}
    assert seen[-1][1].technique == ""


def test_who_sits_down_behind_a_table_sits_for_the_first_seconds():
    # Later the hips' slow sinking is taken for somebody walking away.
    moves = _going(SEAT, (1, 0), (2, 1), (6, 1))
    seen = _watch(lambda t: {**moves(t), "hidden": LEGS}, 5.5, 15)
    assert {s.technique for t, s in seen if t > 3.5} == {"seated"}


@pytest.mark.parametrize("yaw", [0, 90])
def test_sitting_down_and_getting_up_change_height_and_bending_does_not(yaw):
    sitting = _watch(_going(SEAT, (2, 0), (3, 1), (6, 1), (7, 0)), 9.0, 15, yaw=yaw)
    assert {s.changing_height for t, s in sitting if 2.8 < t < 3.2} == {True}
    assert {s.changing_height for t, s in sitting if 6.8 < t < 7.2} == {True}
    assert {s.changing_height for t, s in sitting if 5 < t < 5.9} == {False}
    bending = _watch(_bending(*ONE_BEND), 5.0, 15, yaw=yaw)
    assert {s.changing_height for _, s in bending} == {False}


@pytest.mark.parametrize(("yaw", "there", "here"), [(180, 2.5, 6.0), (0, 6.0, 2.5)])
def test_walking_away_or_nearer_is_no_squat(yaw, there, here):
    # The nearer, the lower on the picture of a camera that stands high.
    far = keyed((1, there), (9, here))
    seen = _watch(
        lambda t: {"distance_m": far(t), "at_px": (320, 340 - 18 * far(t))}, 10.0, 15, yaw=yaw
    )
    assert {s.technique for _, s in seen} == {""}


# The rest of a situation.


def test_a_twist_to_and_fro_has_the_range_of_its_last_second():
    twist = keyed((1, 0), (1.4, 12), (1.8, -12), (2.2, 0))
    seen = dict(_watch(lambda t: {"rotation": twist(t)}, 4.0, rate_hz=10, yaw=0))
    assert seen[2.2].twist_excursion_deg == pytest.approx(ROTATION_GAIN * 24, rel=0.1)
    assert seen[4.0].twist_excursion_deg == pytest.approx(0, abs=0.5)


def test_a_declared_load_is_passed_on_and_never_guessed():
    posture, level = measure(Body(0.0, mannequin()), tall_stance())
    assert ActivityTracker(load_kg=7.5).update(posture, level).load_kg == 7.5
    assert ActivityTracker().update(posture, level).load_kg == 0.0


def test_a_posture_that_was_not_seen_makes_no_numbers():
    situation = ActivityTracker().update(Posture(0.0), Body(0.0, mannequin()))
    assert math.isnan(situation.hold_dose.value)
    assert math.isnan(situation.twist_excursion_deg)
    assert situation.lift is None
    assert situation.technique == ""
