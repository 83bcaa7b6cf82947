"""``batch.csv``: clips, and what is asked of each.

Columns, in any order: ``clip``, and where wanted ``patient``, ``task``, ``load_kg``, ``person``,
``range``, ``rotate``, ``slow`` and ``profile``. Paths are relative to the file. An empty cell
says nothing: the command line then counts. A spreadsheet's semicolons and decimal commas are
understood.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from posturecheck.clips.stretch import stretch
from posturecheck.console.untrusted_text import briefly, read_outside_text
from posturecheck.core import InputError
from posturecheck.profiles.files import SHIPPED, load_profile

MOST_ROWS = 10_000
CLIP = "clip"
SEPARATORS = ",;\t"


def read_batch(path: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Return each row's clip, and what it says by the names of ``CheckOptions``.

    Raises:
        InputError: The file cannot be read, or a cell is wrong; the line says which.
    """
    text = read_outside_text(path)
    head = next((line for line in text.split("\n") if line.strip()), "")
    separator = max(SEPARATORS, key=head.count)
    try:
        rows = list(csv.reader(text.split("\n"), delimiter=separator, strict=True))
    except csv.Error as error:
        raise InputError(f"{path}: expected a table (CSV), but: {error}") from error
    rows = [[cell.strip() for cell in row] for row in rows]
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if len(filled) < 2 or len(filled) > MOST_ROWS:
        raise InputError(
            f"{path}: expected a line of column names and 1 to {MOST_ROWS} clips, found "
            f"{len(filled)} lines"
        )
    columns = _columns(path, filled[0][1])
    return [_row(path, number, columns, row, separator) for number, row in filled[1:]]


def _columns(path: Path, names: list[str]) -> list[str]:
    columns = [name.lower() for name in names]
    while columns and not columns[-1]:
        columns.pop()
    odd = [name for name in columns if name not in (CLIP, *CELLS)]
    if odd or columns.count(CLIP) != 1 or len(set(columns)) < len(columns):
        raise InputError(
            f"{path}: expected the columns {CLIP}, {', '.join(CELLS)}, each once and {CLIP} in any "
            f"case; found {briefly(', '.join(names))}"
        )
    return columns


def _row(
    path: Path, number: int, columns: list[str], cells: list[str], separator: str
) -> tuple[Path, dict[str, Any]]:
    where = f"{path}, line {number}"
    if any(cells[len(columns) :]):
        raise InputError(f"{where}: expected {len(columns)} cells, found {len(cells)}")
    said = {name: cell for name, cell in zip(columns, cells, strict=False) if cell}
    if CLIP not in said:
        raise InputError(f"{where}: expected a clip, found none")
    asked: dict[str, Any] = {}
    for name, cell in said.items():
        if name != CLIP:
            option, read = CELLS[name]
            point = cell if separator == "," else cell.replace(",", ".")
            asked[option] = read(path, f"{where}, {name}:", cell if read in AS_IS else point)
    return path.parent / said[CLIP], asked


def _text(path: Path, where: str, cell: str) -> str:
    return cell


def _load_kg(path: Path, where: str, cell: str) -> float:
    return _number(where, cell, 0, 100, "kg")


def _slow(path: Path, where: str, cell: str) -> float:
    return _number(where, cell, 1, 100, "times slower")


def _rotate(path: Path, where: str, cell: str) -> int:
    if cell not in ("0", "90", "180", "270"):
        raise InputError(f"{where} expected 0, 90, 180 or 270 degrees, found {briefly(cell)}")
    return int(cell)


def _range(path: Path, where: str, cell: str) -> tuple[float, float]:
    return stretch(cell, where)


def _profile(path: Path, where: str, cell: str) -> Any:
    return load_profile(cell if cell in SHIPPED else str(path.parent / cell), said_in=where[:-1])


def _number(where: str, cell: str, least: float, most: float, unit: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise InputError(f"{where} expected {least:g} to {most:g} {unit}, found {briefly(cell)}")
    return value


# Column: the option's name in ``CheckOptions``, and what makes its value of a cell.
CELLS: Mapping[str, tuple[str, Callable[[Path, str, str], Any]]] = {
    "patient": ("patient", _text),
    "task": ("task", _text),
    "load_kg": ("load_kg", _load_kg),
    "person": ("person", _text),
    "range": ("range_s", _range),
    "rotate": ("rotate_deg", _rotate),
    "slow": ("slow", _slow),
    "profile": ("profile", _profile),
}
AS_IS = (_text, _profile)
