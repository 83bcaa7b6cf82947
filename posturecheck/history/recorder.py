"""A sink that keeps a session: it gathers, and a thread of its own writes.

The loop is never kept waiting by a disk. A kill at any moment loses at most what came
since the last commit, about a second.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from posturecheck.core import Episode, InputError, Response, Step
from posturecheck.feedback.whole_movements import WholeMovements
from posturecheck.history.database import BUSY_CODES, Say, code_of, reason_of
from posturecheck.history.half_minute import PainReport
from posturecheck.history.rows import CueRecord, MovementRecord, PainRecord, Row
from posturecheck.history.writer import Beginning, Ended, SessionWriter
from posturecheck.sinks.totals import SeenTime

COMMIT_EVERY_S = 1.0
ALIVE_EVERY_S = 20.0  # a sign of life where there is nothing new: paused, camera away
CLOSE_WITHIN_S = 0.5
MOST_ROWS = 10_000  # hours of them; the oldest go first where nothing can be written
BUSY_IS_TROUBLE_S = 10.0  # waiting for another session's commit is none before
CLOCK_SET_S = 5.0  # a clock that goes wrong by so much within a session was set


def steady_s() -> float:
    """Return seconds of a clock that is never set; a computer's sleep counts where it is known."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)  # Linux: CLOCK_MONOTONIC stands still then
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class SessionRecorder:
    """Takes every step of a session into the history; made by ``History.begin``.

    ``write``, ``finish`` and ``close`` never raise and never wait for the disk.
    Where nothing can be written, ``say`` is called once (from the recorder's thread), and
    what was gathered is written when it works again.

    Args:
        path: The database.
        beginning: The session's facts.
        say: Takes one line for the user.
        clock: The wall clock, in seconds of UTC; it may be set in mid-session.
        steady: A clock that is never set, in seconds.
        every_s: Seconds between two commits.
    """

    def __init__(
        self,
        path: Path,
        beginning: Beginning,
        say: Say,
        *,
        clock: Callable[[], float] = time.time,
        steady: Callable[[], float] = steady_s,
        every_s: float = COMMIT_EVERY_S,
    ) -> None:
        self._writer = SessionWriter(path, beginning, say)
        self._say = say
        self._clock = clock
        self._steady = steady
        self._begun_s, self._began_unix_s = steady(), beginning.started_unix_s
        self._latest_unix_s = beginning.started_unix_s
        self._every_s = every_s
        self._time, self._movements = SeenTime(), WholeMovements()
        self._rows: list[Row] = []
        self._frames = -1  # at the last commit; there was none
        self._ended: Ended | None = None
        self._told = False
        self._failing_since: float | None = None
        self._written_unix_s = beginning.started_unix_s
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="history", daemon=True)
        self._thread.start()

    def write(self, step: Step) -> None:
        """Take one step."""
        with self._lock:
            self._time.write(step)
            self._rows.extend(step.closed)
            if step.cue is not None and step.cue.kind != "ask":  # falls are not kept, nor counted
                self._rows.append(CueRecord(step.cue, step.task))
            self._rows.extend(step.responses)
            self._rows.extend(MovementRecord(*over) for over in self._movements.see(step))
            self._bound()

    def note_pain(self, report: PainReport) -> None:
        """Take that somebody said just now that it hurt."""
        with self._lock:
            self._rows.append(PainRecord(report, self._now()))
            self._bound()

    def finish(self, episodes: Iterable[Episode], answers: Iterable[Response] = ()) -> None:
        """Take the episodes that were open, and the answers outstanding, at the end."""
        with self._lock:
            self._rows.extend(episodes)
            self._rows.extend(answers)
            self._bound()

    def close(self, ended: Ended = "quit") -> None:
        """Write the rest and end the session, within half a second; twice does no harm."""
        if self._stop.is_set():
            return
        self._ended = ended
        self._stop.set()
        self._thread.join(CLOSE_WITHIN_S)
        if self._thread.is_alive():
            self._tell("the disk is slow")

    def _bound(self) -> None:
        del self._rows[: max(0, len(self._rows) - MOST_ROWS)]

    def _run(self) -> None:
        while True:
            stopping = self._stop.is_set()
            self._commit(stopping)  # the first one at once: the session has begun
            if stopping:
                break
            self._stop.wait(self._every_s)
        self._writer.close()

    def _commit(self, stopping: bool) -> None:
        with self._lock:
            rows, self._rows = self._rows, []
            if stopping:
                self._time.close()
            totals = self._time.seconds()
        now = self._now()
        news = rows or totals.frames != self._frames or stopping
        if not news and now - self._written_unix_s < ALIVE_EVERY_S:
            return
        try:
            self._writer.put(rows, totals, now, self._ended if stopping else None)
        except (sqlite3.Error, OSError, InputError) as error:
            self._writer.close()
            with self._lock:
                self._rows[:0] = rows
                self._bound()
            self._failed(error, now, stopping)
        else:
            self._frames, self._written_unix_s, self._failing_since = totals.frames, now, None

    def _now(self) -> float:
        """Return the time: by the wall clock, or since the start where that was set."""
        passed = self._began_unix_s + self._steady() - self._begun_s
        told = self._clock()
        now = told if abs(told - passed) < CLOCK_SET_S else passed
        self._latest_unix_s = max(self._latest_unix_s, now)
        return self._latest_unix_s

    def _failed(self, error: Exception, now: float, stopping: bool) -> None:
        if self._failing_since is None:
            self._failing_since = now
        waited = stopping or now - self._failing_since >= BUSY_IS_TROUBLE_S
        if waited or code_of(error) not in BUSY_CODES:
            self._tell(reason_of(error))

    def _tell(self, reason: str) -> None:
        if self._told:
            return
        self._told = True
        what_now = (
            "its last moments may be missing there"
            if self._stop.is_set()
            else "the session goes on, and it is written as soon as that works again"
        )
        self._say(f"the history cannot be written just now ({reason}); {what_now}")
