"""Rules on twisting and side bending.

Turning by stepping round is what is taught instead, so a twist counts only while the
feet stand still; dynamic twisting doubles the load of a held one (clinical.md 2.3, R42).
"""

from __future__ import annotations

from posturecheck.activity.situation import MovementState
from posturecheck.core import UNSEEN, Reading
from posturecheck.profiles.rule_settings import BendAndTwist, FastTwist, RuleSettings
from posturecheck.rules.limit import NOTHING, Rule

TURNING = "trunk_rotation_rate_deg_s"
# How much of a twist is seen differs from person to person, by a factor of two: the doubt grows
# with it (.3 of it, .4 of its speed) and makes of a large one a smaller one, not none. The real man
# whose twists are known (keraal) reads 44 +-18 at a true 33, and 180 +-80 a second at a true 85.
HONEST_SHARE = 0.5


def _twist(situation: MovementState, _: RuleSettings) -> Reading:
    if situation.feet_still is False:
        return NOTHING
    return situation["trunk_rotation_deg"] if situation.feet_still else UNSEEN


def _twist_speed(situation: MovementState, settings: FastTwist) -> Reading:
    if situation.feet_still is False:
        return NOTHING
    if situation.changing_height or situation.feet_still is None:
        return UNSEEN  # the model's hips and shoulders come apart while a body folds
    if situation.twist_excursion_deg < settings.from_range_deg:
        return NOTHING
    return situation["trunk_rotation_rate_deg_s"]


def _side_bend(situation: MovementState, _: RuleSettings) -> Reading:
    return situation["trunk_side_bend_deg"]


def _bend_and_twist(situation: MovementState, settings: BendAndTwist) -> Reading:
    lean = situation["trunk_flexion_deg"]
    if lean.value - lean.sd < settings.from_lean_deg:
        return NOTHING
    return _twist(situation, settings)


def _gain_sd(value: float, _: RuleSettings) -> float:
    return HONEST_SHARE * value


TWIST = Rule(
    "twist",
    "deg",
    lambda rules: rules.twist,
    _twist,
    honest_sd=_gain_sd,
    group="twisting",
    speed=TURNING,
    gauge="twist",
    curve="trunk_rotation_deg",
)
FAST_TWIST = Rule(
    "fast-twist",
    "deg_s",
    lambda rules: rules.fast_twist,
    _twist_speed,
    honest_sd=_gain_sd,
    group="twisting",
    after=True,
    speed=TURNING,
)
SIDE_BEND = Rule("side-bend", "deg", lambda rules: rules.side_bend, _side_bend, group="reaching")
BEND_AND_TWIST = Rule(
    "bend-and-twist",
    "deg",
    lambda rules: rules.bend_and_twist,
    _bend_and_twist,
    honest_sd=_gain_sd,
    group="twisting",
    speed=TURNING,
    gauge="twist",
)
