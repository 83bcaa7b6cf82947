"""One session's rows in the database; used from the recorder's thread only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from posturecheck.history.database import BROKEN_CODES, Say, begin_anew, code_of, open_database
from posturecheck.history.paths import identity
from posturecheck.history.rows import Row, insert
from posturecheck.sinks.totals import SeenSeconds

Source = Literal["camera", "file"]
Ended = Literal["quit", "left", "source over", "trouble"]  # left: nobody was there any more

WAIT_S = 0.2  # for the other session's commit; closing waits no longer than 0.5 s


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of a session when it begins.

    Attributes:
        key: Random; finds the session's row again.
        started_unix_s: UTC.
        utc_offset_s: Local time minus UTC.
        source: A camera or a file; never which.
        task: The task's id.
        profile: The profile's name.
        settings: JSON; no paths, no names of people.
        app_version: Of posturecheck.
    """

    key: str
    started_unix_s: float
    utc_offset_s: int
    source: Source
    task: str
    profile: str
    settings: str
    app_version: str


class SessionWriter:
    """Writes what was gathered, all in one transaction.

    Where the file is another one than before (deleted, or its disk came back), the
    session goes on in that one: in its own row if it is there, else in a new row with
    what came since the last commit. What the user had deleted does not come back.
    """

    def __init__(self, path: Path, beginning: Beginning, say: Say) -> None:
        self._path = path
        self._beginning = beginning
        self._say = say
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._kept = SeenSeconds()  # as of the last commit
        self._forgotten = SeenSeconds()  # lies in a file that is gone

    def put(
        self, rows: Iterable[Row], totals: SeenSeconds, now_unix_s: float, ended: Ended | None
    ) -> None:
        """Commit the rows and the sums so far; nothing of it is kept where this raises.

        Raises:
            InputError: The file is of a newer posturecheck.
            OSError: The folder cannot be written.
            sqlite3.Error: The file cannot be written.
        """
        try:
            self._put(rows, totals, now_unix_s, ended)
        except sqlite3.DatabaseError as error:
            if code_of(error) in BROKEN_CODES:  # the next one goes into a new file
                self.close()
                begin_anew(self._path, self._say, WAIT_S)
            raise

    def _put(
        self, rows: Iterable[Row], totals: SeenSeconds, now_unix_s: float, ended: Ended | None
    ) -> None:
        connection = self._connected()
        connection.execute("BEGIN IMMEDIATE")
        session, is_new = self._session(connection, now_unix_s)
        forgotten = self._kept if is_new else self._forgotten
        _update(connection, session, totals.since(forgotten), now_unix_s, ended)
        for row in rows:
            insert(connection, session, row)
        connection.execute("COMMIT")
        self._kept, self._forgotten = totals, forgotten

    def close(self) -> None:
        """Let go of the file; a transaction under way is undone. ``put`` opens it again."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _connected(self) -> sqlite3.Connection:
        if self._connection is not None and identity(self._path) != self._file:
            self.close()
        if self._connection is None:
            self._connection = open_database(self._path, self._say, WAIT_S)
            self._file = identity(self._path)
        return self._connection

    def _session(self, connection: sqlite3.Connection, now_unix_s: float) -> tuple[int, bool]:
        b = self._beginning
        found = connection.execute("SELECT id FROM sessions WHERE key = ?", (b.key,)).fetchone()
        if found:
            return int(found[0]), False
        made = connection.execute(
            "INSERT INTO sessions (key, started_unix_s, utc_offset_s, last_unix_s, source, task,"
            " profile, settings, app_version, movements_kept)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
            (
                b.key,
                b.started_unix_s,
                b.utc_offset_s,
                now_unix_s,
                b.source,
                b.task,
                b.profile,
                b.settings,
                b.app_version,
            ),
        )
        return int(made.lastrowid or 0), True


def _update(
    connection: sqlite3.Connection,
    session: int,
    totals: SeenSeconds,
    now_unix_s: float,
    ended: Ended | None,
) -> None:
    connection.execute(
        "UPDATE sessions SET last_unix_s = ?, ended_unix_s = ?, ended = ?, frames = ?,"
        " seen_s = ?, unseen_s = ? WHERE id = ?",
        (
            now_unix_s,
            now_unix_s if ended else None,
            ended,
            totals.frames,
            totals.seen_s,
            totals.unseen_s,
            session,
        ),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO measure_seconds VALUES (?, ?, ?, ?)",
        [
            (session, name, seen_s, max(totals.watched_s - seen_s, 0.0))
            for name, seen_s in totals.measures.items()
        ],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO rule_seconds VALUES (?, ?, ?)",
        [(session, rule, judged_s) for rule, judged_s in totals.rules.items()],
    )
