"""What is true of every movement: its task, what may be said of it, whether it is to be praised.

The task and the technique are the plan's, the limits passed are the true angles'; which advice
answers which limit is read from the guidance, as ``labels`` takes over the limits alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from posturecheck.core import MovementKind
from posturecheck.profiles.files import load_profile
from posturecheck.rules.guidance import load_guidance
from renderer.core import Doing, Floats, Movement
from renderer.labels import Label, doing_in, stretches
from renderer.movement_cuts import LEAST_LEAN_DEG, Cut

# Ways that are praised where they pass no limit; sitting down well is only not corrected.
PRAISED = frozenset(
    {"hip-hinge", "squat", "golfers-lift", "half-kneel", "step-turn", "seated-foot-up"}
)
BENDS: frozenset[MovementKind] = frozenset({"bend", "lift"})  # those that add up in a minute
MINUTE_S = 60.0


@dataclass(frozen=True, slots=True)
class MovementLabel:
    """One movement; ``order`` names the advice that would be right, none: say nothing."""

    kind: MovementKind
    start_s: float
    deepest_s: float
    end_s: float
    task: str
    order: tuple[str, ...]
    praise: bool


def movement_labels(
    times_s: Floats,
    columns: Mapping[str, Floats],
    movement: Movement,
    cuts: Sequence[Cut],
    found: Sequence[Label],
) -> tuple[MovementLabel, ...]:
    """Return what is true of every movement, in time order.

    Args:
        times_s: (n,) seconds.
        columns: The measures of DESIGN section 3, (n,) each.
        movement: What was done.
        cuts: Its movements.
        found: Its risky stretches, none over two movements.
    """
    return tuple(
        _label(
            one,
            doing_in(movement, one.start_s, one.end_s),
            _rules(times_s, columns, cuts, one, found),
        )
        for one in cuts
    )


def _label(one: Cut, doing: Doing, rules: Mapping[str, bool]) -> MovementLabel:
    floor = one.kind == "to-floor"
    lifts = doing.lifts and one.kind == "bend"
    praise = doing.technique in PRAISED and not any(rules.values()) and not floor
    # Who does it well has no use for the way that the task's own advice teaches.
    advice = () if praise else doing.advice
    return MovementLabel(
        "lift" if lifts else one.kind,
        one.start_s,
        one.deepest_s,
        one.end_s,
        "" if floor else doing.task,
        () if floor else _answers(rules, advice),
        praise,
    )


def _rules(
    times_s: Floats,
    columns: Mapping[str, Floats],
    cuts: Sequence[Cut],
    one: Cut,
    found: Sequence[Label],
) -> dict[str, bool]:
    """Return the rules of which something may be said, and whether its limit spoils praise."""
    middle_s = {label: (label.start_s + label.end_s) / 2 for label in found}
    rules = {label.rule: True for label in found if one.start_s <= middle_s[label] <= one.end_s}
    limits = load_profile("default").rules
    if _bends_within_a_minute(times_s, columns, cuts, one) >= limits.repeated_bend.amber_per_min:
        rules["repeated-bend"] = False  # not labelled: whoever praises a good one is right, too
    if _reaches(times_s, columns, one):
        rules["overreach"] = False
    return rules


def _bends_within_a_minute(
    times_s: Floats, columns: Mapping[str, Floats], cuts: Sequence[Cut], one: Cut
) -> int:
    if one.kind not in BENDS:
        return 0
    return sum(
        other.kind in BENDS
        and one.start_s - MINUTE_S < other.start_s <= one.start_s
        and _within(times_s, columns["trunk_inclination_deg"], other).max() >= LEAST_LEAN_DEG
        for other in cuts
    )


def _reaches(times_s: Floats, columns: Mapping[str, Floats], one: Cut) -> bool:
    profile = load_profile("default")
    limits = profile.rules.overreach
    lean_deg, reach_m = columns["trunk_inclination_deg"], columns["hand_reach_m"]
    far_m = np.where(lean_deg >= limits.from_lean_deg, reach_m, 0.0)
    inside = (times_s >= one.start_s) & (times_s <= one.end_s)
    bounds = (limits.amber_m, limits.red_m, limits.dwell_s)
    return any(
        True for _ in stretches("overreach", times_s[inside], far_m[inside], bounds, profile)
    )


def _within(times_s: Floats, values: Floats, one: Cut) -> Floats:
    within: Floats = values[(times_s >= one.start_s) & (times_s <= one.end_s)]
    return within


def _answers(rules: Mapping[str, bool], advice: tuple[str, ...]) -> tuple[str, ...]:
    """Return the advice that answers any of the rules: the general one, and what else fits."""
    return tuple(
        guide.id
        for guide in load_guidance().advice
        if (guide.general or guide.id in advice) and set(guide.rules) & set(rules)
    )
