"""Tables as people hand them in: rows that know their place, so that an error can name it."""

from __future__ import annotations

import contextlib
import csv
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from posturecheck.console.untrusted_text import briefly, read_outside_text
from posturecheck.core import InputError

DELIMITERS = "\t;,"  # a comma last: where cells are kept apart otherwise it is a decimal one
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
MOST = 1e9  # of seconds, degrees or metres; the square of 1e300 is no number any more


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``number`` is its line in the file, as an editor counts it."""

    path: Path
    number: int
    cells: Mapping[str, str]

    def wrong(self, expected: str, came: str) -> InputError:
        """Return the error that says what this row should hold."""
        return row_error(self.path, self.number, expected, came)

    def number_in(self, column: str) -> float:
        """Return a finite number that may be measured; it may have a decimal comma.

        Raises:
            InputError: The cell holds something else, or more than ``MOST``.
        """
        text = self.cells[column]
        try:
            value = float(text.replace(",", ".") if DECIMAL_COMMA.fullmatch(text) else text)
        except ValueError:
            value = math.nan
        if not abs(value) <= MOST:  # nan is not either
            raise self.wrong(f"a number in {column}", text)
        return value

    def number_or_nan(self, column: str) -> float:
        """Return a finite number, or nan for an empty cell: not known."""
        return self.number_in(column) if self.cells[column] else math.nan


@dataclass(frozen=True, slots=True)
class Table:
    """``comments`` are the lines that began with #, without it; ``columns`` as in the file."""

    path: Path
    comments: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def row_error(path: Path, row: int, expected: str, came: str) -> InputError:
    """Return an error of one line: file, row, what was expected, what came."""
    return InputError(f"{path}, row {row}: expected {expected}, got {briefly(came or 'nothing')}")


def read_table(path: Path, is_header: Callable[[tuple[str, ...]], bool], expected: str) -> Table:
    """Read a table separated by commas, semicolons or tabs, from its header row on.

    Args:
        path: The file; empty lines and lines that begin with # are passed over.
        is_header: Whether a row is the header. What stands above it is passed over too,
            because BORIS writes facts about the observation there.
        expected: The header in words, for the error.

    Raises:
        InputError: No header, or a row with more or fewer cells than the header.
    """
    lines = read_outside_text(path).splitlines()
    comments = tuple(line[1:].strip() for line in lines if line.startswith("#"))
    columns: tuple[str, ...] = ()
    rows = []
    delimiter = _delimiter(path, lines, is_header)
    for number, cells in _records(path, lines, delimiter):
        if not columns:
            columns = cells if is_header(cells) else ()
        elif len(cells) != len(columns):
            expected = f"{len(columns)} cells"
            if delimiter == "," and len(cells) > len(columns):
                expected += " (with decimal commas, semicolons between the cells)"
            raise row_error(path, number, expected, f"{len(cells)} cells")
        else:
            rows.append(Row(path, number, dict(zip(columns, cells, strict=True))))
    if not columns:
        first = next((line for line in lines if line and not line.startswith("#")), "")
        raise row_error(path, 1, expected, first)
    return Table(path, comments, columns, tuple(rows))


def _delimiter(path: Path, lines: list[str], is_header: Callable[[tuple[str, ...]], bool]) -> str:
    """Return what keeps the header's cells apart; without a header what is there most often."""
    for delimiter in DELIMITERS:
        with contextlib.suppress(InputError):
            if any(is_header(cells) for _, cells in _records(path, lines, delimiter)):
                return delimiter
    return max(DELIMITERS, key="\n".join(lines).count)


def _records(path: Path, lines: list[str], delimiter: str) -> list[tuple[int, tuple[str, ...]]]:
    # A comment keeps its line, so that rows keep their numbers.
    bare = ["" if line.startswith("#") else line for line in lines]
    reader = csv.reader(bare, delimiter=delimiter, strict=True)
    records = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append((reader.line_num, tuple(cell.strip() for cell in cells)))
    except csv.Error as error:
        raise row_error(path, reader.line_num, "a table", str(error)) from error
    return records
