"""The history as three CSV files: units in the column names, local times in ISO 8601.

An empty cell is what was not seen or is not known.
"""

from __future__ import annotations

import csv
import math
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from posturecheck.console.untrusted_text import for_spreadsheet
from posturecheck.files.atomic import new_folder
from posturecheck.history.pain import SaidPain, read_pains
from posturecheck.history.reading import LONGEST_S, PracticeSession, local, read_sessions
from posturecheck.measures import BY_NAME, MEASURE_NAMES

SESSION_COLUMNS = (
    "session",
    "started",
    "ended",
    "how_it_ended",
    "source",
    "task",
    "profile",
    "app_version",
    "frames_analysed",
    "seen_s",
    "unseen_s",
    "cues_spoken",
    "cues_on_screen_only",
    "praise",
    "settings_json",
    *(f"{name}_seen_s" for name in MEASURE_NAMES),
)
EPISODE_COLUMNS = (
    "session",
    "started",
    "rule",
    "severity",
    "start_s",
    "end_s",
    "peak",
    "peak_sd",
    "unit",
    "peak_t_s",
    "limit",
    "task",
    "cue",
    "alternative",
    "lost",
    "technique",
    "speed_deg_s",
)
CUE_COLUMNS = (
    "session",
    "at",
    "t_s",
    "rule",
    "kind",
    "say",
    "spoken",
    "task",
    "answered",
    "after_s",
)
EPISODES = """SELECT session_id, rule, severity, start_s, end_s, peak, peak_sd, unit, peak_t_s,
    "limit", task, cue, alternative, lost, technique, speed_deg_s
    FROM episodes ORDER BY session_id, start_s, id"""
MOVEMENT_COLUMNS = (
    "session",
    "started",
    "kind",
    "technique",
    "good",
    "start_s",
    "end_s",
    "task",
)
PAIN_COLUMNS = (
    "session",
    "at",
    "t_s",
    "phase",
    "task",
    "measure",
    "before_s",
    "value",
    "sd",
    "unit",
)
MOVEMENTS = """SELECT session_id, kind, technique, good, start_s, end_s, task
    FROM movements ORDER BY session_id, start_s, id"""
CUES = """SELECT session_id, t_s, rule, kind, say, spoken, task, answered, after_s
    FROM cues ORDER BY session_id, t_s, id"""


def export_csv(
    connection: sqlite3.Connection, out: Path, now_unix_s: float, *, shared: bool = False
) -> Path:
    """Write sessions, episodes, cues, movements and what hurt as CSV files into a new folder.

    Raises:
        InputError: The folder cannot be written; then none is there.
    """
    sessions: dict[object, PracticeSession] = {
        session.id: session for session in read_sessions(connection)
    }
    with new_folder(out, "--out", shared=shared) as folder:
        _save(folder / "sessions.csv", SESSION_COLUMNS, _sessions(connection, sessions, now_unix_s))
        for name, columns, query in (
            ("episodes.csv", EPISODE_COLUMNS, EPISODES),
            ("cues.csv", CUE_COLUMNS, CUES),
            ("movements.csv", MOVEMENT_COLUMNS, MOVEMENTS),
        ):
            at = columns.index("start_s" if "start_s" in columns else "t_s") - 1
            _save(folder / name, columns, _timed(connection.execute(query), sessions, at))
        _save(folder / "hurt.csv", PAIN_COLUMNS, _pains(read_pains(connection)))
    return out


def _sessions(
    connection: sqlite3.Connection, sessions: Mapping[object, PracticeSession], now_unix_s: float
) -> Iterator[tuple[object, ...]]:
    seen = {
        (session, measure): seconds
        for session, measure, seconds in connection.execute(
            "SELECT session_id, measure, seen_s FROM measure_seconds"
        )
    }
    settings = dict(connection.execute("SELECT id, settings FROM sessions").fetchall())
    for s in sessions.values():
        offset = s.started.utcoffset() or timedelta()
        ended = local(s.last_unix_s, round(offset.total_seconds()))
        yield (
            s.id,
            s.started.isoformat(timespec="milliseconds"),
            ended.isoformat(timespec="milliseconds"),
            *map(_plain, (s.how_it_ended(now_unix_s), s.source, s.task, s.profile, s.app_version)),
            s.frames,
            _plain(s.seen_s),
            _plain(s.unseen_s),
            s.cues.spoken,
            s.cues.on_screen,
            s.cues.praise,
            settings[s.id],
            *(_plain(seen.get((s.id, name))) for name in MEASURE_NAMES),
        )


def _timed(
    rows: Iterable[tuple[object, ...]], sessions: Mapping[object, PracticeSession], at: int
) -> Iterator[tuple[object, ...]]:
    """Put the local time behind the session's number; ``at`` is where the seconds stand."""
    for row in rows:
        session = sessions.get(row[0])
        if session is not None:  # else it holds odd values, and is left out
            yield (row[0], _moment(session, row[at]), *(_plain(value) for value in row[1:]))


def _pains(pains: Iterable[SaidPain]) -> Iterator[tuple[object, ...]]:
    """One row a measure and half second; one row alone where nothing was measured."""
    for p in pains:
        facts = (
            p.session,
            p.said.isoformat(timespec="milliseconds"),
            *map(_plain, (p.t_s, p.phase, p.task)),
        )
        if not p.course:
            yield (*facts, "", "", "", "", "")
        for m in p.course:
            known = BY_NAME.get(m.measure)
            values = m.measure, m.before_s, m.reading.value, m.reading.sd
            yield (*facts, *map(_plain, values), known.unit if known else "")


def _moment(session: PracticeSession, t_s: object) -> str:
    if not isinstance(t_s, float) or not 0 <= t_s <= LONGEST_S:
        return ""
    return (session.started + timedelta(seconds=t_s)).isoformat(timespec="milliseconds")


def _plain(value: object) -> object:
    """Seconds and angles to the thousandth, finer than any of them is sure."""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return f"{value:.3f}".rstrip("0").rstrip(".")
    return for_spreadsheet(value) if isinstance(value, str) else "" if value is None else value


def _save(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
