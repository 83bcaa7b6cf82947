"""Rules on lifting and reaching.

A lift is judged by the lean at its bottom, and only when it was a stoop: squat, half
kneel, golfer's lift and a lift with a long back are what is taught (clinical.md 1.2).
"""

from __future__ import annotations

from posturecheck.activity.situation import SAFE_WAYS_DOWN, MovementState
from posturecheck.core import Reading
from posturecheck.profiles.rule_settings import Overreach, RuleSettings
from posturecheck.rules.limit import NOTHING, Rule


def _stoop_lift(situation: MovementState, _: RuleSettings) -> Reading:
    if situation.lift is None:
        return NOTHING
    return NOTHING if situation.lift_technique in SAFE_WAYS_DOWN else situation.lift


def _reach(situation: MovementState, settings: Overreach) -> Reading:
    lean = situation["trunk_inclination_deg"]
    leaning = lean.value >= settings.from_lean_deg
    if not (leaning or situation.load_kg > 0):
        return NOTHING
    return situation["hand_reach_m"]


UNSAFE_LIFT = Rule(
    "unsafe-lift",
    "deg",
    lambda rules: rules.unsafe_lift,
    _stoop_lift,
    group="reaching",
    after=True,
)
OVERREACH = Rule("overreach", "m", lambda rules: rules.overreach, _reach, group="reaching")
