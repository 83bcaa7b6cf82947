"""Marks become labels that ``evaluate`` reads: what was called wrong is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from reviewing import saved

from posturecheck.core import InputError
from posturecheck.evaluate.folder import labelled_clips
from posturecheck.marks.review_file import FILE, Mark, Review, change_review
from posturecheck.review.labels import write_labels
from posturecheck.review.shelf import Shelf, key_of


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    saved(tmp_path)
    return Shelf(tmp_path / "out")


def said(shelf: Shelf, *verdicts: str, **more: object) -> None:
    """Mark the deep leans, in their order."""
    opened = shelf.open(key_of(shelf.listed().rows[0]))
    leans = [e for e in opened.episodes() if e.rule == "deep-lean"]
    marks = tuple(
        Mark(e.rule, e.start_s, e.end_s, verdict)  # type: ignore[arg-type]
        for e, verdict in zip(leans, verdicts, strict=False)
    )
    change_review(opened.folder, None, lambda _: Review(marks=marks, **more))  # type: ignore[arg-type]


def labels(shelf: Shelf, folder: Path) -> tuple[list[str], list[str]]:
    told: list[str] = []
    return write_labels(shelf, folder, told.append), told


def test_what_is_called_wrong_is_no_label_and_evaluate_reads_the_rest(shelf, tmp_path):
    said(shelf, "wrong")
    problems, told = labels(shelf, tmp_path / "labels")
    assert problems == []
    assert told[0].endswith("Put the clip beside it, under the name walk.mkv.")
    shutil.copy(tmp_path / "phone" / "walk.mkv", tmp_path / "labels" / "walk.mkv")
    (clip,), rest = labelled_clips(tmp_path / "labels")
    assert rest == ()
    assert clip.labels.looked_for == {"deep-lean"}
    assert [(s.rule, s.severity, s.start_s > 9) for s in clip.labels.episodes] == [
        ("deep-lean", "amber", True)
    ]


def test_what_is_no_problem_was_seen_rightly(shelf, tmp_path):
    said(shelf, "not a problem")
    labels(shelf, tmp_path / "labels")
    text = (tmp_path / "labels" / "walk.episodes.csv").read_text()
    assert text.count("deep-lean,") == 2


def test_a_clip_that_lies_there_gives_its_name(shelf, tmp_path):
    (tmp_path / "labels").mkdir()
    shutil.copy(tmp_path / "phone" / "walk.mkv", tmp_path / "labels" / "anna before.mkv")
    said(shelf, "wrong")
    assert "Put the clip" not in labels(shelf, tmp_path / "labels")[1][0]
    assert labelled_clips(tmp_path / "labels")[0][0].path.name == "anna before.mkv"


def test_again_it_takes_its_own_place_but_nobody_elses(shelf, tmp_path):
    said(shelf, "wrong")
    folder = tmp_path / "labels"
    labels(shelf, folder)
    said(shelf, "wrong", "wrong")
    assert labels(shelf, folder)[0] == []
    assert "deep-lean," not in (folder / "walk.episodes.csv").read_text()
    (folder / "walk.episodes.csv").write_text("rule,start_s,end_s\n", encoding="utf-8")
    (problem,), _ = labels(shelf, folder)
    assert "left as it is" in problem
    assert (folder / "walk.episodes.csv").read_text() == "rule,start_s,end_s\n"


def test_where_only_a_part_counts_there_are_none(shelf, tmp_path):
    said(shelf, "wrong", range_s=(0.0, 7.0))
    (problem,), told = labels(shelf, tmp_path / "labels")
    assert "it gets no labels" in problem
    assert told == []
    assert not (tmp_path / "labels").exists()


def test_without_marks_that_is_said(shelf, tmp_path):
    assert labels(shelf, tmp_path / "labels")[1][0].startswith("There is no mark yet")
    assert not (tmp_path / "labels").exists()


def test_a_wrong_review_is_a_line(shelf, tmp_path):
    (tmp_path / "out" / "walk" / FILE).write_text("rules = 1", encoding="utf-8")
    assert "review.toml" in labels(shelf, tmp_path / "labels")[0][0]
    assert not (tmp_path / "labels").exists()


@pytest.mark.parametrize("damaged", ["a", "z"])
def test_a_wrong_review_keeps_no_other_labels_back_whatever_its_name(shelf, tmp_path, damaged):
    said(shelf, "wrong")
    for name in (damaged, "zz"):
        shutil.copytree(tmp_path / "out" / "walk", tmp_path / "out" / name)
        (tmp_path / "out" / name / FILE).write_text("rules = 1", encoding="utf-8")
    problems, told = labels(shelf, tmp_path / "labels")
    assert [FILE in problem for problem in problems] == [True, True]
    assert len(told) == 1
    assert [path.name for path in (tmp_path / "labels").iterdir()] == ["walk.episodes.csv"]


def test_a_folder_without_results_is_said(tmp_path):
    with pytest.raises(InputError, match="expected a folder of results, found none in it"):
        Shelf(tmp_path)
