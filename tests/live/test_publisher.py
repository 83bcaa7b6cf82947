"""What the page gets of a step: measures with the limits in force, signs, the drawing."""

from __future__ import annotations

import math

import numpy as np
import pytest

from posturecheck.app.view import View
from posturecheck.core import Frame, Headline, OpenEpisode, Posture, Reading, Step, Verdict
from posturecheck.live.phases import ScreenMessage
from posturecheck.live.publisher import ViewPublisher
from posturecheck.rules.guidance import load_guidance

FRAME = Frame(1, 0.0, np.zeros((4, 4, 3), np.uint8))
READINGS = {
    "trunk_inclination_deg": Reading(45.0, 4.0),
    "spine_flexion_deg": Reading(8.0, 5.0),
    "trunk_rotation_deg": Reading(-3.0, 5.0),
}


def verdict(rule: str, answer: str, amber: float, red: float, gauge: str) -> Verdict:
    return Verdict(rule, answer, 45.0, 4.0, "deg", amber, red, 45 / amber, gauge)


def shown(verdicts=(), open_episodes=(), headline=None, scene=None) -> View:
    step = Step(
        frame=FRAME,
        people=(),
        pose=None,
        posture=Posture(0.0, READINGS),
        technique="",
        verdicts=verdicts,
        open_episodes=open_episodes,
        headline=headline,
    )
    said = scene or ScreenMessage("watching", "amber", headline.words if headline else "Watching.")
    publisher = ViewPublisher(View(0, "watching"))
    publisher.show(said, View(0, "watching"), None, step)
    return publisher.view


def test_a_spared_hinge_shows_the_limit_that_spares_it() -> None:
    lean = verdict("deep-lean", "under", 60.0, math.inf, "bend")
    rounding = verdict("rounded-bend", "under", 20.0, 40.0, "bend")
    view = shown([lean, rounding])
    assert (view.bend.amber, view.bend.red, view.bend.severity) == (60.0, math.inf, None)
    assert (view.rounding.reading.value, view.rounding.amber) == (8.0, 20.0)


def test_before_anything_is_judged_no_limit_is_in_force() -> None:
    view = shown()
    assert math.isnan(view.bend.amber)
    assert view.bend.reading.value == 45.0


@pytest.mark.parametrize(("rule", "signed"), [("deep-lean", "bend"), ("rounded-bend", "rounding")])
def test_each_gauge_has_its_own_sign(rule: str, signed: str) -> None:
    verdicts = [
        verdict(name, "amber" if name == rule else "under", 20.0, 60.0, "bend")
        for name in ("deep-lean", "rounded-bend")
    ]
    view = shown(verdicts, [OpenEpisode(rule, "amber", 0.0)])
    assert {
        name: getattr(view, name).severity for name in ("bend", "rounding", "twist")
    } == dict.fromkeys(("bend", "rounding", "twist")) | {signed: "amber"}


def test_the_drawing_goes_with_the_words_that_are_shown() -> None:
    cue = load_guidance().guide("rounded-bend", "shoes").cue
    headline = Headline("amber", cue, "", "rounded-bend")
    assert shown(headline=headline).figure == "sit"
    trouble = ScreenMessage("watching", "trouble", "I cannot see you.")
    assert shown(headline=headline, scene=trouble).figure == ""
    assert shown(scene=ScreenMessage("stand", "ask", "Stand tall.")).figure == "tall"
