"""What was said to have hurt, read back: when, and what the body did in the half minute before."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from posturecheck.core import UNSEEN, Reading
from posturecheck.history.half_minute import EVERY_S, LENGTH_S, Moment
from posturecheck.history.reading import (
    DAY_S,
    LATEST_UNIX_S,
    LONGEST_S,
    OnOdd,
    local,
    number,
)

LARGEST = 1e6  # in a measure's own unit; beyond it, it was not written by us


@dataclass(frozen=True, slots=True)
class SaidPain:
    """One time that somebody said that it hurt; ``said`` in the time zone of where it was."""

    session: int
    said: datetime
    t_s: float
    phase: str
    task: str
    course: tuple[Moment, ...]

    @property
    def seen_s(self) -> float:
        """For how much of the half minute anything was measured, seconds."""
        return min(LENGTH_S, EVERY_S * len({_half_second(m) for m in self.course}))

    def of(self, measure: str) -> list[Moment]:
        """Return one measure's moments, the earliest first."""
        own = [m for m in self.course if m.measure == measure]
        return sorted(own, key=lambda m: -m.before_s)

    def extremes(self, measure: str) -> tuple[Reading, Reading]:
        """Return a measure's lowest and highest value; unseen where it was not seen."""
        readings = [m.reading for m in self.of(measure)]
        if not readings:
            return UNSEEN, UNSEEN
        return min(readings, key=lambda r: r.value), max(readings, key=lambda r: r.value)


def read_pains(connection: sqlite3.Connection, on_odd: OnOdd = lambda what: None) -> list[SaidPain]:
    """Return every report, oldest first, those of sessions without practice too."""
    pains = []
    for report, *facts in connection.execute(
        "SELECT r.id, r.session_id, r.said_unix_s, s.utc_offset_s, r.t_s, r.phase, r.task"
        " FROM pain_reports r JOIN sessions s ON s.id = r.session_id ORDER BY r.said_unix_s, r.id"
    ):
        rows = connection.execute(
            "SELECT measure, before_s, value, sd FROM pain_measures WHERE report_id = ?"
            " ORDER BY measure, before_s DESC",
            (report,),
        )
        try:
            pains.append(_said(facts, rows))
        except ValueError as error:
            on_odd(f"report of pain {report}: {error}")
    return pains


def _said(facts: list[object], rows: Iterable[tuple[object, ...]]) -> SaidPain:
    session, said, offset, t_s, phase, task = facts
    utc_offset_s = round(number(offset, DAY_S, -DAY_S))
    return SaidPain(
        session=round(number(session, LONGEST_S)),
        said=local(number(said, LATEST_UNIX_S), utc_offset_s),
        t_s=number(t_s, LONGEST_S),
        phase=str(phase),
        task=str(task),
        course=tuple(_moment(*row) for row in rows),
    )


def _moment(measure: object, before_s: object, value: object, sd: object) -> Moment:
    doubt = math.nan if sd is None else number(sd, LARGEST)
    reading = Reading(number(value, LARGEST, -LARGEST), doubt)
    return Moment(str(measure), number(before_s, LENGTH_S), reading)


def _half_second(moment: Moment) -> int:
    return math.floor(moment.before_s / EVERY_S)
