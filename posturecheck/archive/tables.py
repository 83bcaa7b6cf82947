"""All results of a folder as a table: ``overview.csv``, and ``overview.xlsx`` with real dates."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from posturecheck.archive.results import REPORT
from posturecheck.archive.rows import ResultRow
from posturecheck.console.untrusted_text import for_spreadsheet
from posturecheck.report.sheet import Cell, Sheet, save_sheets
from posturecheck.rules import RULES

TITLE = "posturecheck overview"
COLUMNS = (
    "patient",
    "clip_folder",
    "clip",
    "filmed",
    "checked",
    "task",
    "profile",
    "seen_s",
    "total_s",
    "red",
    "amber",
    *(
        column
        for rule in RULES
        for column in (
            f"{rule.id}_times",
            f"{rule.id}_worst_{rule.unit}",
            f"{rule.id}_worst_sd_{rule.unit}",
            f"{rule.id}_cannot_tell_s",
        )
    ),
    "report",
    "red_after_review",
    "amber_after_review",
    "marks",
    "marks_without_moment",
    "remark",
)


def overview_csv(rows: Sequence[ResultRow]) -> str:
    """Return the table as CSV: local times in ISO 8601, an empty cell is not known."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(_plain, _cells(row)) for row in rows)
    return text.getvalue()


def overview_xlsx(rows: Sequence[ResultRow]) -> bytes:
    """Return the table as a workbook: dates are dates, numbers numbers, reports links."""
    links = {
        (i, COLUMNS.index("report")): link(row) for i, row in enumerate(rows) if row.has_report
    }
    file = io.BytesIO()
    sheet = Sheet(COLUMNS, [_cells(row) for row in rows], links)
    save_sheets(file, {"Results": sheet}, title=TITLE)
    return file.getvalue()


def link(row: ResultRow) -> str:
    """Return the address of a result's report, relative to the folder of all."""
    return quote(f"{row.place}/{REPORT}", errors="surrogateescape")


def _cells(row: ResultRow) -> list[Cell]:
    cells: list[Cell] = [
        row.patient,
        row.folder,
        row.clip,
        row.filmed,
        row.checked,
        row.task,
        row.profile,
        row.seen_s,
        row.total_s,
        row.red,
        row.amber,
    ]
    for rule in RULES:
        worst = row.worst[rule.id]
        if not worst.enabled:
            cells += [None] * 4
            continue
        cells += [worst.episodes, _known(worst.peak), _known(worst.sd), worst.cannot_tell_s]
    word = row.reviewed
    said = (word.red, word.amber, word.marks, word.without, word.remark) if word else (None,) * 5
    return [*cells, f"{row.place}/{REPORT}" if row.has_report else None, *said]


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _plain(cell: Cell) -> object:
    if isinstance(cell, str):
        return for_spreadsheet(cell)
    if isinstance(cell, float):
        return f"{cell:.3f}".rstrip("0").rstrip(".")
    return cell.isoformat() if isinstance(cell, date) else cell
