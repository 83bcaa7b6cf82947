"""What processes that work for another one need: to be quiet, and to leave Ctrl-C to it."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import warnings
from collections.abc import Iterator


class StoppedError(Exception):
    """The user stopped the program; raised in the processes that work for it."""


@contextlib.contextmanager
def ctrl_c_held() -> Iterator[None]:
    """Hold Ctrl-C back for a moment; processes that start meanwhile never get it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def quiet_native_code() -> None:
    """Silence what the native libraries print past Python, warnings of theirs about nothing.

    POSTURECHECK_DEBUG set in the environment lets them speak.
    """
    if os.environ.get("POSTURECHECK_DEBUG"):
        return
    warnings.simplefilter("ignore")  # numpy's, of lines that nobody can do anything about
    sys.stderr.flush()
    kept = os.dup(2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    sys.stderr = os.fdopen(kept, "w", buffering=1, encoding=sys.stderr.encoding, errors="replace")
