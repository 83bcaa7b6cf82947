"""The history's tables, their version, and how an older file becomes a newer one.

No pictures, no body points, no file names and no names of people: only when, how long,
how often, by which limits, what was said and with what outcome; where somebody said that it
hurt, the measures of the half minute before. ``t_s`` and its like are
seconds since the session's start, ``unix_s`` are seconds of UTC, NULL is what was not
seen (nan in the program).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import cache

APPLICATION_ID = 0x50636B48  # "PckH": says that a file is ours, whatever its name

# Migration i leads from version i to i + 1; a shipped one is never changed, only added to.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE sessions (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,          -- random; finds the session again after a fault
            started_unix_s REAL NOT NULL,
            utc_offset_s INTEGER NOT NULL,     -- local time minus UTC at the start
            last_unix_s REAL NOT NULL,         -- last sign of life
            ended_unix_s REAL,                 -- NULL: under way, or not ended properly
            ended TEXT,                        -- how: 'quit', 'source over', 'trouble'
            source TEXT NOT NULL CHECK (source IN ('camera', 'file')),
            task TEXT NOT NULL,
            profile TEXT NOT NULL,
            settings TEXT NOT NULL,            -- JSON
            app_version TEXT NOT NULL,
            frames INTEGER NOT NULL DEFAULT 0,
            seen_s REAL NOT NULL DEFAULT 0,
            unseen_s REAL NOT NULL DEFAULT 0
        )""",
        "CREATE INDEX sessions_by_start ON sessions (started_unix_s)",
        """CREATE TABLE measure_seconds (
            session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
            measure TEXT NOT NULL,
            seen_s REAL NOT NULL,
            unseen_s REAL NOT NULL,
            PRIMARY KEY (session_id, measure)
        ) WITHOUT ROWID""",
        """CREATE TABLE rule_seconds (
            session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
            rule TEXT NOT NULL,
            judged_s REAL NOT NULL,            -- the rule's answer was not 'cannot tell'
            PRIMARY KEY (session_id, rule)
        ) WITHOUT ROWID""",
        """CREATE TABLE episodes (
            id INTEGER PRIMARY KEY,
            session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
            rule TEXT NOT NULL,
            severity TEXT NOT NULL,
            start_s REAL,
            end_s REAL,
            peak REAL,
            peak_sd REAL,
            unit TEXT NOT NULL,
            peak_t_s REAL,
            "limit" REAL,
            task TEXT NOT NULL,
            cue TEXT NOT NULL,
            alternative TEXT NOT NULL,
            lost INTEGER NOT NULL,
            technique TEXT NOT NULL,
            speed_deg_s REAL
        )""",
        "CREATE INDEX episodes_by_session ON episodes (session_id)",
        """CREATE TABLE cues (
            id INTEGER PRIMARY KEY,
            session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
            t_s REAL NOT NULL,
            rule TEXT NOT NULL,
            kind TEXT NOT NULL,
            say TEXT NOT NULL,
            spoken INTEGER NOT NULL,
            task TEXT NOT NULL,
            answered TEXT,                     -- NULL: not known (yet)
            after_s REAL
        )""",
        "CREATE INDEX cues_by_session ON cues (session_id, t_s)",
    ),
    (
        # 0: of a version that kept no movements, so that there being none says nothing.
        "ALTER TABLE sessions ADD COLUMN movements_kept INTEGER NOT NULL DEFAULT 0",
        """CREATE TABLE movements (
            id INTEGER PRIMARY KEY,
            session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
            kind TEXT NOT NULL,
            technique TEXT NOT NULL,
            good INTEGER NOT NULL,             -- the whole of it, and no limit passed in it
            start_s REAL,
            end_s REAL,
            task TEXT NOT NULL
        )""",
        "CREATE INDEX movements_by_session ON movements (session_id)",
        """CREATE TABLE pain_reports (
            id INTEGER PRIMARY KEY,
            session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
            t_s REAL NOT NULL,                 -- of the last picture before it was said
            said_unix_s REAL NOT NULL,
            phase TEXT NOT NULL,               -- of the session: 'watching', 'off' ...
            task TEXT NOT NULL
        )""",
        "CREATE INDEX pain_reports_by_session ON pain_reports (session_id)",
        """CREATE TABLE pain_measures (
            report_id INTEGER NOT NULL REFERENCES pain_reports ON DELETE CASCADE,
            measure TEXT NOT NULL,
            before_s REAL NOT NULL,            -- so long before pain_reports.t_s
            value REAL NOT NULL,               -- the largest of its half second
            sd REAL,
            PRIMARY KEY (report_id, measure, before_s)
        ) WITHOUT ROWID""",
        """CREATE TABLE goals (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('days', 'bends')),
            target INTEGER NOT NULL,
            set_unix_s REAL NOT NULL
        )""",
    ),
)
VERSION = len(MIGRATIONS)
# What orders each table's rows; sessions first, the others belong to them.
ROW_KEYS: Mapping[str, tuple[str, ...]] = {
    "sessions": ("id",),
    "measure_seconds": ("session_id", "measure"),
    "rule_seconds": ("session_id", "rule"),
    "episodes": ("id",),
    "cues": ("id",),
    "movements": ("id",),
    "pain_reports": ("id",),
    "pain_measures": ("report_id", "measure", "before_s"),
    "goals": ("id",),
}


class NotOursError(Exception):
    """The file is a database, but not a history, or not whole."""


class NewerError(Exception):
    """A newer posturecheck has written the file."""


def prepare(connection: sqlite3.Connection) -> None:
    """Bring the database to this version's tables; a new file gets them all.

    Raises:
        NewerError: It has tables of a version to come.
        NotOursError: It is another program's, or tables are missing.
        sqlite3.Error: It cannot be read or written.
    """
    connection.execute("BEGIN IMMEDIATE")  # one at a time, and it shows that writing works
    try:
        _migrate(connection, _version(connection))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    if not _has_all(_columns(connection)):
        raise NotOursError("tables or columns are missing")


def _version(connection: sqlite3.Connection) -> int:
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if mark != APPLICATION_ID and not (empty and mark == found == 0):
        raise NotOursError("another program's database")
    if found > VERSION:
        raise NewerError
    return found


def _migrate(connection: sqlite3.Connection, version: int) -> None:
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            connection.execute(statement)
    if version < VERSION:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _columns(connection: sqlite3.Connection) -> dict[str, frozenset[str]]:
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {
        name: frozenset(row[1] for row in connection.execute(f'PRAGMA table_info("{name}")'))
        for (name,) in tables
        if '"' not in name
    }


@cache
def _wanted() -> Mapping[str, frozenset[str]]:
    model = sqlite3.connect(":memory:", isolation_level=None)
    try:
        _migrate(model, 0)
        return _columns(model)
    finally:
        model.close()


def _has_all(found: Mapping[str, frozenset[str]]) -> bool:
    return all(columns <= found.get(name, frozenset()) for name, columns in _wanted().items())
