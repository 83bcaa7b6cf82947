"""The overview as tables: dates are dates, numbers numbers, and text runs nothing."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from clinic import result, rule

from posturecheck.archive.results import read_archive
from posturecheck.archive.rows import ResultRow
from posturecheck.archive.tables import COLUMNS, link, overview_csv, overview_xlsx

SPACE = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def rows(out: Path, **more: object) -> tuple[ResultRow, ...]:
    result(out, "a b#1.mp4", "P 1", rules={"deep-lean": rule("deg", 2, 1, 71.5)}, **more)  # type: ignore[arg-type]
    return read_archive(out).rows


def cells(workbook: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        assert book.testzip() is None
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    texts = ["".join(e.itertext()) for e in shared.findall("s:si", SPACE)]
    found = {c.attrib["r"]: c for c in sheet.iter(f"{{{SPACE['s']}}}c")}
    for cell in found.values():
        value = cell.find("s:v", SPACE)
        if cell.get("t") == "s" and value is not None and value.text:
            value.text = texts[int(value.text)]
    return found


def value(cell: ElementTree.Element) -> str:
    return "".join(cell.itertext())


def test_the_csv_has_a_row_for_each_result_with_its_numbers(tmp_path: Path) -> None:
    (told,) = csv.DictReader(io.StringIO(overview_csv(rows(tmp_path))))
    assert list(told) == list(COLUMNS)
    assert (told["patient"], told["filmed"]) == ("P 1", "2026-03-05T10:11:12")
    assert (told["deep-lean_times"], told["deep-lean_worst_deg"]) == ("2", "71.5")
    assert told["twist_worst_deg"] == ""
    assert told["report"] == "P 1/2026-03-05 a b#1/report.html"


def test_in_the_workbook_a_date_is_a_date_and_a_number_a_number(tmp_path: Path) -> None:
    found = cells(overview_xlsx(rows(tmp_path)))
    names = {value(c): r.rstrip("1") for r, c in found.items() if r.endswith("1")}
    filmed, lean = found[f"{names['filmed']}2"], found[f"{names['deep-lean_worst_deg']}2"]
    assert (filmed.get("t", "n"), lean.get("t", "n")) == ("n", "n")
    assert float(value(filmed)) == 46086 + (10 * 3600 + 11 * 60 + 12) / 86400
    assert value(lean) == "71.5"
    assert f"{names['twist_worst_deg']}2" not in found


def test_what_begins_like_a_formula_is_text(tmp_path: Path) -> None:
    told = rows(tmp_path, folder="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in overview_csv(told)
    found = cells(overview_xlsx(told))
    assert value(found["B2"]) == "=HYPERLINK(1)"
    assert found["B2"].get("t") == "s"


def test_a_report_is_linked_whatever_its_folder_is_called(tmp_path: Path) -> None:
    assert link(rows(tmp_path)[0]) == "P%201/2026-03-05%20a%20b%231/report.html"
