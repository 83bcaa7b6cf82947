"""What is handed on: the tables as a workbook, the film within the page."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from posturecheck.clips import exports
from posturecheck.clips.exports import WORKBOOK, checked_exports, film_within, save_workbook
from posturecheck.core import InputError

TABLES = {
    "episodes": "rule,severity,start_s,cue\ndeep-lean,red,1.250,=1+1\n",
    "cues": "t_s,rule,kind,say\n",
    "movements": "number,kind,technique\n1,bend,hip-hinge\n",
    "posture": "t_s,trunk_flexion_deg,seen\n0.0000,,0\n0.0333,-12.50,1\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "result"
    place.mkdir()
    for name, text in TABLES.items():
        (place / f"{name}.csv").write_text(text, encoding="utf-8")
    return place


def test_the_workbook_has_a_sheet_for_each_table_and_the_csv_stay(
    folder: Path, tmp_path: Path
) -> None:
    save_workbook(folder, tmp_path)
    with zipfile.ZipFile(folder / WORKBOOK) as book:
        names = re.findall(r'<sheet name="(\w+)"', book.read("xl/workbook.xml").decode())
        posture = book.read("xl/worksheets/sheet4.xml").decode()
        episodes = book.read("xl/worksheets/sheet1.xml").decode()
    assert names == list(TABLES)
    assert '<c r="B3"><v>-12.5</v></c>' in posture
    assert 'r="B2"' not in posture  # not seen
    assert "<f>" not in episodes
    assert "=1+1" in episodes
    assert {p.name for p in tmp_path.iterdir()} == {"result"}
    assert (folder / "cues.csv").read_text(encoding="utf-8") == TABLES["cues"]


def test_a_film_stands_in_the_page_up_to_a_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = tmp_path / "annotated.mp4"
    film.write_bytes(b"film")
    assert film_within(film) == "data:video/mp4;base64,ZmlsbQ=="
    monkeypatch.setattr(exports, "MOST_FILM_BYTES", 3)
    assert film_within(film) is None


def test_exports_are_named_once_or_several(tmp_path: Path) -> None:
    assert checked_exports(None) == ()
    assert checked_exports("xlsx") == ("xlsx",)
    assert checked_exports(["opensim", "xlsx", "opensim"]) == ("opensim", "xlsx")
    with pytest.raises(InputError, match="expected opensim, xlsx, pdf; got 'c3d'"):
        checked_exports(["c3d"])
