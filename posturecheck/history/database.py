"""Opening the history's file: made where there is none, set aside where it is broken."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from posturecheck.core import InputError
from posturecheck.files.rights import make_file, make_folders, tighten
from posturecheck.history.paths import BROKEN, WAY_OUT, identity, with_companions
from posturecheck.history.rescue import readable, rescue
from posturecheck.history.schema import NewerError, NotOursError, prepare

Say = Callable[[str], None]
OPEN_WAIT_S = 2.0  # for another session that is writing just now
BROKEN_CODES = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})
BUSY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def open_database(path: Path, say: Say, wait_s: float = OPEN_WAIT_S) -> sqlite3.Connection:
    """Open the database for writing, in autocommit; make it where there is none.

    A file that is broken or not ours is moved to ``history-broken-<when>.sqlite3``
    beside it, ``say`` gets one line on it, and a new one is begun with what could be
    read of it.

    Args:
        path: The database.
        say: Gets what had to be done.
        wait_s: How long to wait for another one's writing.

    Raises:
        InputError: A newer posturecheck wrote it; it is left as it is.
        OSError: The folder cannot be made or written.
        sqlite3.Error: The file cannot be written.
    """
    make_folders(path.parent)
    make_file(path)  # SQLite gives its companions the same rights
    for companion in with_companions(path):
        tighten(companion)
    looked_at = identity(path)
    try:
        return _opened(path, wait_s)
    except NewerError as error:
        raise InputError(
            f"{path}: expected a history of this version of posturecheck; a newer one wrote it, "
            "so it is left as it is: update posturecheck"
        ) from error
    except (NotOursError, UnicodeDecodeError):  # the latter: see ``rescue.UNREADABLE``
        pass
    except sqlite3.DatabaseError as error:
        if code_of(error) not in BROKEN_CODES:
            raise
    if identity(path) == looked_at:  # else somebody else has set it aside just now
        begin_anew(path, say, wait_s)
    return _opened(path, wait_s)


def begin_anew(path: Path, say: Say, wait_s: float = OPEN_WAIT_S) -> None:
    """Set a broken database aside and begin a new one with what could be read of it.

    Raises:
        OSError: It cannot be moved.
        sqlite3.Error: A new one cannot be written.
    """
    aside = _set_aside(path)
    make_file(path)
    with contextlib.closing(_opened(path, wait_s)) as connection:
        saved = rescue(aside, connection)
    begun = f"a new one is begun with the {saved} session(s) that could be read"
    say(
        f"{path}: this history could not be read{' whole' if saved else ''}; it is set aside as "
        f"{aside.name}, and {begun if saved else 'a new one is begun'}"
    )


def code_of(error: BaseException) -> int:
    """Return SQLite's primary result code of an error, 0 where it has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def reason_of(error: BaseException) -> str:
    """Return an error's reason in a few words."""
    return (isinstance(error, OSError) and error.strerror) or str(error)


def unwritable(path: Path, error: BaseException) -> str:
    """Return the one line on a history that cannot be written."""
    if code_of(error) in BUSY_CODES:
        return (
            f"{path}: expected a history that can be read, but another program has locked it; end "
            "that program, and try again"
        )
    return f"{path.parent}: the history cannot be kept there ({reason_of(error)}); {WAY_OUT}"


def _opened(path: Path, wait_s: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=wait_s, isolation_level=None)
    connection.text_factory = readable
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        # The first PRAGMA that reads the file: what is no database fails here.
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise NotOursError("damaged")
        prepare(connection)
        # Readers do not wait for a writer, and a kill between two commits harms nothing.
        # Only now: a file that turned out not to be ours must not be changed.
        with contextlib.suppress(sqlite3.OperationalError):  # busy: another one is doing it
            connection.execute("PRAGMA journal_mode = WAL")
        # A second's work survives a power cut too; only the recorder's own thread waits.
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def _set_aside(path: Path) -> Path:
    """Move a broken database out of the way; return where it lies now."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    place = path.with_name(f"{BROKEN}{stamp}{path.suffix}")
    number = 1
    while place.exists():
        number += 1
        place = path.with_name(f"{BROKEN}{stamp}-{number}{path.suffix}")
    for old, new in zip(with_companions(path), with_companions(place), strict=True):
        if old.exists():
            old.rename(new)
    return place
