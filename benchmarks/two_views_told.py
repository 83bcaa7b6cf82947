"""What ``two_views.py`` asks of one film: what is told of it, and how far what is read is off."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Literal

import numpy as np

from benchmarks.real_points import read_points
from benchmarks.two_views_films import HELD_S, LEAN, ROUNDING, VIEWS_DEG, Bend, truth_of
from posturecheck.activity.techniques import LONG_BACK_DEG, MEASURED_SD_DEG, NEED_A_LONG_BACK
from posturecheck.clips.first_pass import FirstPass
from posturecheck.clips.judging import Judged, judge_trace
from posturecheck.clips.options import CheckOptions
from posturecheck.core import NobodySeenError, Reading
from posturecheck.evaluate.labels import Truth, read_truth

Told = Literal["rounded", "hinge", "cannot tell"]
BANDS_DEG = ((40.0, 50.0), (50.0, 60.0), (60.0, 70.0), (70.0, 80.0))
LONG_BACKS = NEED_A_LONG_BACK | {"hip-hinge"}
UNSEEN = Reading(math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told of one film, and what is read of it while the bend is held.

    ``long`` says whether the rule is surely not over its limit then, hinge or not; ``errors`` are
    what was read minus what is true, with the sd that was said, by measure; ``rounding_deg`` is
    what was read.
    """

    bend: Bend
    view: str
    told: Told
    technique: str
    long: bool
    severities: tuple[tuple[str, str], ...]
    errors: Mapping[str, Reading]
    rounding_deg: float = math.nan

    @property
    def red(self) -> bool:
        """Whether any rule was passed over its red limit."""
        return any(severity == "red" for _, severity in self.severities)

    @property
    def right(self) -> bool:
        """Whether it is told as what it is."""
        return self.told == self.bend.kind


def answer(bend: Bend, view: str, points: Path) -> Answer:
    """Return what is told of the kept points of a film."""
    options, truth = CheckOptions(), read_truth(truth_of(points))
    with read_points(points) as trace:
        ahead = FirstPass(options.person, options.neutral)
        for t_s, people in trace:
            ahead.observe(t_s, people)
        try:
            judged = judge_trace(points.stem, trace, ahead, options)
        except NobodySeenError:
            return Answer(bend, view, "cannot tell", "", False, (), {})
    rules = tuple((e.rule, e.severity) for e in judged.episodes)
    technique = _technique(judged)
    told: Told = "cannot tell"
    if any(rule == "rounded-bend" for rule, _ in rules):
        told = "rounded"
    elif technique in LONG_BACKS:
        told = "hinge"
    held = {name: _held(judged, truth, name) for name in (LEAN, ROUNDING)}
    errors = {n: Reading(said.value - true, said.sd) for n, (said, true) in held.items()}
    rounding = held[ROUNDING][0]
    long = _surely_long(rounding)
    return Answer(bend, view, told, technique, long, rules, errors, rounding.value)


def _technique(judged: Judged) -> str:
    movements = judged.totals.movements
    if not movements:
        return ""
    return max(movements, key=lambda m: m.deepest[LEAN].value).technique


def _held(judged: Judged, truth: Truth, name: str) -> tuple[Reading, float]:
    """Return a measure's mean while the bend is held, and what is true then."""
    middle_s = float(truth.t_s[np.argmax(truth.values[LEAN])])
    table = judged.posture
    rows = (np.abs(table["t_s"] - middle_s) <= HELD_S / 3) & (table["seen"] > 0)
    true = float(truth.values[name][np.abs(truth.t_s - middle_s) <= HELD_S / 3].mean())
    if not rows.any():
        return UNSEEN, true
    return Reading(float(table[name][rows].mean()), float(table[f"{name}_sd"][rows].mean())), true


def _surely_long(rounding: Reading) -> bool:
    under = rounding.value < LONG_BACK_DEG and rounding.sd <= MEASURED_SD_DEG
    return under or rounding.value + rounding.sd < LONG_BACK_DEG


def pairs_of(answers: Sequence[Answer]) -> Iterator[tuple[Answer, Answer]]:
    """Yield every two views of one bend."""
    for one, other in combinations(answers, 2):
        if one.bend == other.bend:
            yield one, other


def unlike(one: Answer, other: Answer) -> bool:
    """Whether one view says rounded, and of the other the rule is surely not over its limit."""
    return (one.told == "rounded" and other.long) or (other.told == "rounded" and one.long)


def contradict(one: Answer, other: Answer) -> bool:
    """Whether one view says rounded and the other says hinge."""
    return {one.told, other.told} == {"rounded", "hinge"}


def groups_of(answers: Sequence[Answer]) -> Iterator[tuple[str, list[Answer]]]:
    """Yield the answers together, by view, by depth and by what the arms do."""
    yield "all", list(answers)
    for view in VIEWS_DEG:
        yield f"  {view}", [a for a in answers if a.view == view]
    for low, high in BANDS_DEG:
        yield f"  {low:g} to {high:g}", [a for a in answers if low <= a.bend.lean_deg < high]
    for arms in sorted({a.bend.arms for a in answers}):
        yield f"  arms {arms}", [a for a in answers if a.bend.arms == arms]


def f1(answers: Iterable[Answer]) -> tuple[float, float, float]:
    """Return F1, precision and recall of ``rounded``; nan where nothing speaks for one."""
    count = Counter((a.bend.kind == "rounded", a.told == "rounded") for a in answers)
    hit, missed, false = count[True, True], count[True, False], count[False, True]
    precision = hit / (hit + false) if hit + false else math.nan
    recall = hit / (hit + missed) if hit + missed else math.nan
    all_three = 2 * hit + missed + false
    return (2 * hit / all_three if all_three else math.nan), precision, recall


def apart(answers: Sequence[Answer]) -> tuple[float, float]:
    """Return how often a rounded bend is read rounder than a hinge: of anybody, of the same person.

    The first is the area under the ROC curve: what any one limit could reach at best. Views are
    compared with themselves only. nan where nobody was seen.
    """
    seen = [a for a in answers if math.isfinite(a.rounding_deg)]
    rounded = [a for a in seen if a.bend.kind == "rounded"]
    hinges = [a for a in seen if a.bend.kind == "hinge"]
    pairs = [(a, b) for a in rounded for b in hinges if a.view == b.view]
    own = [(a, b) for a, b in pairs if a.bend.who == b.bend.who]
    return _rounder(pairs), _rounder(own)


def _rounder(pairs: Sequence[tuple[Answer, Answer]]) -> float:
    if not pairs:
        return math.nan
    return sum(a.rounding_deg > b.rounding_deg for a, b in pairs) / len(pairs)
