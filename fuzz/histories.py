"""Histories that are damaged, of another shape, or full of odd values."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

from fuzz import damage
from fuzz.cases import Making
from posturecheck.history.paths import NAME
from posturecheck.history.schema import MIGRATIONS

Change = Callable[[sqlite3.Connection, random.Random], None]
TABLES = (
    *("sessions", "measure_seconds", "rule_seconds", "episodes", "cues"),
    *("movements", "pain_reports", "pain_measures", "goals"),
)
VALUES: tuple[object, ...] = (
    *(
        0,
        -1,
        2**63 - 1,
        -(2**63),
        1e308,
        -1e308,
        float("inf"),
        1e18,
        -62135596800.0,
        253402300800.0,
    ),
    *(b"\xff\xfe\x00", b"", "nan", "x", "999999999999", *damage.ODD_TEXT, None, 86400, 10**7),
)
COMMANDS = (
    ("history",),
    ("history", "--days", "3660"),
    ("history", "--sessions"),
    ("history", "--html", "page.html"),
    ("history", "--export", "csv", "--out", "tables"),
)


def history(making: Making) -> tuple[str, ...]:
    """Write a history into ``data`` and return the command that reads it."""
    path = making.folder / "data" / NAME
    path.parent.mkdir()
    way = making.number % 4
    if way < 2:
        path.write_bytes(making.material.history)
        _change(path, CHANGES[making.chance.randrange(len(CHANGES))] if way else _values, making)
    elif way == 2:
        path.write_bytes(making.chance.choice(damage.ANY)(making.material.history, making.chance))
    else:
        PLACES[making.chance.randrange(len(PLACES))](path, making)
    if making.chance.random() < 0.15:
        (making.folder / "clip.mp4").write_bytes(making.material.plain)
        return "live", "--camera", "clip.mp4", "--no-window", "--mute"
    return making.chance.choice(COMMANDS)


def _change(path: Path, change: Change, making: Making) -> None:
    with (
        contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection,
        contextlib.suppress(sqlite3.Error),  # some of it the database itself refuses
    ):
        change(connection, making.chance)


def _values(connection: sqlite3.Connection, chance: random.Random) -> None:
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for _ in range(chance.choice((1, 1, 3, 10))):
        table = chance.choice(TABLES)
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        column, limit = chance.choice(columns), chance.choice((1, 1000))
        with contextlib.suppress(sqlite3.Error):
            connection.execute(
                f'UPDATE {table} SET "{column}" = ? WHERE (session_id IN'
                f" (SELECT id FROM sessions LIMIT {limit}))"
                if table != "sessions"
                else f'UPDATE sessions SET "{column}" = ?'
                f" WHERE id IN (SELECT id FROM sessions LIMIT {limit})",
                (chance.choice(VALUES),),
            )


def _dropped(connection: sqlite3.Connection, chance: random.Random) -> None:
    connection.execute(f"DROP TABLE {chance.choice(TABLES)}")


def _renamed(connection: sqlite3.Connection, chance: random.Random) -> None:
    table = chance.choice(TABLES)
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    connection.execute(f'ALTER TABLE {table} RENAME COLUMN "{chance.choice(columns)}" TO odd')


def _viewed(connection: sqlite3.Connection, chance: random.Random) -> None:
    table = chance.choice(TABLES)
    connection.execute(f"ALTER TABLE {table} RENAME TO kept")
    connection.execute(f"CREATE VIEW {table} AS SELECT * FROM kept")


def _triggered(connection: sqlite3.Connection, chance: random.Random) -> None:
    connection.execute(
        f"CREATE TRIGGER odd AFTER INSERT ON {chance.choice(TABLES)} BEGIN"
        " SELECT raise(ABORT, 'no\x1b[2J'); END"
    )


def _marked(connection: sqlite3.Connection, chance: random.Random) -> None:
    mark = chance.choice(("user_version", "application_id"))
    connection.execute(f"PRAGMA {mark} = {chance.choice((0, -1, 99, 2**31 - 1))}")


def _loosened(connection: sqlite3.Connection, chance: random.Random) -> None:
    """Make a table anew without its rules, so that it can hold anything."""
    table = chance.choice(TABLES)
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    named = ", ".join(f'"{c}"' for c in columns)
    connection.execute(f"ALTER TABLE {table} RENAME TO kept")
    connection.execute(f"CREATE TABLE {table} ({named})")
    connection.execute(f"INSERT INTO {table} SELECT * FROM kept")
    connection.execute("DROP TABLE kept")
    for _ in range(chance.choice((1, 3))):
        connection.execute(
            f'UPDATE {table} SET "{chance.choice(columns)}" = ?', (chance.choice(VALUES),)
        )


def _crowded(connection: sqlite3.Connection, chance: random.Random) -> None:
    connection.execute(
        "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
        " INSERT INTO sessions SELECT i, 'k' || i, 1.0e9 + i * 40000, 0, 1.0e9 + i * 40000 + 60,"
        " NULL, NULL, 'camera', 'x', 'y', '{}', '0', 5, 5, 5, 1 FROM n"
    )


def _nothing(path: Path, making: Making) -> None:
    path.write_bytes(b"")


def _words(path: Path, making: Making) -> None:
    path.write_text(making.chance.choice(damage.ODD_TEXT) * 200, encoding="utf-8")


def _folder(path: Path, making: Making) -> None:
    path.mkdir()


def _loop(path: Path, making: Making) -> None:
    path.symlink_to(path.name)


def _anothers(path: Path, making: Making) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE sessions (id)")


def _companions(path: Path, making: Making) -> None:
    path.write_bytes(making.material.history)
    for end in ("-wal", "-journal", "-shm"):
        if making.chance.random() < 0.6:
            odd = damage.flipped(making.material.history, making.chance)
            path.with_name(path.name + end).write_bytes(odd)


CHANGES: tuple[Change, ...] = (
    *(_values, _values, _loosened, _loosened, _loosened, _dropped),
    *(_renamed, _viewed, _triggered, _marked, _crowded),
)
PLACES: tuple[Callable[[Path, Making], None], ...] = (
    *(_companions, _companions, _companions, _nothing, _words, _folder, _loop, _anothers),
)
assert len(MIGRATIONS) == 2, "a new version of the history: spoil its new tables too"
