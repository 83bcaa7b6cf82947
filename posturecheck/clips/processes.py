"""Several clips at once, a process for each; Ctrl-C stops them all, native code is quiet."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

from posturecheck.clips.work import Done, Progress, Task, Work, crashed
from posturecheck.language.catalogue import choose, language

POLL_S = 0.1


class StoppedError(Exception):
    """The user stopped the program; raised in the processes that work for it."""


@dataclass(frozen=True, slots=True)
class Processes:
    """Does the work in as many processes as ``jobs`` allows."""

    jobs: int

    def cores_for_each(self, tasks: int) -> int:
        """Return how many cores each may use."""
        return max(1, (os.cpu_count() or 1) // max(1, min(self.jobs, tasks)))

    def run(
        self,
        work: Work[Task, Done],
        tasks: Sequence[Task],
        progress: Progress,
        *,
        first_error_ends: bool = False,
    ) -> list[Future[Done]]:
        """Do every task, each of them can be sent to another process; see ``Runner``."""
        if not tasks:
            return []
        context = multiprocessing.get_context("spawn")
        told: Any = context.Queue()
        stop: Any = context.Event()
        jobs = min(self.jobs, len(tasks))
        with ProcessPoolExecutor(
            jobs, mp_context=context, initializer=_begin, initargs=(told, stop, language())
        ) as pool:
            try:
                with ctrl_c_held():
                    futures = [pool.submit(_work, work.do, task) for task in tasks]
                _follow(futures, told, progress, first_error_ends)
            except BaseException:
                stop.set()
                pool.shutdown(wait=True, cancel_futures=True)
                raise
            return futures


def _follow(
    futures: Iterable[Future[Any]], told: Any, progress: Progress, first_error_ends: bool
) -> None:
    waiting = set(futures)
    while waiting:
        done, waiting = wait(waiting, timeout=POLL_S)
        while not told.empty():
            progress(told.get())
        for future in done if first_error_ends else ():
            if not crashed(future):
                future.result()


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


_told: Any = None
_stop: Any = None


def _begin(told: Any, stop: Any, spoken: str) -> None:
    # Ctrl-C reaches every process of a terminal; only the first one answers it.
    global _told, _stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    quiet_native_code()
    choose(spoken)
    _told, _stop = told, stop
    _told.cancel_join_thread()  # a process that is to stop must not wait for a reader


def _work(work: Callable[[Task, Progress], Done], task: Task) -> Done:
    def progress(seconds: float) -> None:
        if _stop.is_set():
            raise StoppedError
        _told.put(seconds)

    return work(task, progress)


def quiet_native_code() -> None:
    """Silence what the native libraries print past Python, warnings of theirs about nothing.

    POSTURECHECK_DEBUG set in the environment lets them speak.
    """
    if os.environ.get("POSTURECHECK_DEBUG") or sys.stderr is None:  # an icon has no terminal
        return
    warnings.simplefilter("ignore")  # numpy's, of lines that no user can do anything about
    sys.stderr.flush()
    kept = os.dup(2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    sys.stderr = os.fdopen(kept, "w", buffering=1, encoding=sys.stderr.encoding, errors="replace")
