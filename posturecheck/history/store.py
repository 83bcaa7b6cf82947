"""The history as the rest of the program knows it: begin a session, count the days."""

from __future__ import annotations

import contextlib
import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from posturecheck.core import InputError
from posturecheck.files.drafts import remove_left
from posturecheck.history.database import (
    BROKEN_CODES,
    BUSY_CODES,
    Say,
    begin_anew,
    code_of,
    open_database,
    unwritable,
)
from posturecheck.history.deletion import forget_session
from posturecheck.history.goals import Goal, read_goal, write_goal
from posturecheck.history.pain import SaidPain, read_pains
from posturecheck.history.paths import NAME, data_folder
from posturecheck.history.reading import OnOdd, PracticeSession, read_sessions, start_days
from posturecheck.history.recorder import SessionRecorder
from posturecheck.history.writer import Beginning, Source

T = TypeVar("T")


class History:
    """One SQLite file; every method opens it anew, and any number of processes may.

    Args:
        path: The database; made where there is none.
        say: Gets one line where a broken one was set aside, or holds odd values.

    Attributes:
        busy: Whether another program had locked it; a session is written when it is free.

    Raises:
        InputError: It cannot be kept there, or a newer posturecheck wrote it.
    """

    def __init__(self, path: Path, say: Say) -> None:
        self.path = path
        self._say = say
        self.busy = False
        try:
            open_database(path, say).close()
            remove_left(path.parent)
        except (OSError, sqlite3.Error) as error:
            if code_of(error) not in BUSY_CODES:
                raise InputError(unwritable(path, error)) from error
            self.busy = True

    def begin(
        self,
        *,
        source: Source,
        task: str,
        profile: str,
        settings: Mapping[str, object],
        app_version: str,
        say: Say,
        started: datetime | None = None,
    ) -> SessionRecorder:
        """Begin a session; the sink returned keeps it, and must be closed.

        Args:
            source: "camera" or "file"; never which.
            task: The id of the task at the beginning.
            profile: The profile's name.
            settings: What JSON can hold; no paths, no names of people.
            app_version: Of posturecheck.
            say: Called once, from another thread, where the history cannot be written.
            started: With its time zone; now, in this computer's, where left out.

        Raises:
            TypeError: JSON cannot hold the settings.
        """
        began = (started or datetime.now()).astimezone(started.tzinfo if started else None)
        offset = began.utcoffset()
        beginning = Beginning(
            key=secrets.token_hex(16),
            started_unix_s=began.timestamp(),
            utc_offset_s=round(offset.total_seconds()) if offset else 0,
            source=source,
            task=task,
            profile=profile,
            settings=json.dumps(dict(settings), sort_keys=True),
            app_version=app_version,
        )
        return SessionRecorder(self.path, beginning, say)

    def days_practised(self, now: datetime) -> int:
        """Return on how many days, as they were where it happened, a session began.

        A session that runs over midnight belongs to the day it began. Sessions of the
        future (the clock was set back) are left out. 0 for a new person.

        Raises:
            InputError: The history cannot be read.
        """
        return len(self._days(now.timestamp()))

    def sessions(self) -> list[PracticeSession]:
        """Return every session with its sums, oldest first.

        Raises:
            InputError: The history cannot be read.
        """
        return self._answer(read_sessions)

    def pains(self) -> list[SaidPain]:
        """Return what was said to have hurt, oldest first.

        Raises:
            InputError: The history cannot be read.
        """
        return self._answer(read_pains)

    def goal(self) -> Goal | None:
        """Return the goal that is set, None where none is.

        Raises:
            InputError: The history cannot be read.
        """
        return self._answer(lambda connection, _: read_goal(connection))

    def set_goal(self, goal: Goal | None) -> None:
        """Set a goal in place of the one before; None sets none.

        Raises:
            InputError: The history cannot be written.
        """
        with self._open() as connection:
            write_goal(connection, goal, datetime.now().timestamp())

    def forget(self, session: int) -> None:
        """Delete one session with all that is kept of it.

        Raises:
            InputError: There is no such session, or it cannot be deleted.
        """
        with self._open() as connection:
            forget_session(connection, session)

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one state of the history.

        Raises:
            InputError: The history cannot be read.
        """
        with self._open() as connection:
            connection.execute("BEGIN")
            yield connection
            connection.execute("ROLLBACK")

    def _days(self, until_unix_s: float) -> set[date]:
        return self._answer(partial(start_days, until_unix_s=until_unix_s))

    def _answer(self, question: Callable[[sqlite3.Connection, OnOdd], T]) -> T:
        """Ask; a break that opening did not find is set aside, and the rest asked again."""
        odd: list[str] = []
        try:
            with contextlib.closing(open_database(self.path, self._say)) as connection:
                answer = question(connection, odd.append)
        except (OSError, sqlite3.Error) as error:
            if code_of(error) not in BROKEN_CODES:
                raise InputError(unwritable(self.path, error)) from error
            answer = self._answer_of_the_rest(question, odd.append)
        if odd:
            more = f" and {len(odd) - 1} more" if len(odd) > 1 else ""
            self._say(f"{self.path}: odd values in it are left out ({odd[0]}{more})")
        return answer

    def _answer_of_the_rest(
        self, question: Callable[[sqlite3.Connection, OnOdd], T], on_odd: OnOdd
    ) -> T:
        try:
            begin_anew(self.path, self._say)
        except (OSError, sqlite3.Error) as error:
            raise InputError(unwritable(self.path, error)) from error
        with self._open() as connection:
            return question(connection, on_odd)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with contextlib.closing(open_database(self.path, self._say)) as connection:
                yield connection
        except (OSError, sqlite3.Error) as error:
            raise InputError(unwritable(self.path, error)) from error


def open_history(say: Say, folder: Path | None = None) -> History | None:
    """Return the history, or None where it cannot be kept; ``say`` gets one line then.

    Args:
        say: Takes one line for the user.
        folder: The folder of the history, instead of the user's.
    """
    try:
        history = History((folder or data_folder()) / NAME, say)
    except InputError as error:
        say(f"{error}; this session is not kept")
        return None
    if history.busy:
        say(
            f"{history.path}: another program has locked the history; what is to be kept is "
            "written as soon as it is free"
        )
    return history
