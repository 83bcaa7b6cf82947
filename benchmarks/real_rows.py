"""Truth and what was said of it side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.real_answers import FLEXION, Answer
from posturecheck.core import Floats

Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One measure of some recordings side by side, (n,) each, degrees; no truth is nan.

    ``forward`` is the true lean forward, 0 where the truth names none: keraal's man sits.
    """

    truth: Floats
    said: Floats
    sd: Floats
    plain: Floats
    forward: Floats
    view: np.ndarray[tuple[int], np.dtype[np.str_]]

    def where(self, chosen: Flags) -> Rows:
        """Return some of the rows."""
        truth, said, sd, plain, forward = (
            c[chosen] for c in (self.truth, self.said, self.sd, self.plain, self.forward)
        )
        return Rows(truth, said, sd, plain, forward, self.view[chosen])


def rows_of(answers: Sequence[Answer], measure: str) -> Rows:
    """Return a measure's true rows of some recordings; where no view is named, the one seen."""
    found = [_rows(a, measure) for a in answers if a.truth and measure in a.truth.values]
    if not found:
        none = np.zeros(0)
        return Rows(none, none, none, none, none, np.zeros(0, dtype=np.str_))
    names = ("truth", "said", "sd", "plain", "forward")
    columns = (np.concatenate([getattr(rows, name) for rows in found]) for name in names)
    truth, said, sd, plain, forward = columns
    view = np.concatenate([rows.view for rows in found])
    return Rows(truth, said, sd, plain, forward, view)


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
        truth.values[FLEXION][asked] if FLEXION in truth.values else np.zeros(len(t_s)),
        np.where(named == "", own, named),
    )
