"""The end is worth reading: how long, what went well, one thing for the next time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest
from mannequin import tall_stance
from stand_ins import Trial, nobody, tall

from posturecheck.app.figures import OF_ADVICE
from posturecheck.live import words
from posturecheck.live.farewell import farewell_message, farewell_of
from posturecheck.pipeline import Subject
from posturecheck.rules.guidance import load_guidance
from posturecheck.voice.prompts import PROMPTS

GUIDANCE = load_guidance()


@dataclass
class Sums:
    seen_s: float = 600.0
    unseen_s: float = 0.0
    moments: Counter[str] = field(default_factory=Counter)
    red: Counter[str] = field(default_factory=Counter)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)
    pains: int = 0


def of(**about):
    return farewell_of(Sums(**about), GUIDANCE)


def test_whole_good_bends_stand_first_and_each_way_with_its_count() -> None:
    told = of(good=Counter({"hip-hinge": 9, "step-turn": 4, "squat": 3}))
    assert told.headline == "Well done: 12 good bends."
    assert told.well == (
        "12 good bends, from beginning to end.",
        "Bending at the hips: 9",
        "Turning by stepping: 4",
        "Squat: 3",
    )
    assert told.time == "I could see you for 10 minutes."


def test_one_good_bend_is_one() -> None:
    assert of(good=Counter({"squat": 1})).headline == "Well done: one good bend."


def test_where_none_was_seen_none_is_claimed() -> None:
    told = of(moments=Counter({"twist": 1}), asked=Counter({("twist", "other"): 1}))
    assert told.headline == "That was all for today."
    assert told.well == (words.FAREWELL["well_none"],)


def test_the_one_thing_is_what_happened_most_in_the_words_of_its_task() -> None:
    told = of(
        moments=Counter({"twist": 2, "rounded-bend": 2}),
        red=Counter({"rounded-bend": 1}),
        asked=Counter({("rounded-bend", "laundry"): 2, ("twist", "other"): 2}),
    )
    guide = GUIDANCE.guide("rounded-bend", "laundry")
    assert (told.next_words, told.next_detail) == (guide.cue, guide.alternative)
    assert told.figure == OF_ADVICE[guide.id]


def test_where_all_went_well_it_is_the_same_again() -> None:
    told = of(good=Counter({"hip-hinge": 2}))
    assert told.next_words == "The same again."
    assert told.figure == "hinge"


def test_who_was_never_seen_is_told_where_to_stand() -> None:
    told = of(seen_s=0.0, unseen_s=300.0)
    assert told.time == words.FAREWELL["time_none"]
    assert told.next_words == words.FAREWELL["look"]
    assert of(seen_s=0.0, unseen_s=0.0) is None


def test_who_was_seen_and_bent_not_at_all_is_told_what_all_begin_with() -> None:
    assert of().figure == "hinge"
    assert of().headline == "That was all for today."


def test_odd_names_of_a_history_are_left_out() -> None:
    told = of(good=Counter({"<b>": 3}), asked=Counter({("twist", "<i>"): 1}))
    assert "<b>" not in str(told)


@pytest.mark.parametrize(
    ("about", "prompt"),
    [
        ({"good": Counter({"squat": 1})}, "goodbye_good"),
        ({}, "goodbye"),
        ({"good": Counter({"squat": 1}), "pains": 1}, "goodbye_hurt"),
    ],
)
def test_the_goodbye_fits_how_it_went(about, prompt) -> None:
    assert farewell_message(of(**about), aloud=True).prompt == prompt
    assert farewell_message(of(**about), aloud=False).prompt == ""


def test_who_quits_is_said_goodbye_to_and_who_left_is_not() -> None:
    known = Subject(stance=tall_stance())
    options = [(0.0, "skip", ""), (5.0, "quit", "")]
    trial = Trial(tall, 8, options, person=known)
    assert trial.voice.texts[-1] == PROMPTS["goodbye"]
    farewell = trial.views[-1].farewell
    assert farewell is not None
    assert farewell.time.startswith("I could see you for")
    over = Trial(tall, 5, [(0.0, "skip", "")], person=known)  # a clip that is over
    assert PROMPTS["goodbye"] not in over.voice.texts
    assert over.views[-1].farewell is not None


def test_of_an_empty_room_no_goodbye_praises() -> None:
    trial = Trial(nobody, 6, [(0.0, "skip", ""), (5.0, "quit", "")])
    assert trial.voice.texts[-1] == PROMPTS["goodbye"]
