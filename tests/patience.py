"""Waiting for what other threads do: as long as a busy computer takes, and never for ever.

A test asserts that something happened, or in which order; not how soon.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

PATIENCE_S = 60.0


def until(happens: Callable[[], object], within_s: float = PATIENCE_S) -> bool:
    end_s = time.monotonic() + within_s
    while not happens() and time.monotonic() < end_s:
        time.sleep(0.005)
    return bool(happens())


def returns(act: Callable[[], object]) -> bool:
    """Whether something comes to its end, rather than waiting for what never comes."""
    acting = threading.Thread(target=act, daemon=True)
    acting.start()
    acting.join(PATIENCE_S)
    return not acting.is_alive()
