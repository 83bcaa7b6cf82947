"""Ends a session whose page nobody has open any more."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from posturecheck.app.alone import Alone
from posturecheck.app.words import TOLD

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

    def leave(self) -> None:
        """End it, because nobody is there."""
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
        self._page, self._session, self._say = page, session, say
        self._alone = Alone(clock, LONGEST_S)
        self._before = "here"

    def look(self) -> None:
        """Look; call it several times a second."""
        before, self._before = self._before, self._alone.look(self._page.viewers)
        if self._before == "gone" != before:
            self._say(TOLD["lonely"])
            self._session.notice("lonely")
        elif self._before == "over":
            self._session.leave()
