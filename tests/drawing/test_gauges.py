"""The gauges: honest words, marks at the limits, signs only for what is sure."""

import math
from dataclasses import replace

import numpy as np
import pytest
from pictured import LIMITS, noise, step

from posturecheck.core import Frame, OpenEpisode, Posture, Reading, Step, Verdict
from posturecheck.drawing.gauges import (
    GaugeLimits,
    draw_gauges,
    gauge_text,
    judged,
    scales,
)


def test_gauges_say_value_and_spread_in_words_or_that_they_cannot_see() -> None:
    assert gauge_text("Bend", Reading(34.4, 5.2)) == "Bend 34° ±5"
    assert gauge_text("Twist", Reading(-12.0, math.nan)) == "Twist 12°"
    assert gauge_text("Bend", Reading(math.nan, math.nan)) == "Bend: cannot see"


def test_twist_to_a_persons_left_lies_at_the_left_end() -> None:
    bend, twist = scales(LIMITS)
    assert (bend.share(0), bend.share(90), bend.share(200)) == (0, 1, 1)
    assert twist.share(60) == 0 < twist.share(20) < twist.share(0) == 0.5 < twist.share(-20)


@pytest.mark.parametrize(
    ("answers", "sign"),
    [
        ((), None),
        (("under",), None),
        (("cannot tell",), None),
        (("amber",), "amber"),
        (("amber", "red"), "red"),
    ],
)
def test_a_gauge_warns_only_of_what_its_rules_are_sure_of(answers, sign) -> None:
    verdicts = tuple(
        Verdict(rule, answer, 50.0, 5.0, "deg", 20.0, 60.0, 2.5, gauge="bend")
        for rule, answer in zip(("deep-lean", "rounded-bend"), answers, strict=False)
    )
    open_episodes = (
        OpenEpisode("deep-lean", "amber", 0.0),
        OpenEpisode("rounded-bend", "red", 0.0),
    )
    step = Step(Frame(0, 0.0), (), None, Posture(0.0), "", verdicts, open_episodes=open_episodes)
    assert judged(step, "bend") == sign
    assert judged(step, "twist") is None
    before_its_dwell = replace(step, open_episodes=())
    assert judged(before_its_dwell, "bend") is None


def test_a_gauge_is_never_graver_than_what_is_open() -> None:
    verdict = Verdict("deep-lean", "red", 70.0, 5.0, "deg", 20.0, 60.0, 3.5, gauge="bend")
    amber = (OpenEpisode("deep-lean", "amber", 0.0),)
    step = Step(Frame(0, 0.0), (), None, Posture(0.0), "", (verdict,), open_episodes=amber)
    assert judged(step, "bend") == "amber"


def test_gauges_stay_in_the_upper_corners_and_differ_with_the_value() -> None:
    image = noise()
    drawn = draw_gauges(image, step(bend=30, twist=5), LIMITS)
    assert (drawn[150:] == image[150:]).all()
    assert (drawn[:, 560:720] == image[:, 560:720]).all()
    assert (drawn != draw_gauges(image, step(bend=60, twist=5), LIMITS)).any()
    assert (drawn != draw_gauges(image, step(), LIMITS)).any()


@pytest.mark.parametrize("limit", [math.nan, math.inf])
def test_a_gauge_without_limits_has_no_marks(limit: float) -> None:
    free = GaugeLimits(limit, limit, limit, limit)
    black = np.zeros((480, 640, 3), np.uint8)
    drawn = draw_gauges(black, step(bend=80, twist=-40), free).astype(int)
    assert (np.ptp(drawn, axis=2) < 40).all(), "no amber, no red"
