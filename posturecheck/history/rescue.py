"""What can still be read of a broken history, taken over into a new one."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from posturecheck.files.drafts import draft_in
from posturecheck.files.rights import FOLDER
from posturecheck.history.paths import with_companions
from posturecheck.history.schema import APPLICATION_ID, ROW_KEYS

# SQLite's own words hold names out of a damaged file, which need not be text.
UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)


def rescue(broken: Path, into: sqlite3.Connection) -> int:
    """Copy every row that can be read; return how many sessions.

    The broken file stays as it is: SQLite reads a copy of it.

    Args:
        broken: The file set aside.
        into: The new history, in autocommit.
    """
    with contextlib.suppress(OSError, *UNREADABLE), draft_in(broken.parent) as draft:
        draft.new.mkdir(FOLDER)
        for path in with_companions(broken):
            if path.exists():
                shutil.copyfile(path, draft.new / path.name)
        with contextlib.closing(_reading(draft.new / broken.name)) as connection:
            _take_over(connection, into)
    return int(into.execute("SELECT count(*) FROM sessions").fetchone()[0])


def readable(text: bytes) -> str:
    """Return a text of the database; one odd letter must not hide all of it."""
    return text.decode("utf-8", errors="replace")


def _reading(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.text_factory = readable
    return connection


def _take_over(broken: sqlite3.Connection, into: sqlite3.Connection) -> None:
    if broken.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        return
    into.execute("BEGIN IMMEDIATE")
    for table, keys in ROW_KEYS.items():
        with contextlib.suppress(*UNREADABLE):  # the next table may be whole
            columns = sorted(_columns(broken, table) & _columns(into, table))
            names = ", ".join(f'"{column}"' for column in columns)
            marks = ", ".join("?" * len(columns))
            insert = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})"
            for row in _rows(broken, f"SELECT {names} FROM {table} NOT INDEXED", keys):
                with contextlib.suppress(sqlite3.IntegrityError):  # of a session that is lost
                    into.execute(insert, row)
    into.execute("COMMIT")


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


def _rows(
    connection: sqlite3.Connection, query: str, keys: tuple[str, ...]
) -> Iterator[tuple[object, ...]]:
    """Yield the rows up to the first broken page, then those behind the last one."""
    try:
        yield from connection.execute(f"{query} ORDER BY {', '.join(keys)}")
    except UNREADABLE:
        with contextlib.suppress(*UNREADABLE):
            yield from connection.execute(
                f"{query} ORDER BY {', '.join(f'{key} DESC' for key in keys)}"
            )
