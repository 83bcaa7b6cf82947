"""The episodes of a result as its ``episodes.csv`` has them."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from posturecheck.console.untrusted_text import briefly, printable, read_outside_text
from posturecheck.core import InputError, Severity

FILE = "episodes.csv"
COLUMNS = ("rule", "severity", "start_s", "end_s", "peak", "peak_sd", "unit", "peak_t_s", "task")
MOST = 100_000
LATEST_S = 1e7
LONGEST_TEXT = 60


@dataclass(frozen=True, slots=True)
class FoundEpisode:
    """One row; ``peak`` and ``peak_sd`` are in ``unit``, nan where the cell is empty."""

    rule: str
    severity: Severity
    start_s: float
    end_s: float
    peak: float
    peak_sd: float
    unit: str
    peak_t_s: float
    task: str = "other"


def read_found(folder: Path) -> tuple[FoundEpisode, ...]:
    """Return the episodes of a result's folder, in the file's order.

    Raises:
        InputError: There is no such file, or it is not as a check writes it.
    """
    path = folder / FILE
    try:
        rows = list(csv.DictReader(read_outside_text(path).split("\n"), strict=True))
    except csv.Error as error:
        raise InputError(f"{path}: expected episodes as a check writes them: {error}") from error
    if len(rows) > MOST:
        raise InputError(f"{path}: expected at most {MOST} episodes, found {len(rows)}")
    return tuple(_episode(path, number, row) for number, row in enumerate(rows, start=2))


def _episode(path: Path, number: int, row: Mapping[str, str | None]) -> FoundEpisode:
    cells = {name: row.get(name) or "" for name in COLUMNS}
    severity = cells["severity"]
    start_s, end_s, peak_s = (_number(cells[name]) for name in ("start_s", "end_s", "peak_t_s"))
    if severity not in ("amber", "red") or not 0 <= start_s <= end_s <= LATEST_S:
        raise InputError(
            f"{path}, row {number}: expected an episode as a check writes it, found "
            f"{briefly(','.join(cells.values()))}"
        )
    return FoundEpisode(
        rule=printable(cells["rule"][:LONGEST_TEXT]),
        severity=severity,  # type: ignore[arg-type]
        start_s=start_s,
        end_s=end_s,
        peak=_number(cells["peak"]),
        peak_sd=_number(cells["peak_sd"]),
        unit=printable(cells["unit"][:LONGEST_TEXT]),
        peak_t_s=peak_s,
        task=printable(cells["task"][:LONGEST_TEXT]) or "other",
    )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
