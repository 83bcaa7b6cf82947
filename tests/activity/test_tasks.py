"""What task is recognised, from a scripted body; and above all what is not."""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mannequin import LEGS, keyed, mannequin, times

from posturecheck.activity.recognition import ActivityTracker
from posturecheck.activity.situation import MovementState
from posturecheck.activity.tasks import FADE_S, MOST, TaskFinder
from posturecheck.core import UNSEEN, Floats, Joint, Pose, Posture, Reading
from posturecheck.kinematics.angles import ROTATION_GAIN, measure
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.neutral_stance import Stance

HANDS = ((Joint.LEFT_WRIST, Joint.LEFT_HAND), (Joint.RIGHT_WRIST, Joint.RIGHT_HAND))
Film = Iterable[tuple[float, Pose]]
At = tuple[float, float, float]  # to the left, above the floor, ahead of the hips; metres


def body(lean: float = 4.0, left: At | None = None, right: At | None = None, **more) -> Pose:
    """The mannequin, facing the camera, with each wrist put where it is wanted."""
    pose = mannequin(flexion=lean, **more)
    points = pose.points_m.copy()
    floor = points[[Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE], 1].min() - 0.08
    for (wrist, hand), at in zip(HANDS, (left, right), strict=True):
        if at is not None:
            points[wrist] = np.array([at[0], floor + at[1], at[2]])
            points[hand] = points[wrist] + (0.0, -0.05, 0.03)
    return replace(pose, points_m=points)


def both(height: float, ahead: float, apart: float = 0.3, aside: float = 0.0) -> dict[str, At]:
    return {
        "left": (aside + apart / 2, height, ahead),
        "right": (aside - apart / 2, height, ahead),
    }


def recognised(film: Film, finder: TaskFinder | None = None) -> list[tuple[float, str]]:
    """The task at every moment, as the pipeline asks for it."""
    finder, activity = finder or TaskFinder(), ActivityTracker()
    told = []
    for t_s, pose in film:
        posture, level = measure(Body(t_s, pose), Stance())
        told.append((t_s, finder.update(activity.update(posture, level), level)))
    return told


def named(film: Film) -> set[str]:
    return {task for _, task in recognised(film)} - {"other"}


def last(film: Film) -> str:
    return recognised(film)[-1][1]


def standing(seconds: float = 2.0, start_s: float = 0.0, rate: float = 15.0) -> Film:
    return [(t, body()) for t in times(seconds, rate, start_s=start_s)]


def bend_and_rise(
    low: Callable[[float], dict[str, At]],
    lean_deg: float,
    *,
    stays_s: float = 0.5,
    held: dict[str, At] | None = None,
    rate: float = 15.0,
    start_s: float = 0.0,
) -> Film:
    """Stand, bend to where ``low`` puts the hands (0 to 1: the way there), rise."""
    down, up = 1.0, 1.0 + 1.2
    deep = keyed((0, 0), (down, 0), (up, 1), (up + stays_s, 1), (up + stays_s + 1.2, 0), (99, 0))
    risen_s = up + stays_s + 0.9
    for t in times(risen_s + 2.0, rate):
        share = deep(t)
        hands = held if held is not None and t > risen_s else low(share) if share else {}
        yield start_s + t, body(4 + (lean_deg - 4) * share, **hands)


def to_box(share: float) -> dict[str, At]:
    return both(0.86 - 0.66 * share, 0.1 + 0.3 * share, 0.35)


def to_shoe(share: float) -> dict[str, At]:
    return both(0.86 - 0.72 * share, 0.12 * share, 0.16)


def to_rack(share: float) -> dict[str, At]:
    return {"right": (-0.1, 0.86 - 0.36 * share, 0.1 + 0.5 * share)}


def lift(**more) -> Film:
    return bend_and_rise(to_box, 80, held=both(1.0, 0.3, 0.35), **more)


def shoes(**more) -> Film:
    return bend_and_rise(to_shoe, 100, stays_s=3.0, **more)


def rack(**more) -> Film:
    return bend_and_rise(to_rack, 60, held={"right": (-0.1, 1.0, 0.35)}, **more)


def washing(seconds: float = 6.0, rate: float = 15.0, start_s: float = 0.0) -> Film:
    for t in times(seconds, rate, start_s=start_s):
        swirl = 0.06 * math.sin(2 * math.pi * t / 1.1)
        yield t, body(35, **both(0.92, 0.45 + swirl, 0.2, swirl))


def broom(seconds: float = 7.0, rate: float = 15.0) -> Film:
    for t in times(seconds, rate):
        aside = 0.2 * math.sin(2 * math.pi * t / 2.2)
        yield t, body(30, left=(aside, 1.0, 0.3), right=(aside, 0.78, 0.5))


def reaching_up(rate: float = 15.0) -> Film:
    height = keyed((0, 0.9), (1.5, 0.9), (2.5, 1.8), (3.5, 1.8), (4.5, 0.9), (6, 0.9))
    for t in times(6.0, rate):
        yield t, body(4, right=(-0.15, height(t), 0.25))


def seat(rate: float = 15.0, start_s: float = 0.0) -> Film:
    """Stand, sit down with the hands on the thighs, stay, get up."""
    bent = keyed((0, 0), (1.5, 0), (3, 1), (5, 1), (6.5, 0), (9, 0))
    for t in times(8.0, rate):
        share = bent(t)
        pose = body(
            4 + 30 * math.sin(math.pi * share),
            knee=90 * share,
            hip=90 * share + 4 + 30 * math.sin(math.pi * share),
            **(both(0.85 - 0.3 * share, 0.2) if share else {}),
        )
        yield start_s + t, pose


SIGNS: dict[str, Callable[..., Film]] = {
    "lift": lift,
    "shoes": shoes,
    "dishwasher": rack,
    "sink": washing,
    "sweep": broom,
    "reach-high": reaching_up,
    "sit-stand": seat,
}


@pytest.mark.parametrize("task", SIGNS)
def test_a_task_is_recognised_by_its_sign_and_by_no_other(task: str) -> None:
    assert named(SIGNS[task]()) == {task}


@pytest.mark.parametrize("task", SIGNS)
@pytest.mark.parametrize("rate", [10.0, 60.0])
def test_it_is_recognised_at_the_same_time_whatever_the_frame_rate(task: str, rate: float) -> None:
    def first_s(at_rate: float) -> float:
        return next(t for t, told in recognised(SIGNS[task](rate=at_rate)) if told == task)

    assert first_s(rate) == pytest.approx(first_s(20.0), abs=0.3)


@pytest.mark.parametrize("yaw", [-120, -60, 50, 90])
def test_a_load_is_recognised_whichever_way_the_person_faces(yaw: float) -> None:
    turned = [(t, _turned(pose, yaw)) for t, pose in lift()]
    assert named(turned) == {"lift"}


def test_shoes_are_known_while_the_hands_are_still_at_them() -> None:
    told = dict(recognised(shoes()))
    assert next(t for t, task in told.items() if task == "shoes") < 4.5  # rises from 5.2 s on


def test_a_box_that_takes_long_to_grip_is_a_lift_once_it_is_carried() -> None:
    assert last(lift(stays_s=3.0)) == "lift"


def test_one_low_reach_from_which_nothing_is_brought_names_nothing() -> None:
    assert named(bend_and_rise(to_rack, 60)) == set()


def test_standing_names_nothing() -> None:
    assert named(standing(8.0)) == set()


def test_talking_with_the_hands_names_nothing() -> None:
    rng = np.random.default_rng(3)
    keys = {
        side: [
            keyed(*((i * 0.8, rng.uniform(*span)) for i in range(25)))
            for span in ((0.1, 0.4), (0.9, 1.35), (0.15, 0.5))
        ]
        for side in ("left", "right")
    }

    def at(side: str, t: float) -> At:
        out, up, ahead = (key(t) for key in keys[side])
        return (out if side == "left" else -out, up, ahead)

    film = [(t, body(5, left=at("left", t), right=at("right", t))) for t in times(18.0, 15)]
    assert named(film) == set()


def test_walking_names_nothing() -> None:
    film = []
    for t in times(10.0, 15):
        swing = math.sin(2 * math.pi * t / 1.1)
        pose = mannequin(knee=(20 + 20 * swing, 20 - 20 * swing), at_px=(120 + 40 * t, 250), yaw=90)
        film.append((t, pose))
    assert named(film) == set()


def test_swinging_the_trunk_from_side_to_side_is_neither_sink_nor_broom() -> None:
    film = []
    for t in times(8.0, 15):
        swing = math.sin(2 * math.pi * t / 1.5)
        hands = both(1.05, 0.4, 0.15, 0.12 * swing)
        film.append((t, body(25, **hands, rotation=40 * swing / ROTATION_GAIN)))
    assert named(film) == set()


def test_a_squat_to_a_low_rack_is_no_chair() -> None:
    bent = keyed((0, 0), (1.5, 0), (3, 1), (6, 1), (7.5, 0), (9, 0))
    film = []
    for t in times(9.0, 15):
        share = bent(t)
        hand = {"right": (-0.1, 0.86 - 0.3 * share, 0.1 + 0.4 * share)}
        film.append((t, body(4 + 4 * share, knee=90 * share, hip=98 * share, **hand)))
    assert "sit-stand" not in named(film)


def test_hidden_legs_leave_the_sink_and_the_broom_recognisable() -> None:
    for task, film in (("sink", washing()), ("sweep", broom())):
        assert named((t, _unseen(pose, LEGS)) for t, pose in film) == {task}


def test_with_hidden_legs_nothing_false_is_said_of_who_gets_low() -> None:
    for film in (seat(), shoes(), lift()):
        told = named((t, _unseen(pose, LEGS)) for t, pose in film)
        assert told <= {"lift", "shoes"}
    assert named((t, _unseen(pose, LEGS)) for t, pose in seat()) == set()


def test_hands_that_are_not_seen_tell_nothing() -> None:
    wrists = (Joint.LEFT_WRIST, Joint.RIGHT_WRIST)
    for film in (lift(), rack(), washing(), broom(), reaching_up()):
        assert named((t, _unseen(pose, wrists)) for t, pose in film) == set()


def test_nan_teaches_nothing_and_raises_nothing() -> None:
    finder = TaskFinder()
    nowhere = Body(0.0, replace(mannequin(), points_m=np.full((23, 3), math.nan)))
    for t in times(3.0, 15):
        unseen = MovementState(Posture(t, {"trunk_inclination_deg": UNSEEN}))
        assert finder.update(unseen, nowhere) == "other"
        leaning = MovementState(Posture(t + 0.01, {"trunk_inclination_deg": Reading(60.0, 3.0)}))
        assert finder.update(leaning, nowhere) == "other"


@pytest.mark.slow
def test_a_task_outlasts_standing_about_and_is_forgotten_after_some_tens_of_seconds() -> None:
    for rate in (10.0, 60.0):
        finder = TaskFinder()
        end_s = recognised(washing(6.0, rate), finder)[-1][0]
        waiting = recognised(standing(60.0, end_s + 0.1, rate), finder)
        forgotten_s = next(t for t, task in waiting if task == "other") - end_s
        assert 20.0 < forgotten_s < FADE_S * math.log(MOST / 0.4) + 1.0


def test_a_gap_without_anybody_in_view_counts_as_time_without_a_sign() -> None:
    finder = TaskFinder()
    end_s = recognised(washing(6.0), finder)[-1][0]
    assert recognised(standing(0.2, end_s + 5.0), finder)[0][1] == "sink"
    assert recognised(standing(0.2, end_s + 60.0), finder)[0][1] == "other"


def test_another_task_takes_over_as_soon_as_it_is_clear() -> None:
    finder = TaskFinder()
    end_s = recognised(washing(20.0), finder)[-1][0]
    told = recognised(shoes(start_s=end_s + 0.1), finder)
    assert told[0][1] == "sink"
    assert told[-1][1] == "shoes"
    changes = [after for (_, before), (_, after) in pairwise(told) if after != before]
    assert changes == ["shoes"]


def test_who_stays_down_and_works_there_has_fetched_nothing() -> None:
    assert (
        named(bend_and_rise(to_rack, 60, stays_s=8.0, held={"right": (-0.1, 1.0, 0.35)})) == set()
    )


def test_washing_up_must_be_work_and_not_leaning_on_the_worktop() -> None:
    film = [(t, body(35, **both(0.92, 0.45, 0.2))) for t in times(8.0, 15)]
    assert named(film) == set()


@pytest.mark.slow
def test_the_memory_is_bounded() -> None:
    finder = TaskFinder()
    recognised(washing(40.0, 60.0), finder)
    assert len(finder._window) <= 27


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.floats(-20, 110),
            st.floats(-0.2, 2.2),
            st.floats(-0.5, 1.0),
            st.floats(0, 0.9),
            st.sampled_from(["", "squat", "seated", "half-kneel", "seated-foot-up", "lying"]),
        ),
        min_size=5,
        max_size=40,
    )
)
def test_whatever_the_body_does_one_known_task_is_named(moments) -> None:
    finder = TaskFinder()
    for i, (lean, height, ahead, apart, technique) in enumerate(moments):
        pose = body(lean, **both(height, ahead, apart))
        posture, level = measure(Body(i / 10, pose), Stance())
        told = finder.update(MovementState(posture, technique), level)
        assert told in {*SIGNS, "other"}


def _turned(pose: Pose, yaw_deg: float) -> Pose:
    a = math.radians(yaw_deg)
    turn: Floats = np.array(
        [[math.cos(a), 0, math.sin(a)], [0, 1, 0], [-math.sin(a), 0, math.cos(a)]]
    )
    return replace(pose, points_m=pose.points_m @ turn.T)


def _unseen(pose: Pose, joints: Iterable[Joint]) -> Pose:
    visibility = pose.visibility.copy()
    visibility[list(joints)] = 0.0
    return replace(pose, visibility=visibility)
