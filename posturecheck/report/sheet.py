"""Tables as a workbook (``.xlsx``): dates are dates, numbers are numbers, text is only text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

MOST_ROWS = 1_048_575  # of a sheet, beside its names
MOST_LETTERS = 32_767  # of a cell
CHAR_WIDTHS = (8, 40)  # of a column, in letters
SAMPLE = 200  # rows that a column's width is chosen by
OPTIONS = {
    "strings_to_formulas": False,  # names and remarks come from others
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

Cell = str | float | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. ``links`` gives addresses for cells, by (row, column) counted from 0."""

    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)


def save_sheets(
    file: Path | BinaryIO,
    sheets: Mapping[str, Sheet],
    scratch: Path | None = None,
    title: str = "",
) -> None:
    """Write a workbook.

    Args:
        file: Where to.
        sheets: Tables by the name of their sheet.
        scratch: A folder for what is written on the way, for tables of any length; None keeps
            it in memory.
        title: What it is, among the file's properties.

    Raises:
        OSError: It cannot be written.
    """
    import xlsxwriter  # only who writes one needs it
    from xlsxwriter.exceptions import FileCreateError

    how = {"constant_memory": True, "tmpdir": str(scratch)} if scratch else {"in_memory": True}
    place = str(file) if isinstance(file, Path) else file
    book = xlsxwriter.Workbook(place, {**OPTIONS, **how})
    try:
        book.set_properties({"title": title})
        formats = {
            "names": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
        }
        for name, sheet in sheets.items():
            _write(book.add_worksheet(name), sheet, formats)
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


def _write(page: Any, sheet: Sheet, formats: Mapping[str, Any]) -> None:
    page.freeze_panes(1, 0)
    widths = [len(name) // 2 for name in sheet.columns]
    page.write_row(0, 0, sheet.columns, formats["names"])
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        if last > MOST_ROWS:
            last = MOST_ROWS
            break
        for column, cell in enumerate(row):
            if last <= SAMPLE and isinstance(cell, str):
                widths[column] = max(widths[column], len(cell))
            _write_cell(page, last, column, cell, sheet.links.get((last - 1, column)), formats)
    page.autofilter(0, 0, last, max(len(sheet.columns) - 1, 0))
    for column, width in enumerate(widths):
        page.set_column(column, column, min(max(width + 2, CHAR_WIDTHS[0]), CHAR_WIDTHS[1]))


def _write_cell(
    page: Any, row: int, column: int, cell: Cell, address: str | None, formats: Mapping[str, Any]
) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        text = cell.encode("utf-8", errors="replace").decode()[:MOST_LETTERS]
        page.write_string(row, column, text)
        if address:
            page.write_url(row, column, f"external:{address}", None, text)
    elif isinstance(cell, datetime):
        page.write_datetime(row, column, cell, formats["moment"])
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, formats["day"])
    else:
        page.write_number(row, column, cell)
