"""Ends a session whose page nobody has open any more."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Protocol

from posturecheck.app.words import TOLD

ALONE_FOR_S = 60.0  # without any connection: a page that is loaded again is back in a second
STOPS_AFTER_S = 60.0  # said so, and still nobody
LONGEST_S = 5.0  # between two looks; what is longer was a sleep of the computer

Say = Callable[[str], None]


class Visited(Protocol):
    """A page that is being served: see ``app.server.Page``."""

    @property
    def viewers(self) -> int:
        """How many browser windows show it just now, one that sleeps among them."""
        ...


class Ending(Protocol):
    """What is ended: see ``session.Session``."""

    def notice(self, prompt: str) -> None:
        """Have one of ``voice.prompts`` said."""
        ...

    def stop(self) -> None:
        """End it."""
        ...


class Attendance:
    """Looks whether anybody has the page open; who never had it open is waited for.

    Args:
        page: The page.
        session: What is ended.
        say: Gets a line for the terminal.
        clock: Seconds that only rise.
    """

    def __init__(
        self,
        page: Visited,
        session: Ending,
        say: Say,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._page, self._session, self._say, self._clock = page, session, say, clock
        self._alone_s = math.nan  # for how long nobody has been there, once somebody was
        self._looked_s = clock()
        self._told = False

    def look(self) -> None:
        """Look; call it several times a second."""
        now_s = self._clock()
        elapsed_s, self._looked_s = min(now_s - self._looked_s, LONGEST_S), now_s
        if self._page.viewers:
            self._alone_s, self._told = 0.0, False
            return
        self._alone_s += elapsed_s
        if self._alone_s >= ALONE_FOR_S and not self._told:
            self._told = True
            self._say(TOLD["lonely"])
            self._session.notice("lonely")
        elif self._alone_s >= ALONE_FOR_S + STOPS_AFTER_S:
            self._session.stop()
