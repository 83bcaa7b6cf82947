"""What somebody reads of their days: what went well, the goal, then one or two things to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from posturecheck.history.aggregates import RULES, Period, by_day, span, two_weeks
from posturecheck.history.goals import Goal, Progress, progress
from posturecheck.history.reading import PracticeSession
from posturecheck.rules.guidance import Guidance
from posturecheck.rules.guidance_file import Guide

MOST_TO_WORK_ON = 2  # more than that nobody practises at once
RED_COUNTS = 2  # a moment far beyond a limit weighs as two; our own


@dataclass(frozen=True, slots=True)
class WorkOn:
    """What to do another way: how often its limit was passed, and the advice on it."""

    rule: str
    count: int
    guide: Guide


class Counted(Protocol):
    """The sums of a session or of some days.

    ``moments`` and ``red`` count episodes by rule, ``asked`` by rule and task, ``good`` the
    movements that were good as a whole by technique; ``pains`` is how often it hurt.
    """

    @property
    def seen_s(self) -> float: ...  # noqa: D102
    @property
    def unseen_s(self) -> float: ...  # noqa: D102
    @property
    def moments(self) -> Counter[str]: ...  # noqa: D102
    @property
    def red(self) -> Counter[str]: ...  # noqa: D102
    @property
    def asked(self) -> Counter[tuple[str, str]]: ...  # noqa: D102
    @property
    def good(self) -> Counter[str]: ...  # noqa: D102
    @property
    def pains(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Best:
    """The day with the most good bends so far."""

    day: date
    bends: int


@dataclass(frozen=True, slots=True)
class MyDays:
    """Days of practice as one reads of them.

    Attributes:
        today: The local day.
        week: The last seven days.
        days: On how many of them was practised.
        bends_today: Good bends of today.
        best: None where no good bend was seen yet.
        goal: How far the goal is, None where none is set.
        work_on: What is worth working on, the most frequent first; may be empty.
    """

    today: date
    week: Period
    days: int
    bends_today: int
    best: Best | None
    goal: Progress | None
    work_on: tuple[WorkOn, ...]


def my_days(
    sessions: Sequence[PracticeSession], today: date, goal: Goal | None, guidance: Guidance
) -> MyDays:
    """Sum up; ``sessions`` are those in which somebody practised."""
    week, _ = two_weeks(sessions, today)
    return MyDays(
        today=today,
        week=week,
        days=len([day for day in by_day(sessions) if week.first <= day.first <= week.last]),
        bends_today=span(today, today, sessions).good_bends,
        best=_best(sessions),
        goal=None if goal is None else progress(goal, sessions, today),
        work_on=to_work_on(week, guidance),
    )


def to_work_on(sums: Counted, guidance: Guidance) -> tuple[WorkOn, ...]:
    """Return what was over a limit most often, with the advice most apt."""

    def weight(rule: str) -> int:
        return sums.moments[rule] + (RED_COUNTS - 1) * sums.red[rule]

    known = [rule for rule in RULES if sums.moments[rule]]
    first = sorted(known, key=weight, reverse=True)[:MOST_TO_WORK_ON]
    return tuple(
        WorkOn(rule, sums.moments[rule], _advice(rule, sums.asked, guidance)) for rule in first
    )


def _advice(rule: str, tasks: Counter[tuple[str, str]], guidance: Guidance) -> Guide:
    known = {*guidance.tasks, *guidance.activities}
    of_rule = Counter({task: n for (r, task), n in tasks.items() if r == rule and task in known})
    task = of_rule.most_common(1)[0][0] if of_rule else "other"
    return guidance.guide(rule, task)


def _best(sessions: Sequence[PracticeSession]) -> Best | None:
    days = by_day(sessions)
    best = max(days, key=lambda day: day.good_bends, default=None)  # of equal ones the first
    return Best(best.first, best.good_bends) if best is not None and best.good_bends else None
