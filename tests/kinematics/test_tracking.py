"""Who is judged: the same person all along, never somebody passing by, never a chair."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from mannequin import keyed, mannequin, times

from posturecheck.core import Joint
from posturecheck.kinematics.body import bodies_of
from posturecheck.kinematics.tracking import (
    ALONE_FORGET_S,
    CHOOSE_AFTER_S,
    LEFT_S,
    PersonTracker,
    chosen,
)
from posturecheck.kinematics.tracks import looks_like_a_person

MOVING, STILL = 0.4, 0.03


def _at(x: float, distance_m: float = 3.0, motion: float = MOVING, **body):
    return mannequin(at_px=(x, 250.0), distance_m=distance_m, motion=motion, **body)


def _follow(follower: PersonTracker, film):
    """Follow a film of (seconds, {name: pose}); return (seconds, name followed or None)."""
    followed = []
    for i, (t, cast) in enumerate(film):
        # The detector gives people in no particular order.
        people = list(cast.items())[:: 1 if i % 2 else -1]
        body = follower.follow(t, bodies_of(t, tuple(p for _, p in people)))
        followed.append((t, next((name for name, p in people if body and p is body.pose), None)))
    return followed


def _names(followed, after_s: float = CHOOSE_AFTER_S + 0.1, before_s: float = 1e9) -> set:
    return {name for t, name in followed if after_s <= t <= before_s}


@pytest.mark.parametrize("rate_hz", [10, 30])
@pytest.mark.parametrize("distance_m", [2.0, 3.0, 5.0])
def test_someone_walking_past_does_not_take_over(distance_m, rate_hz):
    walk = keyed((2.0, 40.0), (5.0, 600.0))
    film = [
        (t, {"me": _at(300)} | ({"passer": _at(walk(t), distance_m)} if 2 <= t <= 5 else {}))
        for t in times(7.0, rate_hz)
    ]
    assert _names(_follow(PersonTracker(), film)) == {"me"}


def test_someone_nearer_who_comes_and_stays_does_not_take_over():
    film = [
        (t, {"me": _at(200)} | ({"carer": _at(450, 2.0)} if t > 2 else {})) for t in times(20.0, 10)
    ]
    assert _names(_follow(PersonTracker(), film)) == {"me"}


def test_nobody_is_judged_before_everybody_was_looked_at_for_a_second():
    film = [(t, {"me": _at(300)}) for t in times(3.0)]
    followed = _follow(PersonTracker(), film)
    assert _names(followed, 0.0, CHOOSE_AFTER_S - 0.1) == {None}
    assert _names(followed) == {"me"}


def test_an_empty_room_has_nobody():
    assert PersonTracker().follow(0.0, bodies_of(0.0, ())) is None
    assert chosen([], "main") is None


@pytest.mark.parametrize("choice", ["main", "left", "right", "largest"])
def test_furniture_that_never_moves_is_nobody(choice):
    film = [(t, {"chair": _at(300, 2.0, motion=STILL)}) for t in times(10.0, 10)]
    assert _names(_follow(PersonTracker(choice), film), 0.0) == {None}


@pytest.mark.parametrize("choice", ["main", "left", "right", "largest"])
def test_a_person_is_followed_among_furniture(choice):
    film = [
        (t, {"chair": _at(150, 2.0, motion=STILL), "me": _at(350), "lamp": _at(560, 2, STILL)})
        for t in times(5.0, 10)
    ]
    assert _names(_follow(PersonTracker(choice), film)) == {"me"}


def test_a_flapping_curtain_is_nobody_for_it_has_no_persons_proportions():
    pose = _at(300)
    points = pose.points_m.copy()
    points[[Joint.LEFT_KNEE, Joint.RIGHT_KNEE]] *= 4
    curtain = replace(pose, points_m=points)
    film = [(t, {"curtain": curtain}) for t in times(5.0, 10)]
    assert _names(_follow(PersonTracker(), film), 0.0) == {None}


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("left", "small"), ("main", "large"), ("largest", "large"), ("right", "middle")],
)
def test_one_of_three_can_be_asked_for(choice, expected):
    cast = {"small": _at(100, 5.0), "large": _at(320, 2.5), "middle": _at(560, 4.0)}
    film = [(t, cast) for t in times(3.0, 10)]
    assert _names(_follow(PersonTracker(choice), film)) == {expected}


def test_somebody_in_view_for_a_moment_is_not_the_one_on_the_left():
    follower = PersonTracker()
    for t in times(10.0, 10):
        brief = (_at(60),) if t < 2 else ()
        follower.link(t, bodies_of(t, (_at(300), _at(500), *brief)))
    left = chosen(follower.tracks, "left")
    assert next(t for t in follower.tracks if t.number == left).centre_x_px == pytest.approx(
        300, abs=5
    )


def test_the_main_one_is_there_longest_and_largest():
    follower = PersonTracker()
    for t in times(12.0, 10):
        near = (_at(500, 2.5),) if t > 9 else ()
        follower.link(t, bodies_of(t, (_at(200, 3.0), *near)))
    numbers = {choice: chosen(follower.tracks, choice) for choice in ("main", "largest")}
    assert numbers == {"main": 1, "largest": 2}


@pytest.mark.parametrize("company", [True, False], ids=["in company", "alone"])
def test_who_comes_back_within_three_seconds_is_the_same(company):
    away = 2.0, 4.7
    film = [
        (
            t,
            ({} if away[0] <= t <= away[1] else {"me": _at(200, 2.5)})
            | ({"other": _at(520)} if company else {}),
        )
        for t in times(9.0, 10)
    ]
    followed = _follow(PersonTracker(), film)
    assert _names(followed, *away) == {None}
    assert _names(followed, away[1] + 0.1) == {"me"}


def test_who_was_alone_and_comes_back_within_a_minute_is_the_same():
    follower = PersonTracker()
    _follow(follower, [(t, {"me": _at(300)}) for t in times(3.0, 10)])
    back = [(t, {"me": _at(320)}) for t in times(3.0, 10, start_s=0.9 * ALONE_FORGET_S)]
    assert _names(_follow(follower, back)) == {"me"}
    assert len(follower.tracks) == 1


def test_who_comes_back_after_longer_is_followed_again_after_a_second_look():
    follower = PersonTracker()
    _follow(follower, [(t, {"me": _at(300)}) for t in times(3.0, 10)])
    back = [(t, {"me": _at(320)}) for t in times(4.0, 10, start_s=300.0)]
    assert _names(_follow(follower, back), 300 + CHOOSE_AFTER_S + 0.1) == {"me"}


def test_a_passer_by_who_was_chosen_first_does_not_blind_for_ever():
    walk = keyed((0, 300), (3, 620))
    film = [
        (t, ({"passer": _at(walk(t))} if t < 3 else {}) | ({"me": _at(80)} if t > 2 else {}))
        for t in times(20.0, 10)
    ]
    followed = _follow(PersonTracker(), film)
    assert _names(followed, 1.1, 2.9) == {"passer"}
    assert _names(followed, 3.0 + LEFT_S + 0.2) == {"me"}


def test_lost_is_nobody_even_with_somebody_else_in_view():
    film = [
        (t, ({"me": _at(200, 2.5)} if t < 3 else {}) | {"other": _at(520)}) for t in times(6.0, 10)
    ]
    followed = _follow(PersonTracker(), film)
    assert _names(followed, 1.1, 2.9) == {"me"}
    assert _names(followed, 3.1) == {None}


@pytest.mark.parametrize("wanted", ["me", "other"])
def test_a_track_that_a_look_ahead_found_is_honoured_from_the_first_frame(wanted):
    film = [(t, {"me": _at(200, 2.5), "other": _at(520)}) for t in times(3.0, 10)]
    ahead = PersonTracker()
    people = tuple(film[0][1].values())[::-1]  # in the order of _follow
    numbers = ahead.link(0.0, bodies_of(0.0, people))
    known = dict(zip(["other", "me"], numbers, strict=True))[wanted]
    assert _names(_follow(PersonTracker(known=known), film), 0.0) == {wanted}


def test_a_body_cannot_jump_across_the_picture():
    follower = PersonTracker()
    first = follower.link(0.0, bodies_of(0.0, (_at(40),)))
    second = follower.link(0.03, bodies_of(0.03, (_at(600),)))
    assert first != second


@pytest.mark.parametrize("gap_s", [0.03, 0.3, 1.0, 2.5])
def test_nobody_becomes_the_table_beside_which_she_walks_in(gap_s):
    # A tripod table drawn as a body of 32 pixels; a person of 155 walks in 66 pixels away.
    follower = PersonTracker()
    for t in times(3.0, 10):
        table = follower.link(t, bodies_of(t, (_at(300, 12.0, motion=0.0),)))
    walked_in_s = 2.9 + gap_s
    person = follower.link(walked_in_s, bodies_of(walked_in_s, (_at(330, 2.5, motion=0.3),)))
    assert person != table


def test_a_person_who_comes_close_stays_the_same():
    follower = PersonTracker()
    away = keyed((0, 6.0), (1.5, 2.0))
    seen = {tuple(follower.link(t, bodies_of(t, (_at(300, away(t)),)))) for t in times(1.5, 10)}
    assert seen == {(1,)}


def test_a_cut_may_move_the_person_anywhere():
    follower = PersonTracker()
    for t in times(2.0):
        before = follower.link(t, bodies_of(t, (_at(40),)))
    after_cut = _at(600, motion=float("nan"))
    assert follower.link(2.03, bodies_of(2.03, (after_cut,))) == before


@pytest.mark.parametrize("rate_hz", [10, 30, 60])
def test_two_who_swap_places_keep_their_numbers_at_any_frame_rate(rate_hz):
    right, left = keyed((0, 100), (3, 540)), keyed((0, 540), (3, 100))
    follower = PersonTracker()
    for t in times(3.0, rate_hz):
        numbers = follower.link(t, bodies_of(t, (_at(right(t), 2.2), _at(left(t), 4.5))))
    assert numbers == [1, 2]


@pytest.mark.parametrize("rate_hz", [10, 30, 60])
def test_a_body_that_moves_for_a_third_of_a_second_is_somebody_at_any_frame_rate(rate_hz):
    def moved_for(seconds: float) -> bool:
        follower = PersonTracker()
        for t in times(3.0, rate_hz):
            follower.link(t, bodies_of(t, (_at(300, motion=MOVING if t < seconds else STILL),)))
        return follower.tracks[0].is_person

    assert moved_for(0.6)
    assert not moved_for(0.15)


def test_phantoms_are_forgotten_so_that_memory_stays_small():
    follower = PersonTracker()
    for i in range(50):
        follower.link(4.0 * i, bodies_of(4.0 * i, (_at(100, 3, STILL), _at(500, 3, STILL))))
    assert len(follower.tracks) <= 4


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"flexion": 90.0, "spine": 60.0},
        {"flexion": 40.0, "knee": 130.0},
        {"hip": 90.0, "knee": 90.0},
        {"scale": 0.85, "yaw": 120.0},
    ],
)
def test_people_look_like_people_whatever_they_do(body):
    assert looks_like_a_person(mannequin(**body))


@pytest.mark.parametrize(
    ("joints", "factor"),
    [
        ([Joint.LEFT_KNEE], 4.0),
        ([Joint.RIGHT_KNEE], 0.1),
        ([Joint.NOSE], 3.0),
        (list(Joint), 2.0),
        (list(Joint), 0.3),
    ],
)
def test_a_body_with_impossible_proportions_is_no_person(joints, factor):
    points = mannequin().points_m.copy()
    points[joints] *= factor
    assert not looks_like_a_person(replace(mannequin(), points_m=points))


def test_a_head_between_the_shoulders_is_no_person():
    points = mannequin().points_m.copy()
    points[Joint.NOSE] = points[[Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER]].mean(axis=0)
    assert not looks_like_a_person(replace(mannequin(), points_m=points))


def test_a_body_that_is_not_a_number_is_no_person():
    nowhere = np.full((len(Joint), 3), np.nan)
    assert not looks_like_a_person(replace(mannequin(), points_m=nowhere))
