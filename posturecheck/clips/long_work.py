"""One long piece of work at a time, on a thread of its own, that can be watched and stopped."""

from __future__ import annotations

import os
import threading
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from posturecheck.clips.processes import StoppedError
from posturecheck.core import InputError, PostureCheckError

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class UnderWay:
    """How far a piece of work is (0 to 1), and what came of it; ``name`` is what it is about."""

    name: str = ""
    share: float = 0.0
    running: bool = False
    said: str = ""
    failed: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return it as a page's script reads it."""
        return asdict(self) | {"share": round(self.share, 3)}


class LongWork:
    """Does one piece of work after the other; ``now`` is the one under way, or the last.

    Args:
        busy: Gives the line for who asks for another one meanwhile.
        stopped: Gives what is said of one that was stopped.
        ends_within_s: How long closing waits for it.
    """

    def __init__(
        self, busy: Callable[[], str], stopped: Callable[[], str], ends_within_s: float
    ) -> None:
        self.now = UnderWay()
        self._busy, self._stopped, self._ends_within_s = busy, stopped, ends_within_s
        self._lock, self._stop = threading.Lock(), threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether one is under way."""
        return self._thread is not None and self._thread.is_alive()

    def begin(self, name: str, work: Callable[[], UnderWay]) -> None:
        """Begin a piece of work, which returns what came of it.

        Raises:
            InputError: Another one is under way.
        """
        with self._lock:
            if self.running:
                raise InputError(self._busy())
            self._stop.clear()
            self.now = UnderWay(name, running=True)
            self._thread = threading.Thread(target=self._do, args=(name, work), daemon=True)
            self._thread.start()

    def progress(self, name: str, total_s: float) -> Progress:
        """Return what takes the seconds just done, from any thread; it ends what is stopped."""
        lock, done_s = threading.Lock(), 0.0

        def told(seconds: float) -> None:
            nonlocal done_s
            if self._stop.is_set():
                raise StoppedError
            with lock:  # parts of a clip are watched side by side
                done_s += seconds
                share = min(1.0, done_s / total_s) if total_s else 0.0
                self.now = UnderWay(name, share, running=True)

        return told

    def stop(self) -> None:
        """End what is under way, if anything is; nothing half-done is left of it."""
        self._stop.set()

    def close(self) -> None:
        """End what is under way and wait for that."""
        self.stop()
        if self._thread is not None:
            self._thread.join(self._ends_within_s)

    def _do(self, name: str, work: Callable[[], UnderWay]) -> None:
        try:
            self.now = work()
        except StoppedError:
            self.now = UnderWay(name, said=self._stopped())
        except PostureCheckError as error:
            self.now = UnderWay(name, said=str(error), failed=True)
        except Exception as error:
            if os.environ.get("POSTURECHECK_DEBUG"):
                traceback.print_exc()
            said = f"a fault of ours: {type(error).__name__}: {error}"
            self.now = UnderWay(name, said=said, failed=True)
