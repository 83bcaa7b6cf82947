"""Risky moments from true angles: the limits' crossings, by the default profile's figures.

Deliberately apart from posturecheck's own judging: only its limits are taken over. No stretch
spans two movements, and nothing counts on the floor, going down to it or coming up from it. A
safe technique that breaks a rule is a mistake of the movement's, and no label is written.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from posturecheck.activity.situation import BACKWARD, SAFE_WAYS_DOWN
from posturecheck.profiles.files import load_profile
from posturecheck.profiles.rule_settings import RuleSettings
from posturecheck.profiles.settings import Profile
from renderer.core import Doing, Floats, Movement
from renderer.movement_cuts import Cut, Flags

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


def labels(
    times_s: Floats,
    columns: Mapping[str, Floats],
    movement: Movement,
    cuts: Sequence[Cut] = (),
    on_floor: Flags | None = None,
) -> tuple[Label, ...]:
    """Return every risky stretch, in time order.

    Args:
        times_s: (n,) seconds.
        columns: The measures of DESIGN section 3, (n,) each, with the speeds.
        movement: What was done.
        cuts: Its movements; no stretch spans two.
        on_floor: Where somebody lies, sits on the floor or is on all fours, (n,).

    Raises:
        LabelError: A safe technique breaks a rule.
    """
    found: list[Label] = []
    for part in _parts(times_s, cuts, on_floor):
        doing = doing_in(movement, float(times_s[part.start]), float(times_s[part.stop - 1]))
        crossings = list(_crossings(times_s, columns, doing, part))
        _check(crossings, doing, movement.name)
        found += crossings
    return tuple(sorted(found, key=lambda one: one.start_s))


def doing_in(movement: Movement, start_s: float, end_s: float) -> Doing:
    """Return what is done in most of a stretch."""

    def shared_s(doing: Doing) -> float:
        return min(doing.end_s, end_s) - max(doing.start_s, start_s)

    return max(movement.doings, key=shared_s)


def _parts(times_s: Floats, cuts: Sequence[Cut], on_floor: Flags | None) -> Iterator[slice]:
    """Yield the time of every movement, up to the middle of the rest; not what is of the floor."""
    before = [(one.end_s + after.start_s) / 2 for one, after in itertools.pairwise(cuts)]
    which = np.searchsorted(before, times_s)
    for one in cuts:
        if one.kind == "to-floor":
            which[(times_s >= one.start_s) & (times_s <= one.end_s)] = -1
    if on_floor is not None:
        which[on_floor] = -1
    edges = np.flatnonzero(np.diff(which)) + 1
    bounds = [0, *edges.tolist(), len(which)]
    for first, after in itertools.pairwise(bounds):
        if which[first] >= 0:
            yield slice(first, after)


def _crossings(
    times_s: Floats, columns: Mapping[str, Floats], doing: Doing, part: slice
) -> Iterator[Label]:
    profile = load_profile("default")
    rules = profile.rules
    lean = columns["trunk_inclination_deg"]
    lean = np.where(-columns["trunk_flexion_deg"] > BACKWARD * lean, 0.0, lean)
    twist = np.abs(columns["trunk_rotation_deg"])
    # Whoever sits, or gets low in a way that is taught, may lean further.
    spared = doing.technique in SAFE_WAYS_DOWN or doing.seated
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
        yield from stretches(rule, times_s[part], values[part], (amber, red, dwell_s), profile)
    yield from _lifts(times_s[part], lean[part], doing, profile)


def _limits(settings: RuleSettings) -> tuple[float, float, float]:
    return settings.amber, settings.red, settings.dwell_s


def stretches(
    rule: str,
    times_s: Floats,
    values: Floats,
    limits: tuple[float, float, float],
    profile: Profile,
) -> Iterator[Label]:
    """Yield the stretches over amber, until below the release for long enough.

    Args:
        rule: What they are called.
        times_s: (n,) seconds.
        values: What is watched, (n,).
        limits: Amber and red, and for how many seconds amber has to be passed.
        profile: How long a return ends a stretch.
    """
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


def _lifts(times_s: Floats, lean: Floats, doing: Doing, profile: Profile) -> Iterator[Label]:
    """Yield the stooped lift, from the deepest lean to upright."""
    limits = profile.rules.unsafe_lift
    if doing.lift_s is None:
        return
    inside = np.flatnonzero((times_s >= doing.lift_s[0]) & (times_s <= doing.lift_s[1]))
    if not len(inside):
        return
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


def _check(found: list[Label], doing: Doing, name: str) -> None:
    wrong = [one for one in found if doing.technique and one.rule not in MAY_STILL]
    if wrong:
        raise LabelError(
            f"{name}: shows {doing.technique}, but {wrong[0].rule} at "
            f"{wrong[0].start_s:.1f} s; choose another seed or tame the movement"
        )
