"""A room without people gives nothing: before somebody comes, in between, and after she left."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from mannequin import keyed, mannequin, times

from posturecheck.clips.first_pass import FirstPass
from posturecheck.clips.judging import Judged, judge_trace
from posturecheck.clips.options import CheckOptions
from posturecheck.core import Episode, Joint, NobodySeenError, People, Pose
from posturecheck.pipeline import Checker, Subject, run
from posturecheck.profiles.settings import Profile
from posturecheck.sinks.totals import Totals
from posturecheck.sources.trace import Trace, TraceDetector, frames_of

Film = Callable[[float], People]
RATE_HZ = 15
STILL, MOVING = 0.03, 0.3


def table(x_px: float, distance_m: float = 3.0, motion: float = STILL) -> Pose:
    """A tripod table, drawn as a body that bends to 98 degrees; 12 m away it has 23 pixels."""
    return mannequin(flexion=98, at_px=(x_px, 250), distance_m=distance_m, motion=motion)


def woman(flexion: float = 4.0, x_px: float = 320, motion: float = MOVING) -> Pose:
    return mannequin(flexion=flexion, yaw=70, at_px=(x_px, 250), distance_m=2.5, motion=motion)


def bend(start_s: float) -> Callable[[float], float]:
    """Bend to 75 degrees, two seconds long."""
    return keyed((start_s, 4), (start_s + 1, 75), (start_s + 2, 75), (start_s + 3, 4))


def checked(film: Film, seconds: float) -> Judged:
    ahead = FirstPass()
    with Trace() as trace:
        for t in times(seconds, RATE_HZ):
            trace.append(t, film(t))
            ahead.observe(t, film(t))
        return judge_trace("a.mp4", trace, ahead, CheckOptions())


def watched(film: Film, seconds: float) -> tuple[list[Episode], Totals]:
    """What live says: nothing is known ahead."""
    totals = Totals()
    with Trace() as trace:
        for t in times(seconds, RATE_HZ):
            trace.append(t, film(t))
        checker = Checker(Profile(), Subject(), "other", 0.0)
        last = run(frames_of(trace), TraceDetector(trace), checker, (totals,))
    totals.close()
    return [*totals.episodes, *last], totals


def leans(episodes: Iterable[Episode]) -> list[float]:
    return sorted(e.start_s for e in episodes if e.rule == "deep-lean")


def within_a_second_of(starts_s: Iterable[float]) -> list[float]:
    """When a bend that begins then is over a limit: a straight back is spared at first."""
    return pytest.approx([start_s + 0.5 for start_s in starts_s], abs=0.75)


def assert_only(film: Film, seconds: float, starts_s: list[int], there_s: float) -> None:
    """Only the bends that begin then are judged, and only a person's time is counted as seen."""
    judged = checked(film, seconds)
    assert leans(judged.episodes) == within_a_second_of(starts_s)
    assert judged.totals.seen_s == pytest.approx(there_s, abs=1.0)
    live, totals = watched(film, seconds)
    assert leans(live) == within_a_second_of(starts_s)
    assert totals.seen_s <= judged.totals.seen_s + 0.2


@pytest.mark.parametrize("distance_m", [2.5, 6.0, 12.0])
def test_a_table_beside_which_somebody_walks_in_is_not_judged(distance_m: float) -> None:
    def film(t: float) -> People:
        return (woman(bend(8)(t)),) if t > 5 else (table(270, distance_m),)

    assert_only(film, 13, [8], 8)


def test_a_table_that_is_there_all_along_is_nobody_either() -> None:
    def film(t: float) -> People:
        return (table(270), woman(bend(8)(t))) if t > 5 else (table(270),)

    assert_only(film, 13, [8], 8)


@pytest.mark.parametrize("gap_s", [0.0, 0.3, 0.7, 2.0, 8.0])
@pytest.mark.parametrize("x_px", [360, 560])
@pytest.mark.slow
def test_what_is_drawn_once_she_has_left_is_not_judged(gap_s: float, x_px: float) -> None:
    leaves = keyed((7, 320), (9, 620))

    def film(t: float) -> People:
        if t < 9:
            return (woman(bend(3)(t), leaves(t)),)
        return (table(x_px),) if t > 9 + gap_s else ()

    assert_only(film, 20, [3], 9)


@pytest.mark.parametrize("away_s", [2.0, 10.0, pytest.param(40.0, marks=pytest.mark.slow)])
def test_who_goes_out_and_comes_back_is_judged_and_the_table_in_between_is_not(
    away_s: float,
) -> None:
    leaves = keyed((7, 320), (9, 620), (9 + away_s, 620), (11 + away_s, 320))
    back_s = 9 + away_s

    def film(t: float) -> People:
        there = (woman(bend(3)(t) if t < 9 else bend(back_s + 4)(t), leaves(t)),)
        return there if not 9 <= t < back_s else (table(250),) if t > 9.6 else ()

    assert_only(film, back_s + 9, [3, round(back_s + 4)], 18)


def test_a_table_that_stays_in_view_does_not_keep_her_track_from_who_comes_back() -> None:
    leaves = keyed((7, 320), (9, 620), (19, 620), (21, 320))

    def film(t: float) -> People:
        there = (woman(bend(3)(t) if t < 9 else bend(23)(t), leaves(t)),)
        return (() if 9 <= t < 19 else there) + ((table(250),) if t > 9.6 else ())

    assert_only(film, 28, [3, 23], 18)


def test_a_cut_to_an_empty_room_and_back_is_none_of_her_bends() -> None:
    cuts_s = [t for t in times(24, RATE_HZ) if min(abs(t - 8), abs(t - 16)) < 0.5 / RATE_HZ]

    def film(t: float) -> People:
        motion = math.nan if t in cuts_s else STILL if 8 <= t < 16 else MOVING
        if 8 <= t < 16:
            return (table(200, motion=motion),)
        return (woman(bend(3)(t) if t < 8 else bend(19)(t), motion=motion),)

    assert_only(film, 24, [3, 19], 16)


def test_who_stands_still_for_ten_seconds_first_is_judged_from_the_movement_on() -> None:
    def film(t: float) -> People:
        return (woman(bend(11)(t), motion=MOVING if t >= 10 else STILL),)

    judged = checked(film, 16)
    assert leans(judged.episodes) == within_a_second_of([11])
    assert judged.stance.known  # found while she stood still
    assert judged.totals.seen_s == pytest.approx(16 - 9, abs=0.2)
    lean_deg = judged.posture["trunk_inclination_deg"]
    assert math.isfinite(lean_deg[5 * RATE_HZ])  # measured, though not judged


def test_who_stands_bent_and_still_is_not_judged_before_she_moves() -> None:
    def film(t: float) -> People:
        lean = keyed((0, 75), (10, 75), (11, 4), (14, 4), (15, 75), (17, 75), (18, 4))(t)
        return (woman(lean, motion=MOVING if t >= 10 else STILL),)

    assert leans(checked(film, 20).episodes) == within_a_second_of([9, 14])


def test_a_body_built_as_no_person_is_never_judged_however_it_moves() -> None:
    def film(t: float) -> People:
        body = woman(bend(3)(t))
        points = body.points_m.copy()
        points[[Joint.LEFT_KNEE, Joint.RIGHT_KNEE]] *= 4
        return (replace(body, points_m=points),)

    with pytest.raises(NobodySeenError):
        checked(film, 8)
    assert watched(film, 8)[0] == []


def test_flickers_of_light_make_nobody_of_a_table() -> None:
    def film(t: float) -> People:
        return (table(300, motion=MOVING if t % 5 < 0.25 else STILL),)

    with pytest.raises(NobodySeenError):
        checked(film, 40)
    assert watched(film, 40)[0] == []
