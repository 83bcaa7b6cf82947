"""What a session has to be kept, and how each kind of it becomes rows."""

from __future__ import annotations

import math
import sqlite3
from dataclasses import dataclass

from posturecheck.core import Cue, Episode, Movement, Response
from posturecheck.history.half_minute import PainReport


@dataclass(frozen=True, slots=True)
class CueRecord:
    """A cue, and during which task."""

    cue: Cue
    task: str


@dataclass(frozen=True, slots=True)
class MovementRecord:
    """A movement that is over, and whether the whole of it was good."""

    movement: Movement
    good: bool


@dataclass(frozen=True, slots=True)
class PainRecord:
    """That somebody said that it hurt, and when, by the wall clock."""

    report: PainReport
    said_unix_s: float


Row = Episode | CueRecord | Response | MovementRecord | PainRecord


def insert(connection: sqlite3.Connection, session: int, row: Row) -> None:
    """Write one of them for a session.

    Raises:
        sqlite3.Error: It cannot be written.
    """
    if isinstance(row, Episode):
        _episode(connection, session, row)
    elif isinstance(row, CueRecord):
        _cue(connection, session, row)
    elif isinstance(row, MovementRecord):
        _movement(connection, session, row)
    elif isinstance(row, PainRecord):
        _pain(connection, session, row)
    else:
        _response(connection, session, row)


def _episode(connection: sqlite3.Connection, session: int, row: Episode) -> None:
    connection.execute(
        "INSERT INTO episodes (session_id, rule, severity, start_s, end_s, peak, peak_sd,"
        ' unit, peak_t_s, "limit", task, cue, alternative, lost, technique, speed_deg_s)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            session,
            row.rule,
            row.severity,
            _number(row.start_s),
            _number(row.end_s),
            _number(row.peak),
            _number(row.peak_sd),
            row.unit,
            _number(row.peak_t_s),
            _number(row.limit),
            row.task,
            row.cue,
            row.alternative,
            row.lost,
            row.technique,
            _number(row.speed_deg_s),
        ),
    )


def _cue(connection: sqlite3.Connection, session: int, row: CueRecord) -> None:
    cue = row.cue
    connection.execute(
        "INSERT INTO cues (session_id, t_s, rule, kind, say, spoken, task)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (session, float(cue.t_s), cue.rule, cue.kind, cue.say, cue.spoken, row.task),
    )


def _response(connection: sqlite3.Connection, session: int, row: Response) -> None:
    cue = row.cue
    connection.execute(
        "UPDATE cues SET answered = ?, after_s = ?"
        " WHERE session_id = ? AND t_s = ? AND rule = ? AND kind = ?",
        (row.answered, _number(row.after_s), session, float(cue.t_s), cue.rule, cue.kind),
    )


def _movement(connection: sqlite3.Connection, session: int, row: MovementRecord) -> None:
    m = row.movement
    connection.execute(
        "INSERT INTO movements (session_id, kind, technique, good, start_s, end_s, task)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (session, m.kind, m.technique, row.good, _number(m.start_s), _number(m.end_s), m.task),
    )


def _pain(connection: sqlite3.Connection, session: int, row: PainRecord) -> None:
    report = row.report
    made = connection.execute(
        "INSERT INTO pain_reports (session_id, t_s, said_unix_s, phase, task)"
        " VALUES (?, ?, ?, ?, ?)",
        (session, float(report.t_s), row.said_unix_s, report.phase, report.task),
    )
    connection.executemany(
        "INSERT INTO pain_measures VALUES (?, ?, ?, ?, ?)",
        [
            (made.lastrowid, m.measure, m.before_s, float(m.reading.value), _number(m.reading.sd))
            for m in report.course
        ],
    )


def _number(value: float) -> float | None:
    """NULL for nan; a plain float of whatever numpy made it."""
    return float(value) if math.isfinite(value) else None
