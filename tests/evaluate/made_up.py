"""Made-up labels and predictions whose figures are known beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from posturecheck.evaluate.estimate import Estimate
from posturecheck.evaluate.event_scores import cue_score, rule_scores
from posturecheck.evaluate.labels import Labels, Span, Truth
from posturecheck.evaluate.movement_scores import movement_score
from posturecheck.evaluate.run import Evaluation
from posturecheck.evaluate.scores import Pair, measure_bands, measure_scores
from posturecheck.evaluate.word_scores import word_score
from posturecheck.measures import MEASURE_NAMES

LEAN = "trunk_inclination_deg"
YAW = "pelvis_yaw_deg"
RATE_HZ = 25.0


def times(rows: int) -> np.ndarray:
    return np.arange(rows) / RATE_HZ


def truth(
    values: Mapping[str, Sequence[float]],
    views: Sequence[str] | str = "side",
    t_s: np.ndarray | None = None,
) -> Truth:
    """Truth at 25 rows a second."""
    rows = len(next(iter(values.values())))
    named = (views,) * rows if isinstance(views, str) else tuple(views)
    columns = {name: np.array(column, float) for name, column in values.items()}
    return Truth(times(rows) if t_s is None else t_s, columns, named)


def answers(
    values: Mapping[str, Sequence[float]],
    sd: float | Sequence[float] = 1.0,
    episodes: Sequence[Span] = (),
    cues: Sequence = (),
    t_s: np.ndarray | None = None,
    seconds: float | None = None,
) -> Estimate:
    """An estimate at 25 frames a second; a measure that is not given was never seen."""
    rows = len(next(iter(values.values()))) if values else 2
    t_s = times(rows) if t_s is None else t_s
    columns = {}
    for name in MEASURE_NAMES:
        column = np.array(values.get(name, np.full(rows, np.nan)), float)
        columns[name] = column
        columns[f"{name}_sd"] = np.where(np.isnan(column), np.nan, sd)
    length_s = float(t_s[-1]) if seconds is None else seconds
    return Estimate(length_s, t_s, columns, tuple(episodes), tuple(cues))


def labelled(*truths: Truth, episodes: Sequence[Span] | None = None, **more) -> Labels:
    return Labels(truths, None if episodes is None else tuple(episodes), **more)


def evaluation(*pairs: Pair) -> Evaluation:
    """What a run over these would have found."""
    return Evaluation(
        versions={"posturecheck": "0"},
        model={"name": "full", "sha256": "ab" * 32, "origin": "a test"},
        profile={"name": "default"},
        clips=(),
        unlabelled=(),
        measures=measure_scores(pairs),
        bands=measure_bands(pairs),
        rules=rule_scores(pairs),
        cues=cue_score(pairs),
        movements=movement_score(pairs),
        words=word_score(pairs),
    )


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
