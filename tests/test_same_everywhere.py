"""One movement, one judgement: whatever frames of it the camera happened to take."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pytest
from mannequin import keyed, mannequin, times
from stand_ins import Trial

from posturecheck.clips.first_pass import FirstPass
from posturecheck.core import Cue, Episode, People
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.pipeline import Checker, Subject, run
from posturecheck.profiles.settings import Profile
from posturecheck.sinks.totals import Totals
from posturecheck.sources.trace import Trace, TraceDetector, frames_of

CLIP_S = 24.0
LEAN = keyed((0, 4), (3, 4), (4.5, 80), (6, 80), (7.5, 4), (15, 4), (16.2, 45), (18, 45), (19.2, 4))
TWIST = keyed((0, 0), (9.5, 0), (11, 40), (13, 40), (14.5, 0))
WITHIN_S = 0.2
Film = list[tuple[float, People]]


def film(moments: Iterable[float]) -> Film:
    """Stand, bend deep, stand, twist, bend half, stand; seen obliquely."""
    return [
        (t, (mannequin(flexion=LEAN(t), rotation=TWIST(t), yaw=50, motion=0.3),)) for t in moments
    ]


WHOLE = film(times(CLIP_S))


def judged(film: Film) -> tuple[Episode, ...]:
    """Judge a film as ``check`` does."""
    return checked(film)[0]


def checked(
    film: Film, stance: Stance | None = None
) -> tuple[tuple[Episode, ...], list[Cue], Stance]:
    """Judge a film as ``check`` does: look ahead (unless the stance is known), run its trace."""
    ahead = FirstPass("main", None)
    with Trace() as trace:
        for t_s, people in film:
            trace.append(t_s, people)
            ahead.observe(t_s, people)
        track = ahead.track()
        assert track is not None
        stance = stance or ahead.stance(track)
        person = Subject(track=track, stance=stance)
        totals = Totals()
        checker = Checker(Profile(), person, "other", 0.0)
        last = run(frames_of(trace), TraceDetector(trace), checker, (totals,))
    return in_order((*totals.episodes, *last)), totals.cues, stance


def in_order(episodes: Iterable[Episode]) -> tuple[Episode, ...]:
    return tuple(sorted(episodes, key=lambda e: (e.start_s, e.rule)))


def watched_live(film: Film, stance: Stance) -> Trial:
    """Watch a film as ``live`` does, with the stance that ``check`` found by looking ahead."""
    seen = dict(film)
    return Trial(
        seen.__getitem__,
        CLIP_S,
        times=list(seen),
        begin="watching",
        person=Subject(track=1, stance=stance),
        profile=Profile(),
    )


@pytest.fixture(scope="module")
def whole() -> tuple[Episode, ...]:
    return judged(WHOLE)


def outline(episodes: tuple[Episode, ...]) -> list[tuple[str, str]]:
    return [(e.rule, e.severity) for e in sorted(episodes, key=lambda e: (e.rule, e.start_s))]


def edges(episodes: tuple[Episode, ...]) -> list[float]:
    ordered = sorted(episodes, key=lambda e: (e.rule, e.start_s))
    return [edge for e in ordered for edge in (e.start_s, e.end_s)]


def test_the_movement_is_what_these_tests_are_about(whole: tuple[Episode, ...]) -> None:
    assert [(e.severity, round(e.start_s)) for e in whole if e.rule == "deep-lean"] == [
        ("amber", 3),
        ("amber", 16),
    ]
    assert [round(e.start_s) for e in whole if e.rule == "twist"] == [10]


def test_judged_twice_it_is_the_same(whole: tuple[Episode, ...]) -> None:
    assert repr(judged(WHOLE)) == repr(whole)  # as text, for nan is not nan


@pytest.mark.parametrize("seed", range(6))
def test_with_frames_lost_at_random_it_is_the_same(whole: tuple[Episode, ...], seed: int) -> None:
    rng = np.random.default_rng(seed)
    kept_hz = rng.uniform(10, 29)
    again = judged([frame for frame in WHOLE if rng.random() < kept_hz / 30])
    assert outline(again) == outline(whole)
    assert edges(again) == pytest.approx(edges(whole), abs=WITHIN_S)


@pytest.mark.parametrize("rate_hz", [10, 25, 60])
@pytest.mark.slow
def test_at_any_frame_rate_it_is_the_same(whole: tuple[Episode, ...], rate_hz: float) -> None:
    again = judged(film(times(CLIP_S, rate_hz)))
    assert outline(again) == outline(whole)
    assert edges(again) == pytest.approx(edges(whole), abs=WITHIN_S)


def test_at_uneven_times_it_is_the_same(whole: tuple[Episode, ...]) -> None:
    again = judged(film(times(CLIP_S, 15, jitter=0.45)))
    assert outline(again) == outline(whole)
    assert edges(again) == pytest.approx(edges(whole), abs=WITHIN_S)


def test_the_peak_hardly_depends_on_the_frames(whole: tuple[Episode, ...]) -> None:
    for one, other in zip(judged(film(times(CLIP_S, 10))), whole, strict=True):
        if other.rule in ("deep-lean", "twist"):
            assert math.isclose(one.peak, other.peak, abs_tol=3.0)


def test_live_and_a_clip_are_judged_and_told_the_same(whole: tuple[Episode, ...]) -> None:
    stance = checked(WHOLE)[2]
    live = watched_live(WHOLE, stance)
    looks = {step.frame.t_s for step in live.kept.steps}
    assert len(WHOLE) / 2 <= len(looks) < len(WHOLE)  # not all of them while she moves slowly
    episodes, cues, _ = checked([frame for frame in WHOLE if frame[0] in looks], stance)
    assert len(cues) >= 2
    assert repr(live.in_order()) == repr(episodes)
    assert live.totals.cues == cues
    assert live.voice.texts == [cue.say for cue in cues if cue.spoken]
    assert outline(episodes) == outline(whole)
    assert edges(episodes) == pytest.approx(edges(whole), abs=WITHIN_S)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.slow
def test_live_with_frames_lost_at_random_it_is_the_same(
    whole: tuple[Episode, ...], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    kept_hz = rng.uniform(10, 29)
    kept = [frame for frame in WHOLE if rng.random() < kept_hz / 30]
    again = watched_live(kept, checked(WHOLE)[2]).in_order()
    assert outline(again) == outline(whole)
    assert edges(again) == pytest.approx(edges(whole), abs=WITHIN_S)
