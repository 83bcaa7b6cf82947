"""Rules on bending forward: how round, how far, how long, how often, how fast.

Rounding the back is what breaks vertebrae; leaning with a long back is not. Where the
two cannot be distinguished, the lean is judged with the limits of ISO 11226 and REBA
(clinical.md sections 0, 2.1, 2.4).
"""

from __future__ import annotations

import math

from posturecheck.activity.situation import SAFE_WAYS_DOWN, MovementState, lean_to_judge
from posturecheck.activity.techniques import LONG_BACK_DEG
from posturecheck.core import Reading
from posturecheck.profiles.rule_settings import DeepLean, FastBend, RuleSettings
from posturecheck.rules.limit import NOTHING, Limits, Rule

# Rounding of 30 to 60 degrees is read with an sd of 12 to 16 by rights: rendered people who were
# not learned from, read so and over the limit by one to two sds, were over it in 11 of 12 clips
# (95 % of 328 frames; the other hinges to 96 degrees). No real person's true rounding is known.
HONEST_ROUNDING_SD_DEG = 16.0
SURELY_ROUND_SDS = 2.0  # 95 %; with one, 2 of 48 pure hinges were red, with two none


def forward(reading: Reading) -> Reading:
    """Return the reading where it is forward, nothing where it is backward."""
    return reading if not reading.value < 0 else Reading(0.0, reading.sd)


def _rounding(situation: MovementState, _: RuleSettings) -> Reading:
    return forward(situation["spine_flexion_deg"])


def _lean(situation: MovementState, _: RuleSettings) -> Reading:
    return lean_to_judge(situation.posture)


def _lean_limits(situation: MovementState, settings: DeepLean) -> Limits:
    # Sitting down and getting up need a lean too ("nose over toes").
    if situation.technique in SAFE_WAYS_DOWN or situation.changing_height:
        return Limits(settings.spared_amber_deg, math.inf)
    # Not sure enough to be praised or spared; but a back that may be long is no red however deep:
    # hinges are read 20 degrees too round, with an sd of 15 (RESULTS, two views of one bend).
    rounding = situation["spine_flexion_deg"]
    if rounding.value - SURELY_ROUND_SDS * rounding.sd < LONG_BACK_DEG:
        return Limits(settings.amber, math.inf)
    return Limits(settings.amber, settings.red)


def _hold(situation: MovementState, _: RuleSettings) -> Reading:
    return situation.hold_dose


def _repetition(situation: MovementState, _: RuleSettings) -> Reading:
    return situation.bends_per_min


def _bend_speed(situation: MovementState, settings: FastBend) -> Reading:
    if situation.changing_height or situation.technique in SAFE_WAYS_DOWN:
        return NOTHING
    lean = situation["trunk_flexion_deg"]
    if lean.value < settings.from_lean_deg:
        return NOTHING
    return forward(situation["trunk_flexion_rate_deg_s"])


ROUNDED_BEND = Rule(
    "rounded-bend",
    "deg",
    lambda rules: rules.rounded_bend,
    _rounding,
    honest_sd=lambda value, settings: HONEST_ROUNDING_SD_DEG,
    group="rounding",
    gauge="bend",
    curve="spine_flexion_deg",
    remind="worded",
)
DEEP_LEAN = Rule(
    "deep-lean",
    "deg",
    lambda rules: rules.deep_lean,
    _lean,
    limits=_lean_limits,
    group="bending",
    gauge="bend",
    curve="trunk_inclination_deg",
    remind="worded",
)
SUSTAINED_BEND = Rule(
    "sustained-bend",
    "share",
    lambda rules: rules.sustained_bend,
    _hold,
    group="bending",
    spans=True,
    remind="plain",  # "Stand tall for a moment" is no way to begin a bend
    answered="upright",  # the share of the longest hold cannot fall at once
)
REPEATED_BEND = Rule(
    "repeated-bend",
    "per_min",
    lambda rules: rules.repeated_bend,
    _repetition,
    group="bending",
    spans=True,
    answered="never",
)
FAST_BEND = Rule(
    "fast-bend",
    "deg_s",
    lambda rules: rules.fast_bend,
    _bend_speed,
    group="bending",
    after=True,
    curve="trunk_flexion_rate_deg_s",
)
