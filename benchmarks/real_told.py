"""How often a large side bend or twist would be told, and how often a small one; pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.real_answers import SIDE_BEND, TWIST
from benchmarks.real_rows import Flags, Rows
from posturecheck.core import Floats

TOLD_DEG = 15.0  # the amber limit of a side bend; a twist of 15 is red while bent
BENT_DEG, STRAIGHT_DEG, TURNED_DEG = 20.0, 8.0, 25.0  # of the truth, DESIGN section 7
UPRIGHT_DEG = 30.0  # of the true lean forward: below it a picture from the front shows side bends


@dataclass(frozen=True, slots=True)
class Told:
    """Of the frames answered with a ``true`` angle, the share told over 15 degrees.

    ``value`` by what is said alone, ``surely`` by what is said less its sd, ``plain`` by plain
    points. Where the truth is large it must be told to the same side.
    """

    part: str
    measure: str
    view: str
    true: str
    rows: int
    value: float
    surely: float
    plain: float


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
    upright = np.abs(rows.forward) < UPRIGHT_DEG
    return [
        (f"front, forward <{UPRIGHT_DEG:g}", front & upright),
        (f"front, forward >={UPRIGHT_DEG:g}", front & ~upright),
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
