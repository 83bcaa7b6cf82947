"""From clips to estimates: each clip checked as ``posturecheck check`` would, several at once.

Where that is wished (``--resume``) what was said of a clip is kept as it comes, in a file named
after the clip's content and all that the answer hangs on; a later run takes it from there.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from posturecheck.clips.check import check_clip
from posturecheck.clips.identity import content_sha256
from posturecheck.clips.named import whole_path
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.sent import options_data, options_from
from posturecheck.clips.summary import made_with
from posturecheck.clips.work import Runner, Work, run_each
from posturecheck.console.untrusted_text import read_outside_text
from posturecheck.core import Episode, InputError, NobodySeenError
from posturecheck.evaluate.answers import estimate_data, estimate_from, narrowed
from posturecheck.evaluate.estimate import Estimate, ToldCue
from posturecheck.evaluate.labels import Span
from posturecheck.files.atomic import save_text
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


@dataclass(frozen=True, slots=True)
class Asked:
    """A clip to be checked, and the measures of it that are wanted, None for all.

    ``kept`` is the file in which what was said of it is kept, None where it is not; the group may
    see it where it is ``shared``.
    """

    path: Path
    options: CheckOptions
    measures: tuple[str, ...] | None = None
    kept: Path | None = None
    shared: bool = False


def kept_name(asked: Asked, model_sha256: str) -> str:
    """Return the name of the file for what is said of a clip, by all that it hangs on."""
    settings = asked.options.settings_sha256
    made = made_with(settings, model_sha256, video=False, export=(), single=False)
    parts = [made, content_sha256(asked.path), asked.measures]
    return f"{sha256(json.dumps(parts).encode()).hexdigest()}.json"


def kept_estimate(asked: Asked) -> Estimate | None:
    """Return what was kept of a clip, None where nothing is, or it is broken."""
    if asked.kept is None:
        return None
    with contextlib.suppress(InputError, ValueError, RecursionError):
        return estimate_from(json.loads(read_outside_text(asked.kept)))
    return None


def estimates(
    asked: Sequence[Asked], runner: Runner, progress: Callable[[float], None]
) -> list[Estimate]:
    """Check several clips, whoever does it; the first that fails ends it all.

    Raises:
        InputError: A clip cannot be checked.
    """
    workers = runner.cores_for_each(len(asked))
    alone = [replace(a, options=replace(a.options, workers=workers)) for a in asked]
    futures = run_each(runner, ESTIMATING, alone, progress, first_error_ends=True)
    return [future.result() for future in futures]


def _estimate(asked: Asked, progress: Callable[[float], None]) -> Estimate:
    said = estimate(asked.path, asked.options, progress)
    if asked.measures is not None:
        said = narrowed(said, asked.measures)
    if asked.kept is not None:
        text = json.dumps(estimate_data(said), allow_nan=False)
        save_text(text, asked.kept, "--resume", shared=asked.shared)
    return said


def _sent(asked: Asked) -> dict[str, Any]:
    return {
        "path": whole_path(asked.path),
        "options": options_data(asked.options),
        "measures": asked.measures,
        "kept": asked.kept and whole_path(asked.kept),
        "shared": asked.shared,
    }


def _received(data: dict[str, Any]) -> Asked:
    return Asked(
        path=Path(data["path"]),
        options=options_from(data["options"]),
        measures=None if data["measures"] is None else tuple(data["measures"]),
        kept=data["kept"] and Path(data["kept"]),
        shared=data["shared"],
    )


ESTIMATING = Work(
    name="estimate",
    do=_estimate,
    clip=lambda asked: asked.path,
    sent=_sent,
    received=_received,
    answered=estimate_data,
    answer=lambda data, asked: estimate_from(data),
)
