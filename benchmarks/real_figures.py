"""The figures of the real ruler: what was said against what is true; pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from benchmarks.real_answers import HOME, MEASURES, SETS, Answer
from benchmarks.real_rows import Rows, rows_of
from benchmarks.real_told import Told, told_of
from posturecheck.core import Floats
from posturecheck.evaluate.bands import BANDS, BandScore, band_scores

EVERY_SET = "all"
FALSE_AT_MOST = 3.0  # of what did not happen in T: the 95 % limit is 3 / T


@dataclass(frozen=True, slots=True)
class Band:
    """A measure of a set where the truth's size is in a band; ``plain`` on the same frames."""

    part: str
    ours: BandScore
    plain: BandScore


@dataclass(frozen=True, slots=True)
class Said:
    """How far from the truth a measure is where its size is said to be in a band.

    ``sd_deg`` is the root mean square of the sds said there, which ``rms_deg`` ought to equal.
    """

    part: str
    measure: str
    low_deg: float
    high_deg: float
    rows: int
    bias_deg: float
    rms_deg: float
    sd_deg: float
    plain_rms_deg: float


@dataclass(frozen=True, slots=True)
class Calm:
    """What was said of clips whose angles nobody knows, to be judged by eye."""

    minutes: float
    seen_minutes: float
    episodes: tuple[tuple[str, int], ...]
    cues: tuple[tuple[str, int], ...]

    @property
    def false_an_hour_at_most(self) -> float:
        """The limit (95 %) on the rate of what did not happen, an hour of being seen."""
        return FALSE_AT_MOST * 60 / self.seen_minutes if self.seen_minutes else math.inf


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one run; ``each`` are those of single recordings, of all sizes together."""

    bands: tuple[Band, ...]
    each: tuple[Band, ...]
    told: tuple[Told, ...]
    said: tuple[Said, ...]
    calm: Calm


def figures(answers: Sequence[Answer], sure_sd: float) -> Figures:
    """Return the figures of each set, and of all of them together.

    Args:
        answers: Of every recording.
        sure_sd: How many sds are taken off before a limit counts as passed.
    """
    bands: list[Band] = []
    told: list[Told] = []
    said: list[Said] = []
    known = [a for a in answers if a.truth is not None]
    parts = [p for p in SETS if any(a.recording.part == p for a in known)]
    for part in [*parts, EVERY_SET] if len(parts) > 1 else parts:
        chosen = [a for a in known if part in (a.recording.part, EVERY_SET)]
        for measure in MEASURES:
            rows = rows_of(chosen, measure)
            if not len(rows.truth):
                continue
            bands += bands_of(part, measure, rows)
            said += said_of(part, measure, rows)
            told += told_of(part, measure, rows, sure_sd)
    calm = calm_of([a for a in answers if a.recording.part == HOME])
    return Figures(tuple(bands), tuple(_each(known)), tuple(told), tuple(said), calm)


def _each(answers: Sequence[Answer]) -> Iterator[Band]:
    for measure in MEASURES:
        for one in answers:
            rows = rows_of([one], measure)
            if len(rows.truth):
                yield bands_of(one.name, measure, rows)[-1]


def bands_of(part: str, measure: str, rows: Rows) -> list[Band]:
    """Return a measure's bands by the size of the truth, all of them together last."""
    ours = band_scores(measure, rows.truth, rows.said, rows.sd)
    plain = band_scores(measure, rows.truth, rows.plain, np.full(len(rows.truth), np.nan))
    return [Band(part, a, b) for a, b in zip(ours, plain, strict=True)]


def said_of(part: str, measure: str, rows: Rows) -> list[Said]:
    """Return how far off a measure is by the size that is said."""
    found = []
    size = np.abs(rows.said)
    for low, high in pairwise(BANDS[measure]):
        here = rows.where((size >= low) & (size < high))
        if not len(here.truth):
            continue
        error = here.said - here.truth
        outward = error * np.where(here.said < 0, -1.0, 1.0)
        plain = (here.plain - here.truth)[np.isfinite(here.plain)]
        found.append(
            Said(
                part,
                measure,
                low,
                high,
                len(error),
                float(outward.mean()),
                _rms(error),
                _rms(here.sd),
                _rms(plain) if len(plain) else math.nan,
            )
        )
    return found


def _rms(values: Floats) -> float:
    return float(np.sqrt(np.mean(values**2)))


def calm_of(answers: Sequence[Answer]) -> Calm:
    """Return what was said of the clips without truth, all together."""
    episodes = [e.rule for a in answers for e in a.episodes]
    cues = [c.rule for a in answers for c in a.cues if c.kind == "correct"]
    return Calm(
        minutes=sum(a.seconds for a in answers) / 60,
        seen_minutes=sum(a.seen_s for a in answers) / 60,
        episodes=_counted(episodes),
        cues=_counted(cues),
    )


def _counted(rules: Sequence[str]) -> tuple[tuple[str, int], ...]:
    return tuple((rule, rules.count(rule)) for rule in sorted(set(rules)))
