"""Every piece of advice has its drawing, and no drawing says another thing than the words."""

from __future__ import annotations

from typing import get_args

import pytest

from posturecheck.app.figures import OF_ADVICE, OF_TECHNIQUE, Figure, figure_of
from posturecheck.app.shipped import rendered
from posturecheck.core import Headline
from posturecheck.rules.guidance import load_guidance

GUIDANCE = load_guidance()
FAMILIES = ("hinge", "squat", "step", "sit", "kneel", "closer")


def test_every_advice_and_every_technique_is_thought_of() -> None:
    assert set(OF_ADVICE) == {guide.id for guide in GUIDANCE.advice}
    assert set(OF_TECHNIQUE) == set(GUIDANCE.technique_words)


def test_every_family_of_advice_is_drawn_and_used() -> None:
    drawn = rendered("figures.svg")
    for figure in filter(None, get_args(Figure)):
        assert f'id="figure-{figure}"' in drawn
    assert set(FAMILIES) <= set(OF_ADVICE.values())


def test_the_advice_chooses_not_the_rule() -> None:
    of_rounding = {
        figure_of(Headline("amber", guide.cue, "", "rounded-bend"), GUIDANCE)
        for guide in GUIDANCE.advice
        if "rounded-bend" in guide.rules
    }
    assert {"hinge", "sit", "squat", "kneel", "closer"} <= of_rounding


@pytest.mark.parametrize(
    ("rule", "task", "figure"),
    [
        ("rounded-bend", "shoes", "sit"),
        ("rounded-bend", "dishwasher", "hinge"),
        ("unsafe-lift", "lift", "squat"),
        ("deep-lean", "gardening", "kneel"),
        ("twist", "other", "step"),
        ("overreach", "other", "closer"),
    ],
)
def test_what_is_said_is_what_is_drawn(rule: str, task: str, figure: str) -> None:
    cue = GUIDANCE.guide(rule, task).cue
    assert figure_of(Headline("red", cue, "", rule), GUIDANCE) == figure


@pytest.mark.parametrize(
    ("rule", "task", "figure"),
    [
        ("deep-lean", "other", "hinge"),
        ("unsafe-lift", "other", "hinge"),
        ("unsafe-lift", "pick-up-heavy", ""),
        ("overreach", "high-shelf", ""),
        ("twist", "other", "step"),
    ],
)
def test_who_holds_on_is_shown_nothing_that_takes_both_hands(
    rule: str, task: str, figure: str
) -> None:
    holding = GUIDANCE.holding_on()
    cue = holding.guide(rule, task).cue
    assert figure_of(Headline("red", cue, "", rule), GUIDANCE) == figure


def test_praise_shows_what_was_done_well() -> None:
    praise = GUIDANCE.technique("squat").praise
    assert figure_of(Headline("praise", praise), GUIDANCE) == "squat"


def test_a_question_and_words_of_another_guidance_have_none() -> None:
    assert figure_of(Headline("ask", GUIDANCE.question.words), GUIDANCE) == ""
    assert figure_of(Headline("amber", "Anders bücken.", "", "twist"), GUIDANCE) == ""
