"""A morning without hands: standing tall begins, a hand pauses, walking away ends it."""

from __future__ import annotations

from typing import Any

import pytest
from mannequin import keyed, tall_stance
from raising import raised
from stand_ins import LIVELY, Kept, Trial, nobody, tall

from posturecheck.core import People
from posturecheck.live import words
from posturecheck.live.session_parts import HandsFree
from posturecheck.live.waiting import AT_MOST_S, AWAY_AFTER_S
from posturecheck.pipeline import Subject
from posturecheck.voice.prompts import PROMPTS

COUNT = {PROMPTS["one"], PROMPTS["two"], ""}  # "" is a tone
KNOWN = Subject(stance=tall_stance())


def said(trial: Trial) -> list[str]:
    return [text for text in trial.voice.texts if text not in COUNT]


def hands_up(*up: tuple[float, float]) -> Any:
    """Somebody from the front who raises a hand from one second to another, as often as said."""
    keys = [(a + d, s) for a, b in up for d, s in ((0, 0), (0.5, 1), (b - a, 1), (b - a + 0.5, 0))]
    share = keyed((0, 0), *keys)
    return lambda t_s: (raised(share(t_s), flexion=4, motion=0.3),)


def away(*gone: tuple[float, float]) -> Any:
    return lambda t_s: () if any(a <= t_s < b for a, b in gone) else tall(t_s)


def test_who_stands_tall_in_view_begins_and_is_counted_for() -> None:
    trial = Trial(tall, 12)
    assert trial.phases() == ["starting", "look", "watching", "ended"]
    assert said(trial) == [PROMPTS["stand"], PROMPTS["thanks"]]
    assert PROMPTS["two"] in trial.voice.texts


def test_a_count_never_cuts_off_the_words_before_it() -> None:
    trial = Trial(tall, 12)
    asked_s, one_s, two_s = (trial.said_at(PROMPTS[p]) for p in ("stand", "one", "two"))
    assert one_s - asked_s >= 2.5
    assert two_s - one_s == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("rate_hz", [15, 30])
def test_a_raised_hand_pauses_and_goes_on(rate_hz: int) -> None:
    options: Any = [(0.0, "skip", "")]
    moments = [i / rate_hz for i in range(40 * rate_hz)]
    trial = Trial(hands_up((5, 9), (30, 34)), 40, options, person=KNOWN, times=moments)
    assert trial.phases() == ["starting", "watching", "waiting", "watching", "ended"]
    assert said(trial) == [PROMPTS[p] for p in ("skipped", "hand", "resumed")]
    waited = [v.captured_unix_s for v in trial.views if v.phase == "waiting"]
    assert 5.5 + 1.3 <= waited[0] <= 5.5 + 2.2
    # Once it is paused nobody is asked to hold the hand on.
    began = trial.views.index(next(v for v in trial.views if v.phase == "waiting"))
    assert trial.views[began].headline == words.WAITING()
    assert 30.5 + 1.3 <= max(waited) <= 30.5 + 2.2


def test_half_of_the_time_that_a_hand_is_held_has_a_tone_and_a_ring() -> None:
    trial = Trial(hands_up((5, 9)), 12, [(0.0, "skip", "")], person=KNOWN)
    ring = [v.progress for v in trial.views if v.headline == words.HOLD_HAND()]
    assert ring == sorted(ring)
    assert ring[-1] > 0.9
    assert trial.voice.texts.count("") == 1


def test_a_raised_hand_can_be_switched_off() -> None:
    hands_free = HandsFree(raised_hand=False)
    trial = Trial(hands_up((5, 9)), 12, [(0.0, "skip", "")], person=KNOWN, hands_free=hands_free)
    assert "waiting" not in trial.phases()


def test_paused_by_a_hand_two_pictures_a_second_are_looked_at_and_none_is_kept() -> None:
    film = Kept()
    trial = Trial(hands_up((5, 9)), 40, [(0.0, "skip", "")], person=KNOWN, all_step_sinks=[film])
    looked = [t_s for t_s in trial.detector.looked if 12 <= t_s < 38]
    assert 2 * 26 <= len(looked) <= 2.6 * 26
    assert not [s for s in (*film.steps, *trial.kept.steps) if s.frame.t_s > 9]
    assert len([v for v in trial.views if 12 <= v.captured_unix_s < 38]) == len(looked)


@pytest.mark.slow
def test_paused_by_a_hand_the_camera_closes_after_five_minutes() -> None:
    trial = Trial(hands_up((5, 9)), 330, [(0.0, "skip", "")], person=KNOWN)
    assert trial.phases()[1:] == ["watching", "waiting", "off", "ended"]
    closed_s = trial.camera.turned[0][0]
    assert closed_s == pytest.approx(7 + AT_MOST_S["hand"], abs=1)
    assert said(trial)[-1] == PROMPTS["off"]
    assert trial.views[-2].detail == words.OFF_HINTS["hand"]


def seldom(seconds: float) -> list[float]:
    """Moments of a camera that gives five pictures a second: hours pass sooner."""
    return [i / 5 for i in range(round(seconds * 5))]


def test_who_walks_away_is_waited_for_and_greeted() -> None:
    gone = away((10, 300))
    trial = Trial(gone, 0, times=seldom(320), picture=lambda t_s: LIVELY[round(t_s * 5) % 2])
    assert trial.phases()[1:] == ["look", "watching", "waiting", "watching", "ended"]
    assert said(trial) == [PROMPTS[p] for p in ("stand", "thanks", "away", "welcome")]
    waited = [v.captured_unix_s for v in trial.views if v.phase == "waiting"]
    assert waited[0] == pytest.approx(10 + AWAY_AFTER_S, abs=1)
    assert waited[-1] <= 305
    assert words.WAITING_HINTS["away"] in {v.detail for v in trial.views}


def test_while_nobody_is_there_it_is_looked_about_twice_a_second() -> None:
    trial = Trial(away((10, 300)), 0, times=[i / 15 for i in range(15 * 200)])
    looked = [t_s for t_s in trial.detector.looked if 140 <= t_s < 190]
    assert 2 * 50 <= len(looked) <= 2.6 * 50


def test_after_twenty_minutes_the_camera_closes_and_a_key_begins_again() -> None:
    trial = Trial(
        away((10, 1300)),
        0,
        [(1320.0, "resume", "")],
        times=seldom(1340),
        picture=lambda t_s: LIVELY[round(t_s * 5) % 2],
    )
    assert trial.phases()[1:] == ["look", "watching", "waiting", "off", "watching", "ended"]
    assert trial.camera.turned[0][0] == pytest.approx(10 + AT_MOST_S["away"], abs=1)
    assert [what for _, what in trial.camera.turned] == ["off", "on"]
    assert said(trial)[-2:] == [PROMPTS["off"], PROMPTS["resumed"]]
    read = {view.phase: view.farewell for view in trial.views}
    assert read["off"] is not None  # whoever comes back reads how it went
    assert read["watching"] is None
    assert read["ended"].time == read["off"].time


def test_without_keys_a_closed_camera_is_the_end() -> None:
    trial = Trial(
        away((10, 2000)), 0, times=seldom(1500), begin="stand", hands_free=HandsFree(ends=True)
    )
    assert trial.phases()[-2:] == ["off", "ended"]
    assert trial.session.stopped


def test_a_clip_that_is_judged_whole_never_waits() -> None:
    free = HandsFree(waits=False)
    trial = Trial(away((10, 400)), 0, times=seldom(420), begin="watching", hands_free=free)
    assert trial.phases() == ["starting", "watching", "ended"]


def test_who_never_came_is_waited_for_and_then_looked_at_again() -> None:
    trial = Trial(away((0, 200)), 0, times=seldom(220))
    assert trial.phases() == ["starting", "look", "waiting", "look", "watching", "ended"]
    assert said(trial)[-2:] == [PROMPTS["stand"], PROMPTS["thanks"]]


def test_in_long_silences_it_says_that_it_still_watches() -> None:
    trial = Trial(tall, 100, [(0.0, "skip", "")], hands_free=HandsFree(alive_s=30))
    assert said(trial) == [PROMPTS["skipped"], *[PROMPTS["alive"]] * 3]


def test_a_sign_of_life_can_be_switched_off_and_nobody_gets_none() -> None:
    assert said(Trial(tall, 100, [(0.0, "skip", "")])) == [PROMPTS["skipped"]]
    empty = Trial(nobody, 100, [(0.0, "skip", "")], hands_free=HandsFree(alive_s=30))
    assert PROMPTS["alive"] not in empty.voice.texts


def walks(t_s: float) -> People:
    return tall(t_s, flexion=4 + 2 * (round(t_s * 2) % 2))


@pytest.mark.parametrize(("step", "lack"), [(2, "computer"), (1, "camera")])
def test_too_few_pictures_are_told_with_their_reason(step: int, lack: str) -> None:
    trial = Busy(step)
    assert words.BUSY[lack] in {v.headline for v in trial.views}
    told = {"computer": "busy", "camera": "slow"}[lack]
    assert trial.voice.texts.count(PROMPTS[told]) == 1
    assert 10 <= trial.session.lacking_s <= 20


class Busy(Trial):
    """Eight pictures a second for twenty seconds; every ``step``-th of the camera's."""

    def __init__(self, step: int) -> None:
        self._step = step
        super().__init__(walks, 0, [(0.0, "skip", "")], times=[i / 8 for i in range(160)])

    def _with_wishes(self, times: Any, options: Any) -> Any:
        for t_s in super()._with_wishes(times, options):
            self.camera._number += self._step - 1
            yield t_s
