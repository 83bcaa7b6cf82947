"""What lies in a folder of results: each is read, and whatever is wrong is one line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from clinic import result, rule

from posturecheck.archive.results import read_archive
from posturecheck.clips.summary import FORMAT
from posturecheck.core import InputError


def test_a_result_says_whose_it_is_when_it_was_and_its_worst(tmp_path: Path) -> None:
    lean = rule("deg", episodes=3, red=1, peak=72.0)
    result(tmp_path, "walk.mp4", "P-014", rules={"deep-lean": lean})
    (row,) = read_archive(tmp_path).rows
    assert (row.whose, row.clip, row.folder) == ("P-014", "walk.mp4", "phone")
    assert (row.filmed, row.checked) == (datetime(2026, 3, 5, 10, 11, 12), date(2026, 3, 6))
    assert (row.seen_s, row.total_s, row.red, row.amber) == (50, 60, 1, 2)
    assert (row.worst["deep-lean"].peak, row.worst["deep-lean"].sd) == (72, 5.76)
    assert (row.place, row.has_report) == ("P-014/2026-03-05 walk", True)


def test_without_a_patient_it_is_known_by_the_clips_folder(tmp_path: Path) -> None:
    result(tmp_path, folder="Berta")
    (row,) = read_archive(tmp_path).rows
    assert (row.patient, row.whose) == ("", "Berta")


def test_patients_come_first_and_of_each_the_newest(tmp_path: Path) -> None:
    result(tmp_path, "b.mp4", folder="A")
    for number, filmed in enumerate(("2026-03-05", None, "2026-04-01")):
        result(tmp_path, f"{number}.mp4", "P2", filmed=filmed)
    result(tmp_path, "z.mp4", "P1")
    rows = read_archive(tmp_path).rows
    assert [(r.whose, r.clip) for r in rows] == [
        ("P1", "z.mp4"),
        ("P2", "2.mp4"),
        ("P2", "0.mp4"),
        ("P2", "1.mp4"),
        ("A", "b.mp4"),
    ]


def test_what_a_patients_file_says_is_read_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    for patient in ("P1", "P2"):
        result(tmp_path, "a.mp4", patient)
    (tmp_path / "P1" / "patient.toml").write_text("birth_year = 1950")
    (tmp_path / "P2" / "patient.toml").write_text("birth = 1950")
    archive = read_archive(tmp_path)
    assert [(p.id, p.birth_year) for p in archive.patients] == [("P1", 1950), ("P2", None)]
    assert len(archive.rows) == 2
    assert [p.partition(";")[0] for p in archive.problems] == [
        "P2: patient.toml: birth is not a setting"
    ]


def test_a_result_that_was_moved_counts_where_it_lies(tmp_path: Path) -> None:
    place = result(tmp_path, "a.mp4", "P1")
    result(tmp_path, "b.mp4", "P2")
    place.rename(tmp_path / "P2" / place.name)
    (tmp_path / "P1").rmdir()
    archive = read_archive(tmp_path)
    assert {row.patient for row in archive.rows} == {"P2"}
    assert archive.problems == (
        "P2/2026-03-05 a: says that it is P1's; it is counted where it lies",
    )


def test_results_of_another_out_within_are_no_patients(tmp_path: Path) -> None:
    result(tmp_path / "older", "a.mp4")
    archive = read_archive(tmp_path)
    assert [(row.patient, row.place) for row in archive.rows] == [("", "older/a")]
    assert archive.patients == ()


def broken(place: Path, text: str) -> None:
    (place / "summary.json").write_text(text, encoding="utf-8")


def changed(place: Path, **parts: object) -> None:
    data = json.loads((place / "summary.json").read_text(encoding="utf-8"))
    broken(place, json.dumps(data | parts))


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda place: broken(place, ""), "cannot be read as a result's"),
    "half": (lambda place: broken(place, '{"clip": {'), "cannot be read as a result's"),
    "a list": (lambda place: broken(place, "[]"), "cannot be read as a result's"),
    "deep": (lambda place: broken(place, "[" * 100_000), "cannot be read as a result's"),
    "long": (lambda place: broken(place, " " * 2_000_000), "cannot be read as a result's"),
    "another's": (lambda place: broken(place, '{"a": 1}'), "cannot be read as a result's"),
    "no rules": (lambda place: changed(place, rules=3), "cannot be read as a result's"),
    "a folder": (
        lambda place: ((place / "summary.json").unlink(), (place / "summary.json").mkdir()),
        "cannot be read as a result's",
    ),
    "newer": (lambda place: changed(place, format=FORMAT + 1), "newer posturecheck"),
    "without": (lambda place: (place / "summary.json").unlink(), "no whole result"),
}


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize("patient", ["", "P1"])
def test_what_is_wrong_is_one_line_and_the_rest_is_shown(
    tmp_path: Path, case: str, patient: str
) -> None:
    result(tmp_path, "good.mp4", patient)
    spoil, said = WRONG[case]
    spoil(result(tmp_path, "bad.mp4", patient))
    archive = read_archive(tmp_path)
    assert [row.clip for row in archive.rows] == ["good.mp4"]
    (problem,) = archive.problems
    assert said in problem
    assert "bad" in problem
    assert "\n" not in problem


@pytest.mark.parametrize(
    "odd",
    [
        {"clip": {"file": 3, "folder": ["x"], "filmed": "yesterday"}},
        {"seconds": {"seen": "long", "total": 1e300}},
        {"seconds": {"seen": True, "total": None}},
        {"rules": {"deep-lean": {"episodes": -1e400, "peak": "far"}, "twist": 7}},
        {"patient": 7, "checked": "2026-99-99", "profile": "x", "settings": None},
        {"clip": {"file": "\u202egpj.\x1b[2J" * 1000, "filmed": "2026-03-05T10:00:00+99:00"}},
    ],
)
def test_odd_values_are_not_known_and_stop_nothing(tmp_path: Path, odd: dict[str, object]) -> None:
    changed(result(tmp_path), **odd)
    (row,) = read_archive(tmp_path).rows
    assert row.clip
    assert row.clip.isprintable()
    assert len(row.clip) <= 3000


def test_what_is_not_ours_is_passed_over(tmp_path: Path) -> None:
    result(tmp_path)
    (tmp_path / "letter.docx").write_text("precious")
    (tmp_path / "photos" / "2026").mkdir(parents=True)
    (tmp_path / ".posturecheck-0123").mkdir()
    archive = read_archive(tmp_path)
    assert (len(archive.rows), archive.problems) == (1, ())


def test_links_are_not_followed(tmp_path: Path) -> None:
    elsewhere = result(tmp_path / "elsewhere")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "link").symlink_to(elsewhere)
    assert read_archive(tmp_path / "out").rows == ()


def test_what_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result(tmp_path, "good.mp4")
    shut = result(tmp_path, "shut.mp4")
    iterdir = Path.iterdir

    def refuse(path: Path) -> Iterator[Path]:
        if path == shut:
            raise PermissionError(13, "Permission denied")
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    archive = read_archive(tmp_path)
    assert [row.clip for row in archive.rows] == ["good.mp4"]
    assert archive.problems == ("shut: cannot be read (Permission denied)",)


def test_a_patient_who_may_not_be_read_is_told(
    tmp_path: Path, shut: Callable[[Path], None]
) -> None:
    result(tmp_path, "good.mp4")
    result(tmp_path, "a.mp4", "P1")
    shut(tmp_path / "P1")
    archive = read_archive(tmp_path)
    assert [row.clip for row in archive.rows] == ["good.mp4"]
    assert archive.problems == ("P1: cannot be read (Permission denied)",)


def test_results_above_which_nothing_may_be_read_are_a_line(
    tmp_path: Path, shut: Callable[[Path], None]
) -> None:
    shut(tmp_path)
    with pytest.raises(InputError, match="out: cannot be read"):
        read_archive(tmp_path / "out")


def test_where_no_folder_is_one_line_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected a folder of results"):
        read_archive(tmp_path / "none")
