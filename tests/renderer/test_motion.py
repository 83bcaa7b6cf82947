"""Tests for keys played on a body: smooth, balanced, feet that stay, hands that hold."""

from __future__ import annotations

import numpy as np
import pytest

from renderer import truth
from renderer.balance import centre_of_mass, support
from renderer.core import Body, Doing, Moment
from renderer.keyframes import Score, minimum_jerk, mirrored, moved
from renderer.motion import KeyedMotion, Performance, Sway
from renderer.movements.holds import Hand, foot, standing, vector
from renderer.movements.joining import Routine
from renderer.posing import pose
from renderer.skeleton import Skeleton


@pytest.fixture(scope="module")
def skeleton(body: Body) -> Skeleton:
    return Skeleton(body)


def reaching(skeleton: Skeleton) -> Score:
    start = standing(skeleton)
    held = Hand("room", vector(-0.1, -0.35, 1.0), vector(0, -1, 0), vector(1, 0, 0))
    score = Score(start)
    score.stay(0.5)
    score.but(1.0, tilt_deg=30.0, flexion_deg=20.0, hands={"R": held})
    score.stay(0.5)
    score.go(1.0, start)
    return score


def played(skeleton: Skeleton, score: Score, times_s: np.ndarray) -> list[Moment]:
    motion = KeyedMotion(skeleton, score, Sway(np.random.default_rng(1)))
    performance = Performance(motion, score.now_s, name="reach", task="other")
    return list(performance.moments(times_s))


def test_minimum_jerk_starts_and_ends_at_rest() -> None:
    assert minimum_jerk(-1) == 0
    assert minimum_jerk(0.5) == pytest.approx(0.5)
    assert minimum_jerk(2) == 1
    assert minimum_jerk(0.01) < 1e-4


def test_the_same_times_give_the_same_moments(skeleton: Skeleton) -> None:
    times_s = np.linspace(0, 3, 7)
    score = reaching(skeleton)
    forwards = played(skeleton, score, times_s)
    backwards = played(skeleton, score, times_s[::-1])[::-1]
    for one, other in zip(forwards, backwards, strict=True):
        assert np.array_equal(one.placed.positions, other.placed.positions)
        assert np.array_equal(one.placed.rotations, other.placed.rotations)


def test_feet_stay_where_they_stand(skeleton: Skeleton) -> None:
    moments = played(skeleton, reaching(skeleton), np.linspace(0, 3, 13))
    ankles = np.array([m.placed.positions[skeleton.index["foot.L"]] for m in moments])
    assert np.ptp(ankles, axis=0) == pytest.approx(np.zeros(3), abs=1e-6)


def test_a_step_is_lifted_and_lands(skeleton: Skeleton) -> None:
    score = Score(standing(skeleton))
    score.but(1.0, feet={"L": foot(skeleton, "L", 0.13, -0.3)})
    moments = played(skeleton, score, np.array([0.0, 0.5, 1.0]))
    ankles = np.array([m.placed.positions[skeleton.index["foot.L"]] for m in moments])
    assert ankles[1, 2] > ankles[0, 2] + 0.05
    assert ankles[2] == pytest.approx(foot(skeleton, "L", 0.13, -0.3).ankle, abs=1e-6)


def test_a_hand_keeps_what_it_holds_while_the_body_sways(skeleton: Skeleton) -> None:
    moments = played(skeleton, reaching(skeleton), np.linspace(1.5, 2.0, 5))
    wrists = np.array([m.placed.positions[skeleton.index["wrist.R"]] for m in moments])
    assert np.abs(wrists - vector(-0.1, -0.35, 1.0)).max() < 0.002


@pytest.mark.parametrize("tilt_deg", [0.0, 45.0, 85.0])
def test_the_centre_of_mass_is_over_the_feet(skeleton: Skeleton, tilt_deg: float) -> None:
    posture = standing(skeleton).but(tilt_deg=tilt_deg, knee_deg=20)
    over = centre_of_mass(pose(skeleton, posture)) - support(posture.feet, 0.5)
    assert np.linalg.norm(over[:2]) < 0.005


@pytest.mark.parametrize("knee_deg", [5.0, 60.0, 110.0])
def test_knees_bend_as_far_as_written(skeleton: Skeleton, knee_deg: float) -> None:
    score = Score(standing(skeleton).but(knee_deg=knee_deg))
    placed = KeyedMotion(skeleton, score).placed(0.0)
    found = truth.measures(skeleton, placed, 0.0)["knee_flexion_deg"]
    assert found == pytest.approx(knee_deg, abs=0.5)


def test_the_gaze_is_brought_to_what_is_looked_at(skeleton: Skeleton) -> None:
    left, right = (
        pose(skeleton, standing(skeleton).but(gaze=vector(x, -1, 1.4))).turned("head")
        for x in (0.8, -0.8)
    )
    assert (left @ vector(0, -1, 0))[0] > 0.2
    assert (right @ vector(0, -1, 0))[0] < -0.2


def test_a_mirrored_posture_twice_is_itself(skeleton: Skeleton) -> None:
    posture = reaching(skeleton).postures[2].but(rotation_deg=20.0, gaze=vector(1, -1, 1))
    again = mirrored(mirrored(posture))
    assert again.rotation_deg == posture.rotation_deg
    assert np.array_equal(again.hands["R"].at, posture.hands["R"].at)
    assert again.gaze is not None
    assert np.array_equal(again.gaze, vector(1, -1, 1))


def test_a_score_backwards_is_where_it_was_as_long_before_its_end(skeleton: Skeleton) -> None:
    score = reaching(skeleton)
    back = KeyedMotion(skeleton, score.backwards())
    there = KeyedMotion(skeleton, score)
    for t_s in (0.7, 1.6, 2.4):
        one, other = there.placed(t_s), back.placed(score.now_s - t_s)
        assert np.allclose(one.positions, other.positions, atol=1e-9)


def test_a_score_goes_on_with_another_from_one_of_its_times(skeleton: Skeleton) -> None:
    score, other = Score(standing(skeleton)), reaching(skeleton)
    score.stay(1.0)
    score.then(other, 0.3)
    assert score.now_s == pytest.approx(1.0 + other.now_s - 0.3)
    assert score.postures[2:] == other.postures[1:]


def test_a_posture_that_is_moved_is_the_same_elsewhere(skeleton: Skeleton) -> None:
    low, by = reaching(skeleton).postures[2], vector(0.3, -0.2, 0.0)
    here, there = pose(skeleton, low), pose(skeleton, moved(low, by))
    assert np.allclose(there.positions, here.positions + by, atol=1e-6)


def test_a_routine_steps_into_the_next_stance_and_knows_what_is_done_when(
    skeleton: Skeleton,
) -> None:
    far = standing(skeleton).but(feet={"L": foot(skeleton, "L", 0.13, -0.4)})
    score = Score(far)
    score.stay(1.2)
    score.but(1.0, tilt_deg=40.0)
    score.go(1.0, far)
    part = Performance(
        KeyedMotion(skeleton, score), score.now_s, name="bow", task="lift", lift_s=(2.2, 3.2)
    )
    routine = Routine(skeleton, standing(skeleton))
    routine.play(part, Doing(0, 0, advice=("pick-up-light",)), back=True)
    done = routine.finished(np.random.default_rng(0), "twice", "living")
    there, back, after = done.doings
    assert (there.task, there.advice, after.task) == ("lift", ("pick-up-light",), "")
    assert there.end_s == back.start_s
    assert there.lift_s is not None
    assert there.lift_s[1] == pytest.approx(there.end_s)
    ankles = np.array(
        [m.placed.positions[skeleton.index["foot.R"]] for m in done.moments(np.linspace(0, 9, 30))]
    )
    assert np.ptp(ankles, axis=0).max() < 1e-3  # the right foot stood well already


def test_sway_is_small(skeleton: Skeleton) -> None:
    score = Score(standing(skeleton))
    score.stay(6.0)
    moments = played(skeleton, score, np.linspace(0, 6, 40))
    leans = [truth.measures(skeleton, m.placed, 0.0)["trunk_inclination_deg"] for m in moments]
    assert 0.05 < np.ptp(leans) < 4
