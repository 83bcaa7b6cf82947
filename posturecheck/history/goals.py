"""The one goal that somebody, or their therapist, has set."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, cast, get_args

from posturecheck.core import InputError
from posturecheck.history.aggregates import by_day, span, two_weeks
from posturecheck.history.reading import PracticeSession

GoalKind = Literal["days", "bends"]
AT_MOST: Final[dict[GoalKind, int]] = {"days": 7, "bends": 200}


@dataclass(frozen=True, slots=True)
class Goal:
    """``kind`` "days": so many days of practice in seven; "bends": good bends in a day."""

    kind: GoalKind
    target: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the goal is.

    Attributes:
        goal: What was set.
        done: Days in the last seven, or good bends today.
        days_reached: For good bends: on how many of the last seven days there were as many.
    """

    goal: Goal
    done: int
    days_reached: int = 0

    @property
    def reached(self) -> bool:
        """Whether it is reached just now."""
        return self.done >= self.goal.target


def goal_of(kind: object, target: object) -> Goal:
    """Return the goal that was asked for.

    Raises:
        InputError: It is none.
    """
    if kind not in get_args(GoalKind):
        raise InputError(f"goal: expected days or bends; got {str(kind)[:30]!r}")
    most = AT_MOST[cast(GoalKind, kind)]
    if isinstance(target, bool) or not isinstance(target, int) or not 1 <= target <= most:
        raise InputError(
            f"goal: expected a whole number from 1 to {most}; got {str(target)[:30]!r}"
        )
    return Goal(cast(GoalKind, kind), target)


def read_goal(connection: sqlite3.Connection) -> Goal | None:
    """Return the goal, None where none is set or what is there is none."""
    row = connection.execute("SELECT kind, target FROM goals ORDER BY id DESC LIMIT 1").fetchone()
    try:
        return None if row is None else goal_of(*row)
    except InputError:
        return None


def write_goal(connection: sqlite3.Connection, goal: Goal | None, now_unix_s: float) -> None:
    """Set the goal in place of the one before; None leaves none.

    Raises:
        sqlite3.Error: It cannot be written.
    """
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM goals")
    if goal is not None:
        connection.execute(
            "INSERT INTO goals (kind, target, set_unix_s) VALUES (?, ?, ?)",
            (goal.kind, goal.target, now_unix_s),
        )
    connection.execute("COMMIT")


def progress(goal: Goal, sessions: Sequence[PracticeSession], today: date) -> Progress:
    """Return how far a goal is on a day."""
    week, _ = two_weeks(sessions, today)
    days = [day for day in by_day(sessions) if week.first <= day.first <= week.last]
    if goal.kind == "days":
        return Progress(goal, len(days))
    reached = sum(day.good_bends >= goal.target for day in days)
    return Progress(goal, span(today, today, sessions).good_bends, reached)
