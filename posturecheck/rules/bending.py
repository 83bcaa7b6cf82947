"""Rules on bending forward: how round, how far, how long, how often, how fast.

Rounding the back is what breaks vertebrae; leaning with a long back is not. Where the
two cannot be told apart, the lean is judged with the limits of ISO 11226 and REBA
(clinical.md sections 0, 2.1, 2.4).
"""

from __future__ import annotations

import math
from typing import cast

from posturecheck.activity.situation import SAFE_WAYS_DOWN, Situation
from posturecheck.core import Reading
from posturecheck.profiles.settings import DeepLean, FastBend, RuleSettings
from posturecheck.rules.limit import NOTHING, Limits, Rule


def forward(reading: Reading) -> Reading:
    """Return the reading where it is forward, nothing where it is backward."""
    return reading if not reading.value < 0 else Reading(0.0, reading.sd)


def lying(situation: Situation) -> bool:
    """Whether the body lies down: then a level trunk is no bend."""
    return situation.technique == "lying"


def _rounding(situation: Situation, _: RuleSettings) -> Reading:
    return NOTHING if lying(situation) else forward(situation["spine_flexion_deg"])


def _lean(situation: Situation, _: RuleSettings) -> Reading:
    return NOTHING if lying(situation) else situation["trunk_inclination_deg"]


def _lean_limits(situation: Situation, settings: RuleSettings) -> Limits:
    # Sitting down and getting up need a lean too ("nose over toes").
    if situation.technique in SAFE_WAYS_DOWN or situation.changing_height:
        return Limits(cast(DeepLean, settings).spared_amber_deg, math.inf)
    return Limits(settings.amber, settings.red)


def _hold(situation: Situation, _: RuleSettings) -> Reading:
    return situation.hold_dose


def _repetition(situation: Situation, _: RuleSettings) -> Reading:
    return situation.bends_per_min


def _bend_speed(situation: Situation, settings: RuleSettings) -> Reading:
    if lying(situation) or situation.changing_height or situation.technique in SAFE_WAYS_DOWN:
        return NOTHING
    lean = situation["trunk_flexion_deg"]
    if lean.value < cast(FastBend, settings).from_lean_deg:
        return NOTHING
    return forward(situation["trunk_flexion_rate_deg_s"])


ROUNDED_BEND = Rule("rounded-bend", "deg", _rounding)
DEEP_LEAN = Rule("deep-lean", "deg", _lean, _lean_limits)
SUSTAINED_BEND = Rule("sustained-bend", "share", _hold)
REPEATED_BEND = Rule("repeated-bend", "per_min", _repetition)
FAST_BEND = Rule("fast-bend", "deg_s", _bend_speed, after=True)
