"""Six digits that open the page once, and why they cannot be guessed.

A code is short because a person types it. So few tries are open: a code dies after five wrong
ones, and after every wrong one nobody may try for a while, twice as long each time.
"""

from __future__ import annotations

import math
import secrets
import threading
import time
from collections.abc import Callable
from typing import Final, Literal

DIGITS: Final = 6
TRIES: Final = 5  # for one code
LONGEST_WAIT_S: Final = 60.0  # then a day of guessing finds a code in 1 of 700 cases
Verdict = Literal["opens", "wrong", "no code", "wait"]
Why = Literal["asked", "late", "wrong"]  # asked for; no browser came; wrong tries used one up


class CodeLock:
    """The code that counts now; may be used from any thread.

    Args:
        tell: Gets every new code, and why there is one.
        clock: Seconds that only rise.
    """

    def __init__(
        self, tell: Callable[[str, Why], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tell = tell
        self._clock = clock
        self._lock = threading.Lock()
        self._code = ""
        self._tries_left = TRIES
        self._wrong = 0
        self._open_at_s = -math.inf

    def show(self, why: Why = "asked") -> None:
        """Make sure that there is a code and that it was shown; twice is fine."""
        with self._lock:
            if not self._code:
                self._renew(why)

    @property
    def wait_s(self) -> float:
        """Seconds until a code may be tried again; 0 for now."""
        return max(0.0, self._open_at_s - self._clock())

    def attempt(self, typed: str) -> Verdict:
        """Say whether these digits open the page; they then never do so again.

        "no code" is what cannot be one and costs no try; while waiting nothing is compared.
        """
        digits = "".join(filter(str.isalnum, typed[: 4 * DIGITS]))  # spaces and dashes are fine
        if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
            return "no code"
        with self._lock:
            if self.wait_s > 0:
                return "wait"
            if self._code and secrets.compare_digest(digits, self._code):
                self._code, self._wrong = "", 0
                return "opens"
            self._take_wrong()
            return "wrong"

    def _take_wrong(self) -> None:
        self._open_at_s = self._clock() + min(LONGEST_WAIT_S, 2.0**self._wrong)
        self._wrong = min(self._wrong + 1, 30)  # 2 to its power stays a number
        self._tries_left -= 1
        if self._code and not self._tries_left:
            self._renew("wrong")

    def _renew(self, why: Why) -> None:
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        self._code, self._tries_left = code, TRIES
        self._tell(code, why)


def spaced(code: str) -> str:
    """Return a code as one reads it: 123 456."""
    return f"{code[:3]} {code[3:]}"
