"""From clips to estimates: each clip checked as ``posturecheck check`` would, several at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ProcessPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from typing import Any

from posturecheck.clips.check import check_clip
from posturecheck.clips.options import Wishes
from posturecheck.clips.processes import quiet_native_code
from posturecheck.clips.result import Result
from posturecheck.core import NobodySeenError
from posturecheck.evaluate.estimate import Estimate, Said
from posturecheck.evaluate.labels import Span
from posturecheck.measures import MEASURE_NAMES
from posturecheck.sources.clip import open_facts

POLL_S = 0.2


def estimate(path: Path, wishes: Wishes, progress: Callable[[float], None]) -> Estimate:
    """Check one clip; a clip that shows nobody is one in which nothing was said.

    Raises:
        InputError: The clip cannot be checked.
    """
    try:
        result = check_clip(path, wishes, progress)
    except NobodySeenError:
        seconds = open_facts(path).duration_s
        return Estimate(seconds if seconds == seconds else 0.0)
    try:
        return _estimate_of(result)
    finally:
        result.close()


def _estimate_of(result: Result) -> Estimate:
    table = result.posture
    t_s = table["t_s"]
    columns = (column for name in MEASURE_NAMES for column in (name, f"{name}_sd"))
    stated_s = result.facts.duration_s
    return Estimate(
        seconds=max(float(t_s[-1]), stated_s if stated_s == stated_s else 0.0),
        t_s=t_s,
        columns={column: table[column] for column in columns},
        episodes=tuple(Span(e.rule, e.start_s, e.end_s, e.severity) for e in result.episodes),
        cues=tuple(Said(c.t_s, c.rule) for c in result.cues if c.kind == "correct"),
    )


def estimates(
    paths: Sequence[Path],
    lengths_s: Sequence[float],
    wishes: Wishes,
    jobs: int,
    progress: Callable[[float], None],
) -> list[Estimate]:
    """Check several clips at once, a process for each, as ``batch`` does."""
    context = multiprocessing.get_context("spawn")
    stop: Any = context.Event()
    alone = replace(wishes, workers=max(1, (os.cpu_count() or 1) // jobs))
    with ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_begin, initargs=(stop,)
    ) as pool:
        try:
            futures = [pool.submit(_work, path, alone) for path in paths]
            length_s = dict(zip(futures, lengths_s, strict=True))
            waiting = set(futures)
            while waiting:
                done, waiting = wait(waiting, timeout=POLL_S, return_when=FIRST_EXCEPTION)
                for future in done:
                    future.result()  # the first clip that fails ends it all
                    progress(length_s[future])
            return [future.result() for future in futures]
        except BaseException:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise


class _StoppedError(Exception):
    """Raised in a process whose work nobody waits for any more."""


_stop: Any = None


def _begin(stop: Any) -> None:
    global _stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # only the first process answers Ctrl-C
    quiet_native_code()
    _stop = stop


def _work(path: Path, wishes: Wishes) -> Estimate:
    def progress(seconds: float) -> None:
        if _stop.is_set():
            raise _StoppedError

    return estimate(path, wishes, progress)
