"""Ctrl-C, and a signal to end, that stop what runs instead of the program."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from typing import Any


@contextlib.contextmanager
def stopped_kindly(stop: Callable[[], None]) -> Iterator[None]:
    """Make Ctrl-C, and a signal to end, stop what runs instead of the program."""

    def take(*_: Any) -> None:
        stop()

    names = ("SIGINT", "SIGTERM", "SIGHUP")  # the last where there are terminals to close
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, take) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
