"""The last words, asked for again; and what is other for who holds on to something."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from mannequin import keyed, mannequin, tall_stance
from stand_ins import Trial, tall

from posturecheck.live import words
from posturecheck.live.announcer import AGAIN_S
from posturecheck.pipeline import Subject
from posturecheck.voice.pace import SLOWER, USUAL
from posturecheck.voice.prompts import HOLDING, PROMPTS
from posturecheck.voice.sounds import lasts_s

KNOWN = Subject(stance=tall_stance())
SKIP: Any = (0.0, "skip", "")


def test_the_last_words_are_said_and_shown_again() -> None:
    trial = Trial(tall, 20, [SKIP, (8.0, "repeat", "")], person=KNOWN)
    assert trial.voice.texts == [PROMPTS["skipped"]] * 2
    assert trial.voice.at_s[1] == pytest.approx(8.0, abs=0.2)
    assert PROMPTS["skipped"] in trial.headlines(8.2, 8 + AGAIN_S - 0.2)
    assert trial.headlines(8 + AGAIN_S + 0.3, 19) == {words.WATCHING()}


def test_a_count_is_not_what_is_said_again() -> None:
    trial = Trial(tall, 20, [(12.0, "repeat", "")])
    assert trial.voice.texts[-1] == PROMPTS["thanks"]
    trial = Trial(tall, 20, [(6.2, "repeat", "")])
    assert trial.voice.texts.count(PROMPTS["stand"]) == 2


def test_who_muted_the_voice_reads_them() -> None:
    options: Any = [SKIP, (4.0, "mute", ""), (8.0, "repeat", "")]
    trial = Trial(tall, 12, options, person=KNOWN)
    assert trial.voice.texts == [PROMPTS["skipped"]]
    assert PROMPTS["skipped"] in trial.headlines(8.2, 12)


def test_before_anything_was_said_there_is_nothing_to_say_again() -> None:
    trial = Trial(lambda t_s: (), 2, [(1.0, "repeat", "")])
    assert trial.voice.texts == []


def test_the_browser_says_it_again_where_the_computer_cannot() -> None:
    trial = Trial(tall, 12, [SKIP, (8.0, "repeat", "")], person=KNOWN, voice=False)
    said = {view.say.number: view.say.text for view in trial.views if view.say}
    assert said == {1: PROMPTS["skipped"], 2: PROMPTS["skipped"]}


def test_words_are_not_shown_again_over_a_trouble() -> None:
    seen = lambda t_s: tall(t_s) if t_s < 6 else ()  # noqa: E731
    trial = Trial(seen, 14, [SKIP, (12.0, "repeat", "")], person=KNOWN)
    assert trial.headlines(12.2, 14) == {words.TROUBLES["nobody"][0]}


def test_a_cue_that_was_only_shown_can_be_heard() -> None:
    lean = keyed((0, 4), (5, 4), (6, 70), (9, 70), (10, 4))

    def stoops(t_s: float) -> Any:
        now = lean(t_s)
        return (mannequin(flexion=now, spine=0.8 * (now - 4), yaw=90, motion=0.3),)

    options: Any = [SKIP, (3.0, "snooze", ""), (12.0, "repeat", "")]
    trial = Trial(stoops, 16, options, person=Subject(stance=tall_stance(yaw=90)))
    cues = [step.cue for step in trial.kept.steps if step.cue is not None]
    assert [cue.spoken for cue in cues] == [False] * len(cues)
    assert cues
    assert trial.voice.texts[-1] == cues[-1].say


def test_who_holds_on_hears_and_reads_that_they_may() -> None:
    trial = Trial(tall, 14, [(0.0, "start", "")], holds_on=True)
    assert trial.voice.texts[0] == PROMPTS[f"stand{HOLDING}"]
    stood = [view for view in trial.views if view.phase == "stand"]
    assert {view.figure for view in stood} == {"hold"}
    assert words.STAND_HINT_HOLDING() in {view.detail for view in stood}
    assert words.STAND_HINT() not in {view.detail for view in trial.views}


@pytest.mark.parametrize("arm", [0.0, 35.0, 60.0])
def test_a_hand_that_rests_on_something_does_not_hinder_standing_tall(arm: float) -> None:
    trial = Trial(lambda t_s: tall(t_s, arm=arm, flexion=10), 14, holds_on=True)
    assert "watching" in trial.phases()


@pytest.mark.parametrize("pace", [USUAL, SLOWER])
@pytest.mark.parametrize("holds_on", [False, True])
def test_no_count_cuts_off_what_was_being_said(pace: float, holds_on: bool) -> None:
    trial = Trial(tall, 14, [(0.0, "start", "")], holds_on=holds_on, pace=pace)
    said = list(zip(trial.voice.at_s, trial.voice.texts, strict=True))
    assert said[-1][1] == PROMPTS["thanks"]
    for (before_s, text), (after_s, count) in pairwise(said):
        if count in (PROMPTS["one"], PROMPTS["two"]) and text != PROMPTS["one"]:
            assert after_s - before_s >= lasts_s(text, pace) - 0.1
