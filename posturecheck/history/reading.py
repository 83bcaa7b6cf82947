"""The history read back: sessions with their sums, as plain data."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone

from posturecheck.feedback.praising import WELL_BENT

UNDER_WAY_S = 60.0  # three signs of life missed: it was killed
# What lies beyond was not written by us.
LATEST_UNIX_S = 32_503_680_000.0  # the year 3000
LONGEST_S = 1e9
DAY_S = 86_399.0
MOST_FRAMES = 1e12

OnOdd = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class CueCounts:
    """How many cues were given, and their outcomes; praise apart."""

    spoken: int = 0
    on_screen: int = 0  # not spoken: the voice fades over the days
    praise: int = 0
    changed: int = 0
    unchanged: int = 0
    unknown: int = 0  # not seen, or cut off

    @property
    def answered(self) -> int:
        """The cues of which it is known whether the person changed."""
        return self.changed + self.unchanged

    def __add__(self, other: CueCounts) -> CueCounts:
        return CueCounts(
            self.spoken + other.spoken,
            self.on_screen + other.on_screen,
            self.praise + other.praise,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.unknown + other.unknown,
        )


@dataclass(frozen=True, slots=True)
class PracticeSession:
    """One session: ``moments`` and ``red`` count its episodes by rule.

    ``judged_s`` holds, by rule, how long it could be judged. ``ended`` is None for
    a session that is under way or was not ended properly. ``asked`` counts the episodes by
    rule and task, ``good`` the movements that were good as a whole by technique; ``counted`` is
    False where movements were not kept yet. ``pains`` is how often it was said to hurt.
    """

    id: int
    started: datetime  # in the time zone of where it was
    last_unix_s: float
    ended: str | None
    source: str
    task: str
    profile: str
    app_version: str
    frames: int
    seen_s: float
    unseen_s: float
    judged_s: dict[str, float]
    moments: Counter[str]
    red: Counter[str]
    cues: CueCounts
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)
    counted: bool = False
    pains: int = 0

    @property
    def is_practice(self) -> bool:
        """Whether somebody moved before a camera: a clip that was played is no practice."""
        return self.source == "camera"

    @property
    def good_bends(self) -> int:
        """How often somebody got low in a good way, the whole of it."""
        return sum(count for technique, count in self.good.items() if technique in WELL_BENT)

    @property
    def day(self) -> date:
        """The local day on which it began."""
        return self.started.date()

    def how_it_ended(self, now_unix_s: float) -> str:
        """Return as ``writer.Ended``, "under way" or "not ended properly"."""
        under_way = abs(now_unix_s - self.last_unix_s) < UNDER_WAY_S
        return self.ended or ("under way" if under_way else "not ended properly")


def local(unix_s: float, utc_offset_s: int) -> datetime:
    """Return a moment as the clock on the wall showed it."""
    return datetime.fromtimestamp(unix_s, timezone(timedelta(seconds=utc_offset_s)))


def start_days(
    connection: sqlite3.Connection, on_odd: OnOdd = lambda what: None, *, until_unix_s: float
) -> set[date]:
    """Return the local days on which a session with a judged moment began, to ``until_unix_s``.

    A clip that was played as a camera is no practice. A session that holds what this program
    does not write is left out, and ``on_odd`` is called.
    """
    rows = connection.execute(
        "SELECT id, started_unix_s, utc_offset_s FROM sessions"
        " WHERE frames > 0 AND source = 'camera'"
    )
    days = set()
    for session, start, offset in rows:
        try:
            if number(start, LATEST_UNIX_S) <= until_unix_s:
                days.add(local(start, round(number(offset, DAY_S, -DAY_S))).date())
        except ValueError as error:
            on_odd(f"session {session}: {error}")
    return days


def number(value: object, most: float, least: float = 0.0) -> float:
    """Return a value of the database, seen to be a number that can be.

    Raises:
        ValueError: It is none: SQLite keeps anything anywhere.
    """
    if isinstance(value, int | float) and least <= value <= most:
        return float(value)
    raise ValueError(f"{str(value)[:30]!r}")


def read_sessions(
    connection: sqlite3.Connection, on_odd: OnOdd = lambda what: None
) -> list[PracticeSession]:
    """Return every session in which something was judged, with its sums, oldest first.

    What this program does not write is left out, and ``on_odd`` is called.
    """
    judged: defaultdict[int, dict[str, float]] = defaultdict(dict)
    for session, rule, seconds in connection.execute("SELECT * FROM rule_seconds"):
        try:
            judged[session][str(rule)] = number(seconds, LONGEST_S)
        except ValueError as error:
            on_odd(f"session {session}, seconds of {rule}: {error}")
    moments: defaultdict[int, Counter[str]] = defaultdict(Counter)
    red: defaultdict[int, Counter[str]] = defaultdict(Counter)
    asked: defaultdict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for session, rule, severity, task, count in connection.execute(
        "SELECT session_id, rule, severity, task, count(*) FROM episodes GROUP BY 1, 2, 3, 4"
    ):
        moments[session][str(rule)] += count
        red[session][str(rule)] += count if severity == "red" else 0
        asked[session][str(rule), str(task)] += count
    good = good_movements(connection)
    pains = dict(
        connection.execute("SELECT session_id, count(*) FROM pain_reports GROUP BY 1").fetchall()
    )
    cues: defaultdict[int, CueCounts] = defaultdict(CueCounts)
    for session, kind, spoken, answered, count in connection.execute(
        "SELECT session_id, kind, spoken, answered, count(*) FROM cues GROUP BY 1, 2, 3, 4"
    ):
        cues[session] += _counts(kind, bool(spoken), answered, count)
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    sessions = []
    for row in cursor.execute(
        "SELECT * FROM sessions WHERE frames > 0 ORDER BY started_unix_s, id"
    ):
        key = row["id"]
        try:
            one = _session(row, judged[key], moments[key], red[key], cues[key])
            more = {"asked": asked[key], "good": good[key], "pains": pains.get(key, 0)}
            sessions.append(replace(one, **more))
        except ValueError as error:
            on_odd(f"session {key}: {error}")
    return sessions


def good_movements(connection: sqlite3.Connection) -> defaultdict[int, Counter[str]]:
    """Return by session how many movements were good as a whole, by technique."""
    good: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for session, technique, count in connection.execute(
        "SELECT session_id, technique, count(*) FROM movements WHERE good = 1 GROUP BY 1, 2"
    ):
        good[session][str(technique)] += count
    return good


def practised(sessions: Iterable[PracticeSession]) -> list[PracticeSession]:
    """Return those in which somebody practised: what was no clip."""
    return [session for session in sessions if session.is_practice]


def _session(
    row: sqlite3.Row,
    judged_s: dict[str, float],
    moments: Counter[str],
    red: Counter[str],
    cues: CueCounts,
) -> PracticeSession:
    start = number(row["started_unix_s"], LATEST_UNIX_S)
    return PracticeSession(
        id=row["id"],
        started=local(start, round(number(row["utc_offset_s"], DAY_S, -DAY_S))),
        last_unix_s=max(start, number(row["last_unix_s"], LATEST_UNIX_S, -LATEST_UNIX_S)),
        ended=None if row["ended"] is None else str(row["ended"]),
        source=str(row["source"]),
        task=str(row["task"]),
        profile=str(row["profile"]),
        app_version=str(row["app_version"]),
        frames=round(number(row["frames"], MOST_FRAMES)),
        seen_s=number(row["seen_s"], LONGEST_S),
        unseen_s=number(row["unseen_s"], LONGEST_S),
        judged_s=judged_s,
        moments=moments,
        red=red,
        cues=cues,
        counted=bool(row["movements_kept"]),
    )


def _counts(kind: str, spoken: bool, answered: str | None, count: int) -> CueCounts:
    if kind == "praise":
        return CueCounts(praise=count)
    answer = answered if answered in ("changed", "unchanged") else "unknown"
    told = "spoken" if spoken else "on_screen"
    return CueCounts(**{told: count, answer: count})
