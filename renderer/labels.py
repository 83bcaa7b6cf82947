"""Risky moments from true angles: the limits' crossings, by the default profile's figures.

Deliberately apart from posturecheck's own judging: only its limits are taken over. A safe
technique that breaks a rule is a mistake of the movement's, and no label is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from posturecheck.activity.situation import SAFE_WAYS_DOWN
from posturecheck.profiles.files import load_profile
from posturecheck.profiles.rule_settings import RuleSettings
from posturecheck.profiles.settings import Profile
from renderer.core import Floats, Movement

# Rules whose truth follows from the angles alone. The others need minutes (sustained,
# repeated) or what the hands hold and weigh (overreach), and are not labelled.
LOOKED_FOR = (
    "rounded-bend",
    "deep-lean",
    "twist",
    "fast-twist",
    "fast-bend",
    "side-bend",
    "bend-and-twist",
    "unsafe-lift",
)
MAY_STILL = frozenset({"deep-lean"})  # fetching from the floor with a long back leans far


@dataclass(frozen=True, slots=True)
class Label:
    """One risky stretch."""

    rule: str
    start_s: float
    end_s: float
    severity: str


class LabelError(Exception):
    """A movement shown as safe breaks a rule; one line."""


def labels(times_s: Floats, columns: Mapping[str, Floats], movement: Movement) -> tuple[Label, ...]:
    """Return every risky stretch, in time order.

    Args:
        times_s: (n,) seconds.
        columns: The measures of DESIGN section 3, (n,) each, with the speeds.
        movement: What was done.

    Raises:
        LabelError: A safe technique breaks a rule.
    """
    found = sorted(_crossings(times_s, columns, movement), key=lambda one: one.start_s)
    _check(found, movement)
    return tuple(found)


def _crossings(
    times_s: Floats, columns: Mapping[str, Floats], movement: Movement
) -> Iterator[Label]:
    profile = load_profile("default")
    rules = profile.rules
    lean = columns["trunk_inclination_deg"]
    twist = np.abs(columns["trunk_rotation_deg"])
    # Whoever sits, or gets low in a way that is taught, may lean further.
    spared = movement.technique in SAFE_WAYS_DOWN or "chair" in movement.needs
    lean_amber = rules.deep_lean.spared_amber_deg if spared else rules.deep_lean.amber_deg
    lean_red = np.inf if spared else rules.deep_lean.red_deg
    bent_twist = np.where(lean >= rules.bend_and_twist.from_lean_deg, twist, 0.0)
    speed = np.where(
        _range_within(times_s, columns["trunk_rotation_deg"], 1.0)
        >= rules.fast_twist.from_range_deg,
        np.abs(columns["trunk_rotation_rate_deg_s"]),
        0.0,
    )
    bending = np.where(
        (columns["trunk_flexion_deg"] >= rules.fast_bend.from_lean_deg) & (not spared),
        columns["trunk_flexion_rate_deg_s"],
        0.0,
    )
    watched: tuple[tuple[str, Floats, float, float, float], ...] = (
        ("rounded-bend", columns["spine_flexion_deg"], *_limits(rules.rounded_bend)),
        ("deep-lean", lean, lean_amber, lean_red, rules.deep_lean.dwell_s),
        ("twist", twist, *_limits(rules.twist)),
        ("fast-twist", speed, *_limits(rules.fast_twist)),
        ("fast-bend", bending, *_limits(rules.fast_bend)),
        ("side-bend", np.abs(columns["trunk_side_bend_deg"]), *_limits(rules.side_bend)),
        ("bend-and-twist", bent_twist, *_limits(rules.bend_and_twist)),
    )
    for rule, values, amber, red, dwell_s in watched:
        yield from _stretches(rule, times_s, values, (amber, red, dwell_s), profile)
    yield from _lifts(times_s, lean, movement, profile)


def _limits(settings: RuleSettings) -> tuple[float, float, float]:
    return settings.amber, settings.red, settings.dwell_s


def _stretches(
    rule: str,
    times_s: Floats,
    values: Floats,
    limits: tuple[float, float, float],
    profile: Profile,
) -> Iterator[Label]:
    """Yield the stretches over amber, until below the release for long enough."""
    amber, red, dwell_s = limits
    judging = profile.judging
    held = values >= judging.release_share * amber
    gap_s = max(judging.release_s, judging.merge_gap_s)
    for first, last in _runs(times_s, held, gap_s):
        over = np.flatnonzero(values[first : last + 1] >= amber) + first
        if len(over) and times_s[over[-1]] - times_s[over[0]] >= dwell_s:
            peak = float(values[first : last + 1].max())
            severity = "red" if peak >= red else "amber"
            yield Label(rule, float(times_s[over[0]]), float(times_s[last]), severity)


def _runs(times_s: Floats, held: np.ndarray, gap_s: float) -> Iterator[tuple[int, int]]:
    """Yield (first, last) index of stretches that hold, shorter gaps bridged."""
    where = np.flatnonzero(held)
    if not len(where):
        return
    breaks = np.flatnonzero(np.diff(times_s[where]) > gap_s)
    firsts = where[np.concatenate([[0], breaks + 1])]
    lasts = where[np.concatenate([breaks, [len(where) - 1]])]
    yield from zip(firsts.tolist(), lasts.tolist(), strict=True)


def _lifts(times_s: Floats, lean: Floats, movement: Movement, profile: Profile) -> Iterator[Label]:
    """Yield the stooped lift, from the deepest lean to upright."""
    limits = profile.rules.unsafe_lift
    if movement.lift_s is None:
        return
    inside = np.flatnonzero((times_s >= movement.lift_s[0]) & (times_s <= movement.lift_s[1]))
    bottom = inside[np.argmax(lean[inside])]
    if lean[bottom] < limits.amber:
        return
    rest = np.flatnonzero(lean[bottom:] < profile.rules.deep_lean.amber_deg)
    end = bottom + rest[0] if len(rest) else len(times_s) - 1
    severity = "red" if lean[bottom] >= limits.red else "amber"
    yield Label("unsafe-lift", float(times_s[bottom]), float(times_s[end]), severity)


def _range_within(times_s: Floats, values: Floats, seconds: float) -> Floats:
    """Return the range of the last so many seconds at every time, (n,)."""
    starts = np.searchsorted(times_s, times_s - seconds)
    return np.array([np.ptp(values[a : i + 1]) for i, a in enumerate(starts)])


def _check(found: list[Label], movement: Movement) -> None:
    wrong = [one for one in found if movement.technique and one.rule not in MAY_STILL]
    if wrong:
        raise LabelError(
            f"{movement.name}: shows {movement.technique}, but {wrong[0].rule} at "
            f"{wrong[0].start_s:.1f} s; choose another seed or tame the movement"
        )
