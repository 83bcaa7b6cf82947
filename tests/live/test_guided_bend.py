"""The guide's two looks through the camera: whether she is seen whole, and her first bend."""

from __future__ import annotations

from typing import Any

import pytest
from mannequin import keyed, mannequin
from stand_ins import Trial, nobody, tall

from posturecheck.core import UNSEEN, Movement, MovementKind, Posture, Reading
from posturecheck.live import words
from posturecheck.live.guided_bend import TONES, answer_of
from posturecheck.voice.prompts import PROMPTS

COUNT = {PROMPTS["one"], PROMPTS["two"]}


def bends(deepest: float = 32.0, spine: float = 0.0, *at_s: float) -> Any:
    """Somebody seen from the side who stands tall and bends at these seconds, 10 by itself."""
    keys = [(a + d, v) for a in at_s or (10.0,) for d, v in ((0, 4), (1.5, deepest), (3, 4))]
    lean = keyed((0, 4), *keys)

    def seen(t_s: float) -> Any:
        now = lean(t_s)
        share = (now - 4) / (deepest - 4)
        return (mannequin(flexion=now, spine=spine * share, yaw=90, motion=0.3),)

    return seen


def movement(
    lean: float, rounding: Reading, kind: MovementKind = "bend", lean_sd: float = 5.0
) -> Movement:
    deepest = Posture(
        1.0, {"trunk_inclination_deg": Reading(lean, lean_sd), "spine_flexion_deg": rounding}
    )
    return Movement(1, kind, "over", 0.0, deepest, end_s=2.0)


@pytest.mark.parametrize(
    ("lean", "rounding", "answer"),
    [
        (31, Reading(4, 8), "try-long"),
        (31, Reading(45, 8), "try-round"),
        (31, Reading(21, 8), "try-unsure"),  # it may be long, it may be round
        (31, Reading(4, 14), "try-unsure"),
        (44, Reading(4, 14), "try-long"),  # so much is honest in deep leans
        (31, UNSEEN, "try-unsure"),
        (48, Reading(4, 8), "try-long"),  # 48 give or take 5 may be 45
        (60, Reading(4, 8), "try-far"),
        (60, Reading(45, 8), "try-round"),
    ],
)
def test_a_bend_is_told_what_was_seen_of_it(lean: float, rounding: Reading, answer: str) -> None:
    assert answer_of(movement(lean, rounding)) == answer


@pytest.mark.parametrize("kind", ["turn", "side-bend", "sit-down", "stand-up", "kneel-down"])
def test_what_is_no_bend_is_told_nothing(kind: MovementKind) -> None:
    assert answer_of(movement(31, Reading(4, 8), kind)) is None


def test_every_answer_has_words_spoken_and_shown_that_say_the_same() -> None:
    assert set(TONES) == set(words.TRIED)
    for prompt, (headline, detail) in words.TRIED.items():
        assert headline == PROMPTS[prompt]
        assert "{lean}" in detail


def test_while_it_looks_it_says_what_it_sees_and_begins_nothing() -> None:
    trial = Trial(tall, 14, guide="look")
    assert trial.phases() == ["starting", "look", "ended"]
    assert words.FEET_SEEN() in trial.headlines(3)
    assert words.STAND() not in trial.headlines()
    assert trial.voice.texts == []
    assert trial.totals.frames == 0


def test_while_it_looks_it_says_why_it_cannot_see() -> None:
    trial = Trial(lambda t_s: tall(t_s) if t_s < 5 else nobody(t_s), 12, guide="look")
    assert words.TROUBLES["nobody"][0] in trial.headlines(9)


def test_the_first_bend_is_asked_for_once_she_has_stood_tall_and_answered_at_once() -> None:
    trial = Trial(bends(32), 18, guide="bend")
    said = [text for text in trial.voice.texts if text not in COUNT]
    asked, answer = said[:2], said[2]
    assert asked == [PROMPTS["stand"], PROMPTS["try"]]
    assert answer in {PROMPTS[prompt] for prompt in TONES}
    assert len(said) == 3
    assert 12.5 < trial.said_at(answer) < 14.0  # up again at 13 s
    assert words.TRY() in trial.headlines(9, 10)
    assert answer in trial.headlines(15)
    last = trial.views[-2]
    assert "degrees" in last.detail
    assert "{" not in last.detail


def test_a_second_bend_is_answered_too() -> None:
    trial = Trial(bends(32, 0.0, 10.0, 16.0), 24, guide="bend")
    answers = [text for text in trial.voice.texts if text.startswith("I saw")]
    assert len(answers) == 2


def test_the_guide_gives_no_cue_beside_its_answer() -> None:
    trial = Trial(bends(80, 50), 20, guide="bend")
    said = [text for text in trial.voice.texts if text not in COUNT]
    assert said[:2] == [PROMPTS["stand"], PROMPTS["try"]]
    assert [text for text in said[2:] if text not in {PROMPTS[p] for p in TONES}] == []


def test_who_holds_on_is_asked_to_keep_hold() -> None:
    trial = Trial(bends(32), 18, guide="bend", holds_on=True)
    assert PROMPTS["stand-holding"] in trial.voice.texts
    assert PROMPTS["stand"] not in trial.voice.texts
    assert words.STAND_HINT_HOLDING() in {view.detail for view in trial.views}
