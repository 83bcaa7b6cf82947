"""The secrets of one run: what opens the page, and what a browser keeps once it is in."""

from __future__ import annotations

import secrets
from typing import Final, Literal

COOKIE: Final = "posturecheck"
Entry = Literal["opens", "used", "unknown"]


class Keys:
    """The secrets of one run; nothing of them outlives it.

    Attributes:
        room: The folder of the address under which everything is. Cookies are shared by all
            ports of a host, so the cookie is bound to this folder, which no one else knows.
    """

    def __init__(self) -> None:
        self.room = secrets.token_urlsafe(12)
        self._cookie = secrets.token_urlsafe(32)
        self._used: dict[str, bool] = {}

    def ticket(self) -> str:
        """Return what opens the page once, and never again."""
        ticket = secrets.token_urlsafe(32)
        self._used[ticket] = False
        return ticket

    def take(self, given: str) -> Entry:
        """Use a ticket up; "used" means that a browser has come in with it already."""
        used = self._used.get(given)  # 256 bits: they cannot be guessed by the time it takes
        if used is None:
            return "unknown"
        self._used[given] = True
        return "used" if used else "opens"

    def knows(self, cookie: str) -> bool:
        """Whether a cookie is the one handed out."""
        return secrets.compare_digest(cookie.encode(), self._cookie.encode())

    @property
    def set_cookie(self) -> str:
        """The header that hands the cookie to a browser until it is closed."""
        return f"{COOKIE}={self._cookie}; Path=/{self.room}/; HttpOnly; SameSite=Strict"
