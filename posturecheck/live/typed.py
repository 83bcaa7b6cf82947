"""What can be typed where there is no page: that it hurt."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from typing import Final, TextIO

from posturecheck.app.view import Command

COMMANDS: Final[Mapping[str, Command]] = {"p": "hurt"}
LONGEST = 100  # characters of a line


def listen(ask: Callable[[Command], None], typed: TextIO | None = None) -> bool:
    """Read lines on a thread of its own, as long as the program runs.

    Args:
        ask: Gets what was asked for.
        typed: Where they come from; where a person types, if left out.

    Returns:
        Whether there is a person who could type anything.
    """
    source = sys.stdin if typed is None else typed
    if source is None or not source.isatty():
        return False
    threading.Thread(target=_read, args=(ask, source), name="typed", daemon=True).start()
    return True


def _read(ask: Callable[[Command], None], source: TextIO) -> None:
    while line := source.readline(LONGEST):
        command = COMMANDS.get(line.strip().lower())
        if command is not None:
            ask(command)
