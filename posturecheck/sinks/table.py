"""Posture as columns, and the CSV files: names, order and units as DESIGN section 5."""

from __future__ import annotations

import csv
import math
import os
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from posturecheck.core import Cue, Episode, Floats, Step
from posturecheck.measures import COLUMNS, MEASURE_NAMES
from posturecheck.sources.trace import room_wanted

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
CUE_COLUMNS = ("t_s", "rule", "kind", "say", "movement", "spoken")
ROWS_IN_MEMORY = 4096  # about two minutes, 1.4 MB
DECIMALS = {"deg": 2, "m": 4, "s": 4}  # finer than any measure is sure


class PostureTable:
    """Every measure of every frame, a sink; ``table["trunk_flexion_deg"]`` is a column.

    Columns are (frames,) arrays in the order of ``columns``; nan = not seen, ``seen``
    is 0 or 1. Rows go to a temporary file: an hour of them would be 40 MB.
    """

    columns = COLUMNS

    def __init__(self) -> None:
        self._frames = 0
        self._newest = array("d")  # rows not in the file yet
        self._file: IO[bytes] | None = None

    def write(self, step: Step) -> None:
        """Append one frame.

        Raises:
            InputError: There is no room for temporary files.
        """
        self._newest.append(step.frame.t_s)
        for name in MEASURE_NAMES:
            self._newest.extend(step.posture[name])
        self._newest.append(float(step.posture.seen))
        self._frames += 1
        if self._frames % ROWS_IN_MEMORY == 0:
            self._put_away()

    def _put_away(self) -> None:
        with room_wanted():
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="posturecheck-")  # noqa: SIM115
            self._file.seek(0, os.SEEK_END)
            self._file.write(self._newest.tobytes())
            self._file.flush()
        self._newest = array("d")

    def close(self) -> None:
        """Nothing to finish: the file goes with the table."""

    def __len__(self) -> int:
        return self._frames

    def __getitem__(self, column: str) -> Floats:
        if column not in COLUMNS:
            raise KeyError(column)
        index = COLUMNS.index(column)
        rows = [block[:, index] for block in self._blocks()]
        return np.concatenate(rows) if rows else np.empty(0)

    def _blocks(self) -> Iterator[Floats]:
        """Yield the rows as (n, columns) arrays, in order."""
        block_bytes = ROWS_IN_MEMORY * len(COLUMNS) * 8
        for i in range(self._frames // ROWS_IN_MEMORY):
            assert self._file is not None
            self._file.seek(i * block_bytes)
            yield np.frombuffer(self._file.read(block_bytes)).reshape(-1, len(COLUMNS))
        if self._newest:
            yield np.array(self._newest).reshape(-1, len(COLUMNS))

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
            for row in (row for block in self._blocks() for row in block.tolist()):
                cells = (
                    "" if math.isnan(value) else form % value
                    for form, value in zip(formats, row, strict=True)
                )
                file.write(",".join(cells) + "\n")


def save_episodes(path: Path, episodes: Iterable[Episode]) -> None:
    """Write ``episodes.csv``."""
    _save(path, EPISODE_COLUMNS, (_episode_row(e) for e in episodes))


def save_cues(path: Path, cues: Iterable[Cue]) -> None:
    """Write ``cues.csv``; ``movement`` 0 is none, ``spoken`` 0 what was only shown."""
    _save(path, CUE_COLUMNS, (_cue_row(c) for c in cues))


def _cue_row(c: Cue) -> tuple[object, ...]:
    return f"{c.t_s:.3f}", c.rule, c.kind, c.say, c.movement, int(c.spoken)


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
