"""Posture as columns, and the CSV files: names, order and units as DESIGN section 5."""

from __future__ import annotations

import csv
import math
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from posturecheck.core import Cue, Episode, Floats, Step
from posturecheck.measures import COLUMNS, MEASURE_NAMES

if TYPE_CHECKING:
    import pandas

EPISODE_COLUMNS = (
    "rule",
    "severity",
    "start_s",
    "end_s",
    "peak",
    "peak_sd",
    "unit",
    "peak_t_s",
    "limit",
    "task",
    "cue",
    "alternative",
    "lost",
)
CUE_COLUMNS = ("t_s", "rule", "kind", "say")
DECIMALS = {"deg": 2, "m": 4, "s": 4}  # finer than any measure is sure


class PostureTable:
    """Every measure of every frame, a sink; ``table["trunk_flexion_deg"]`` is a column.

    Columns are (frames,) arrays in the order of ``columns``; nan = not seen, ``seen``
    is 0 or 1.
    """

    columns = COLUMNS

    def __init__(self) -> None:
        self._data = {name: array("d") for name in COLUMNS}

    def write(self, step: Step) -> None:
        """Append one frame."""
        self._data["t_s"].append(step.frame.t_s)
        for name in MEASURE_NAMES:
            value, sd = step.posture[name]
            self._data[name].append(value)
            self._data[f"{name}_sd"].append(sd)
        self._data["seen"].append(float(step.posture.seen))

    def close(self) -> None:
        """Nothing to finish."""

    def __len__(self) -> int:
        return len(self._data["t_s"])

    def __getitem__(self, column: str) -> Floats:
        return np.array(self._data[column])

    def to_pandas(self) -> pandas.DataFrame:
        """Return the columns as a DataFrame.

        Raises:
            ImportError: pandas is not installed; posturecheck does not need it itself.
        """
        import pandas

        return pandas.DataFrame({name: self[name] for name in self.columns})

    def save(self, path: Path) -> None:
        """Write ``posture.csv``; an empty cell is a value that was not seen."""
        formats = [_format_of(name) for name in COLUMNS]
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(",".join(COLUMNS) + "\n")
            for row in zip(*(self._data[name] for name in COLUMNS), strict=True):
                cells = (
                    "" if math.isnan(value) else form % value
                    for form, value in zip(formats, row, strict=True)
                )
                file.write(",".join(cells) + "\n")


def save_episodes(path: Path, episodes: Iterable[Episode]) -> None:
    """Write ``episodes.csv``."""
    _save(path, EPISODE_COLUMNS, (_episode_row(e) for e in episodes))


def save_cues(path: Path, cues: Iterable[Cue]) -> None:
    """Write ``cues.csv``."""
    _save(path, CUE_COLUMNS, ((f"{c.t_s:.3f}", c.rule, c.kind, c.say) for c in cues))


def _episode_row(e: Episode) -> tuple[object, ...]:
    return (
        e.rule,
        e.severity,
        f"{e.start_s:.3f}",
        f"{e.end_s:.3f}",
        f"{e.peak:.2f}",
        f"{e.peak_sd:.2f}",
        e.unit,
        f"{e.peak_t_s:.3f}",
        f"{e.limit:g}",
        e.task,
        e.cue,
        e.alternative,
        int(e.lost),
    )


def _save(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _format_of(column: str) -> str:
    if column == "seen":
        return "%d"
    unit = "deg" if "_deg" in column else column.removesuffix("_sd").rsplit("_", 1)[-1]
    return f"%.{DECIMALS[unit]}f"
