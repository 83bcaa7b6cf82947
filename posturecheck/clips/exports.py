"""What a result is handed on as: its tables as one workbook, its film within the report."""

from __future__ import annotations

import base64
import csv
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Literal, cast, get_args

from posturecheck.core import InputError
from posturecheck.report.pdf import find_weasyprint
from posturecheck.report.sheet import Cell, Sheet, save_sheets

Export = Literal["opensim", "xlsx", "pdf"]
WORKBOOK, PDF = "tables.xlsx", "report.pdf"
TABLES = ("episodes.csv", "cues.csv", "movements.csv", "posture.csv")
WORDS = frozenset(
    {"rule", "severity", "unit", "task", "cue", "alternative", "kind", "say", "technique"}
)
MOST_FILM_BYTES = 64_000_000  # of a film in a page: ten minutes or more; a browser holds it whole


def checked_exports(names: str | Sequence[str] | None) -> tuple[Export, ...]:
    """Return the names of exports, seen to be some that can be made here.

    Raises:
        InputError: There is none of that name, or what makes it is not installed.
    """
    wanted = [names] if isinstance(names, str) else list(names or ())
    for name in wanted:
        if name not in get_args(Export):
            raise InputError(f"export: expected {', '.join(get_args(Export))}; got {name!r}")
    if "pdf" in wanted:
        find_weasyprint()
    return tuple(dict.fromkeys(cast("list[Export]", wanted)))


def save_workbook(folder: Path, scratch: Path) -> None:
    """Write ``tables.xlsx`` beside the CSV files of a result, a sheet for each.

    Args:
        folder: Where the CSV files are.
        scratch: A folder for what is written on the way.

    Raises:
        OSError: It cannot be written.
    """
    with ExitStack() as stack:
        sheets = {}
        for name in TABLES:
            file = stack.enter_context((folder / name).open(encoding="utf-8", newline=""))
            lines = csv.reader(file)
            columns = next(lines)
            sheets[name.removesuffix(".csv")] = Sheet(columns, _rows(columns, lines))
        save_sheets(folder / WORKBOOK, sheets, scratch)


def _rows(columns: list[str], lines: Iterator[list[str]]) -> Iterator[Sequence[Cell]]:
    words = [name in WORDS for name in columns]
    for line in lines:
        yield [_cell(text, word) for text, word in zip(line, words, strict=True)]


def _cell(text: str, is_word: bool) -> Cell:
    if not text or is_word:
        return text or None
    try:
        return float(text)
    except ValueError:
        return text


def film_within(film: Path) -> str | None:
    """Return a film as an address that holds it whole; None where it is too large for a page."""
    if film.stat().st_size > MOST_FILM_BYTES:
        return None
    return "data:video/mp4;base64," + base64.b64encode(film.read_bytes()).decode("ascii")
