"""From clips to estimates: each clip checked as ``posturecheck check`` would, several at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from posturecheck.clips.check import check_clip
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.processes import cores_for_each, in_processes
from posturecheck.core import Episode, NobodySeenError
from posturecheck.evaluate.estimate import Estimate, ToldCue
from posturecheck.evaluate.labels import Span
from posturecheck.measures import MEASURE_NAMES
from posturecheck.sinks.table import PostureTable
from posturecheck.sinks.words import GivenCue, Words
from posturecheck.sources.clip import open_facts


def estimate(path: Path, options: CheckOptions, progress: Callable[[float], None]) -> Estimate:
    """Check one clip; in a clip that shows no person nothing was said.

    Raises:
        InputError: The clip cannot be checked.
    """
    try:
        result = check_clip(path, options, progress)
    except NobodySeenError:
        seconds = open_facts(path).duration_s
        return Estimate(seconds if seconds == seconds else 0.0)
    try:
        return estimate_of(result.posture, result.episodes, result.words, result.facts.duration_s)
    finally:
        result.close()


def estimate_of(
    table: PostureTable, episodes: Iterable[Episode], words: Words, stated_s: float
) -> Estimate:
    """Return what was said of a clip; ``stated_s`` is its length as stated, nan if it is not."""
    t_s = table["t_s"]
    columns = (column for name in MEASURE_NAMES for column in (name, f"{name}_sd"))
    return Estimate(
        seconds=max(float(t_s[-1]), stated_s if stated_s == stated_s else 0.0),
        t_s=t_s,
        columns={column: table[column] for column in columns},
        episodes=tuple(Span(e.rule, e.start_s, e.end_s, e.severity) for e in episodes),
        cues=tuple(map(_told, words.cues)),
        bar_orders=tuple(map(_told, words.bar_orders)),
        movements=tuple(words.movements),
        warned_s=words.warned_s,
        calmer_s=words.calmer_s,
    )


def _told(given: GivenCue) -> ToldCue:
    c = given.cue
    return ToldCue(c.t_s, c.rule, c.kind, c.say, c.movement, c.spoken, given.severity)


def estimates(
    paths: Sequence[Path], options: CheckOptions, jobs: int, progress: Callable[[float], None]
) -> list[Estimate]:
    """Check several clips at once, a process for each; the first that fails ends it all.

    Raises:
        InputError: A clip cannot be checked.
    """
    work = partial(_estimate, options=replace(options, workers=cores_for_each(jobs)))
    futures = in_processes(work, paths, jobs, progress, first_error_ends=True)
    return [future.result() for future in futures]


def _estimate(path: Path, progress: Callable[[float], None], options: CheckOptions) -> Estimate:
    return estimate(path, options, progress)
