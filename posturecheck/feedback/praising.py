"""Whether a whole movement was good: only that is praised, never a moment of one."""

from __future__ import annotations

from posturecheck.activity.techniques import LIKELY_SD, LONG_BACK_DEG, MEASURED_SD_DEG
from posturecheck.core import Movement

PRAISED = frozenset(
    {"hip-hinge", "squat", "golfers-lift", "half-kneel", "step-turn", "seated-foot-up"}
)
WELL_BENT = PRAISED - {"step-turn"}  # good ways of getting low
ON_THE_WAY = frozenset({"to-floor", "sit-down", "stand-up"})  # not bends, and not praised as such
SEEN_SHARE = 0.8  # our own: less of a movement was seen, and nothing is claimed of it


def was_good(movement: Movement) -> bool:
    """Whether a movement that is over was done in a good way beyond reasonable doubt.

    A good technique in the whole of it, a stance to measure from, seen nearly all the time,
    and at its deepest point a back that was surely enough seen to be long.
    """
    if movement.technique not in PRAISED or movement.kind in ON_THE_WAY:
        return False
    if not movement.stance_known or movement.seen_share < SEEN_SHARE:
        return False
    return movement.technique == "step-turn" or _long_back(movement)


def _long_back(movement: Movement) -> bool:
    rounding = movement.deepest["spine_flexion_deg"]
    sure = rounding.sd <= MEASURED_SD_DEG  # nan is not
    return sure and rounding.value + LIKELY_SD * rounding.sd < LONG_BACK_DEG
