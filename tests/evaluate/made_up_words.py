"""Made-up movements and cues, for the tests of what is scored of them."""

from __future__ import annotations

from posturecheck.core import Movement, Posture
from posturecheck.evaluate.estimate import Estimate, ToldCue
from posturecheck.evaluate.labels import Labels
from posturecheck.evaluate.movement_labels import LabelledMovement
from posturecheck.rules.guidance import load_guidance

WORDS = {guide.id: guide.cue for guide in load_guidance().advice}
ORDER = ("general-bend",)


def true(start_s, end_s, kind="bend", order=ORDER, **more):
    """A labelled movement that wants an order."""
    deepest_s = more.pop("deepest_s", (start_s + end_s) / 2)
    return LabelledMovement(kind, start_s, deepest_s, end_s, order=order, **more)


def good(start_s, end_s, kind="bend"):
    return true(start_s, end_s, kind, order=(), praise=True)


def floor(start_s, end_s, deepest_s):
    return true(start_s, end_s, "to-floor", order=(), deepest_s=deepest_s)


def found(number, start_s, end_s, kind="bend"):
    return Movement(number, kind, "over", start_s, Posture(start_s), end_s)


def ordered(t_s, rule="deep-lean", advice="general-bend", **more):
    return ToldCue(t_s, rule, say=WORDS[advice], **more)


def praised(t_s, **more):
    return ToldCue(t_s, "hip-hinge", "praise", "Lovely hinge.", **more)


def clip(labelled, *cues, movements=(), seconds=60.0, **more):
    """One clip: what is labelled in it, and what was said."""
    estimate = Estimate(seconds, cues=cues, movements=tuple(movements), **more)
    return Labels(movements=None if labelled is None else tuple(labelled)), estimate
