"""The figures of the real ruler: what was said against what is true; pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from benchmarks.real_answers import HOME, LEAN, MEASURES, SETS, SIDE_BEND, TWIST, Answer
from posturecheck.core import Floats
from posturecheck.evaluate.bands import BANDS, BandScore, band_scores

EVERY_SET = "all"
TOLD_DEG = 15.0  # the amber limit of a side bend; a twist of 15 is red while bent
BENT_DEG, STRAIGHT_DEG, TURNED_DEG = 20.0, 8.0, 25.0  # of the truth, DESIGN section 7
UPRIGHT_DEG = 30.0  # of the lean said: where the picture shows a side bend from the front
FALSE_AT_MOST = 3.0  # of what did not happen in T: the 95 % limit is 3 / T

Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One measure of some recordings side by side, (n,) each, degrees; no truth is nan."""

    truth: Floats
    said: Floats
    sd: Floats
    plain: Floats
    lean_said: Floats
    view: np.ndarray[tuple[int], np.dtype[np.str_]]

    def where(self, chosen: Flags) -> Rows:
        """Return some of the rows."""
        truth, said, sd, plain, lean_said = (
            c[chosen] for c in (self.truth, self.said, self.sd, self.plain, self.lean_said)
        )
        return Rows(truth, said, sd, plain, lean_said, self.view[chosen])


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
class Told:
    """Of the frames with a ``true`` angle, the share told over 15 degrees; None of no frames.

    ``value`` by what is said alone, ``surely`` by what is said less its sd, ``plain`` by plain
    points. Where the truth is large it must be told to the same side.
    """

    part: str
    measure: str
    view: str
    true: str
    rows: int
    value: float | None
    surely: float | None
    plain: float | None


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
    """All figures of one run."""

    bands: tuple[Band, ...]
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
    return Figures(tuple(bands), tuple(told), tuple(said), calm)


def rows_of(answers: Sequence[Answer], measure: str) -> Rows:
    """Return a measure's true rows of some recordings; where no view is named, the one seen."""
    found = [_rows(a, measure) for a in answers if a.truth and measure in a.truth.values]
    if not found:
        none = np.zeros(0)
        return Rows(none, none, none, none, none, np.zeros(0, dtype=np.str_))
    names = ("truth", "said", "sd", "plain", "lean_said")
    columns = (np.concatenate([getattr(rows, name) for rows in found]) for name in names)
    truth, said, sd, plain, lean_said = columns
    view = np.concatenate([rows.view for rows in found])
    return Rows(truth, said, sd, plain, lean_said, view)


def _rows(answer: Answer, measure: str) -> Rows:
    truth = answer.truth
    assert truth is not None
    asked = np.isfinite(truth.values[measure]) & (truth.t_s <= answer.said.seconds)
    t_s = truth.t_s[asked]
    value, sd = answer.said.at(t_s, measure)
    named = np.array(truth.views, dtype=np.str_)[asked]
    own = np.array(answer.said.views_at(t_s), dtype=np.str_)
    return Rows(
        truth.values[measure][asked],
        value,
        sd,
        # On the same frames: what was not answered is not asked of the plain points.
        np.where(np.isfinite(value), answer.plain.at(t_s, measure)[0], np.nan),
        answer.said.at(t_s, LEAN)[0],
        np.where(named == "", own, named),
    )


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


def told_of(part: str, measure: str, rows: Rows, sure_sd: float) -> list[Told]:
    """Return how often side bend or twist is told, by the view; nothing of other measures."""
    if measure not in (SIDE_BEND, TWIST):
        return []
    rows = rows.where(np.isfinite(rows.said))
    large = BENT_DEG if measure == SIDE_BEND else TURNED_DEG
    groups: list[tuple[str, Callable[[Floats], Flags]]] = [
        (f">={large:g}", lambda truth: np.abs(truth) >= large),
        (f"<{STRAIGHT_DEG:g}", lambda truth: np.abs(truth) < STRAIGHT_DEG),
    ]
    found = []
    for view, seen in _views(rows):
        for true, of_size in groups:
            here = rows.where(seen & of_size(rows.truth))
            if len(here.truth):
                sided = true.startswith(">")
                found.append(_told(part, measure, view, true, here, sure_sd, sided=sided))
    return found


def _views(rows: Rows) -> list[tuple[str, Flags]]:
    front = rows.view == "front"
    upright = rows.lean_said < UPRIGHT_DEG
    return [
        (f"front, lean <{UPRIGHT_DEG:g}", front & upright),
        (f"front, lean >={UPRIGHT_DEG:g}", front & ~upright),
        *((view, rows.view == view) for view in ("oblique", "side", "back")),
    ]


def _told(
    part: str, measure: str, view: str, true: str, rows: Rows, sure_sd: float, *, sided: bool
) -> Told:
    def share(values: Floats, sd: Floats | float) -> float:
        size = values * np.sign(rows.truth) if sided else np.abs(values)
        return float(np.mean(size - sd > TOLD_DEG))

    return Told(
        part,
        measure,
        view,
        true,
        len(rows.truth),
        share(rows.said, 0.0),
        share(rows.said, sure_sd * rows.sd),
        share(rows.plain, 0.0),
    )


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
