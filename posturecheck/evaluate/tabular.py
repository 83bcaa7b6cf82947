"""Tables as people hand them in: rows that know their place, so that an error can name it."""

from __future__ import annotations

import contextlib
import csv
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from posturecheck.console.untrusted_text import briefly, read_outside_text
from posturecheck.core import InputError

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
        """Return a finite number that may be measured.

        Raises:
            InputError: The cell holds something else, or more than ``MOST``.
        """
        text = self.cells[column]
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not abs(value) <= MOST:  # nan is not either
            point = " with a decimal point" if _has_decimal_comma(text) else ""
            raise self.wrong(f"a number{point} in {column}", text)
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
            comma = delimiter == "," and len(cells) > len(columns)
            hint = " (decimal points, not commas)" if comma else ""
            raise row_error(path, number, f"{len(columns)} cells{hint}", f"{len(cells)} cells")
        else:
            rows.append(Row(path, number, dict(zip(columns, cells, strict=True))))
    if not columns:
        first = next((line for line in lines if line and not line.startswith("#")), "")
        raise row_error(path, 1, expected, first)
    return Table(path, comments, columns, tuple(rows))


def _has_decimal_comma(text: str) -> bool:
    return "," in text and text.removeprefix("-").replace(",", "", 1).isdecimal()


def _delimiter(path: Path, lines: list[str], is_header: Callable[[tuple[str, ...]], bool]) -> str:
    """Return the commonest delimiter with which there is a header.

    Commas may be commoner than semicolons where they stand in numbers.
    """
    text = "\n".join(lines)
    by_count = sorted("\t;,", key=text.count, reverse=True)
    for delimiter in by_count:
        with contextlib.suppress(InputError):  # it is told when the table is read
            if any(is_header(cells) for _, cells in _records(path, lines, delimiter)):
                return delimiter
    return by_count[0]


def _records(path: Path, lines: list[str], delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    # A comment keeps its line, so that rows keep their numbers.
    bare = ["" if line.startswith("#") else line for line in lines]
    reader = csv.reader(bare, delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, tuple(cell.strip() for cell in cells)
    except csv.Error as error:
        raise row_error(path, reader.line_num, "a table", str(error)) from error
