"""What is deleted of the history: all its files, or one session."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from posturecheck.core import InputError
from posturecheck.files.drafts import remove_left
from posturecheck.history.database import reason_of
from posturecheck.history.paths import kept_files


def forget(folder: Path) -> list[Path]:
    """Delete every file of the history, those set aside too; return what was deleted.

    Raises:
        InputError: Something could not be deleted.
    """
    deleted = []
    try:
        remove_left(folder)  # a copy that was being read when the program was killed
        for path in kept_files(folder):
            path.unlink(missing_ok=True)
            deleted.append(path)
    except OSError as error:
        raise InputError(
            f"{folder}: the history could not be deleted whole ({reason_of(error)}); "
            "end every session of posturecheck and allow writing there, then ask again"
        ) from error
    return deleted


def no_session(number: int) -> str:
    """Return the line on a session that is not there."""
    return (
        f"session {number}: expected the number of one that is kept; there is none of that "
        "number; `posturecheck history --sessions` lists them"
    )


def forget_session(connection: sqlite3.Connection, session: int) -> None:
    """Delete a session with all that belongs to it; its place in the file is written over.

    Args:
        connection: A history open for writing, in autocommit.
        session: Its number.

    Raises:
        InputError: There is no such session.
        sqlite3.Error: It cannot be deleted; then all of it is still there.
    """
    connection.execute("PRAGMA secure_delete = ON")
    gone = connection.execute("DELETE FROM sessions WHERE id = ?", (session,)).rowcount
    if not gone:
        raise InputError(no_session(session))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # or it would stay in the journal
