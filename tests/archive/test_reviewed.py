"""The overview counts twice: as found, and after the therapist's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from clinic import result, rule

from posturecheck.archive.page import render_overview
from posturecheck.archive.results import read_archive
from posturecheck.archive.tables import COLUMNS, overview_csv
from posturecheck.core import Episode
from posturecheck.marks.review_file import FILE, Mark, Review, change_review
from posturecheck.rules.guidance import load_guidance
from posturecheck.sinks.table import save_episodes

EVIL = "=1+1 <script>alert(1)</script>"


def episode(name: str, severity: str, start_s: float) -> Episode:
    return Episode(name, severity, start_s, start_s + 2.0, 50.0, 3.0, "deg", start_s + 1, 40.0)


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    rules = {"deep-lean": rule("deg", 2, 1, 72.0), "twist": rule("deg", 1, 0, 30.0)}
    folder = result(tmp_path, "walk.mp4", "P-014", rules=rules)
    found = [("deep-lean", "red", 1.0), ("twist", "amber", 3.0), ("deep-lean", "amber", 8.0)]
    save_episodes(folder / "episodes.csv", [episode(*one) for one in found])
    marks = (
        Mark("deep-lean", 1.2, 3.2, "not a problem", "asked to"),
        Mark("deep-lean", 20.0, 21.0, "wrong"),
    )
    change_review(folder, "walk", lambda _: Review(EVIL, marks))
    return folder


def test_after_the_therapists_word_less_counts(reviewed, tmp_path):
    archive = read_archive(tmp_path)
    (row,) = archive.rows
    assert archive.problems == ()
    assert (row.red, row.amber) == (1, 2)
    word = row.reviewed
    assert word
    assert (word.red, word.amber, word.marks, word.without, word.remark) == (0, 2, 1, 1, EVIL)


def test_where_only_a_part_counts_the_page_says_so(tmp_path):
    settings = {"task": "dishwasher", "range_s": [5.0, 12.0]}
    result(tmp_path, "walk.mp4", seen_s=5.0, total_s=7.0, settings=settings)
    result(tmp_path, "gone.mp4", seen_s=0.0, total_s=7.0, settings=settings)
    result(tmp_path, "whole.mp4", seen_s=5.0, total_s=7.0)
    page = render_overview(read_archive(tmp_path), date(2026, 11, 27), load_guidance())
    assert page.count("5 s <small>of a part of 7 s</small>") == 1
    assert page.count("nobody <small>in a part of 7 s</small>") == 1
    assert page.count("5 s <small>of 7 s</small>") == 1


def test_page_and_table_say_both(reviewed, tmp_path):
    archive = read_archive(tmp_path)
    page = render_overview(archive, date(2026, 11, 27), load_guidance())
    assert "1 red <small>2 amber</small>" in page
    assert "after review: 0 red, 2 amber <span>(1 mark without a moment)</span>" in page
    assert "<script>alert" not in page
    table = overview_csv(archive.rows).splitlines()
    assert table[0].endswith(
        "report,red_after_review,amber_after_review,marks,marks_without_moment,remark"
    )
    assert table[1].endswith("report.html,0,2,1,1,'=1+1 <script>alert(1)</script>")


def test_without_a_word_the_cells_stay_empty(tmp_path):
    result(tmp_path, "walk.mp4")
    archive = read_archive(tmp_path)
    assert archive.rows[0].reviewed is None
    assert overview_csv(archive.rows).splitlines()[1].endswith("report.html,,,,,")
    page = render_overview(archive, date(2026, 11, 27), load_guidance())
    assert "after review" not in page


@pytest.mark.parametrize("text", ["remark = 'half", "rules = 3", 'clip_sha256 = "another"', "\x00"])
def test_a_wrong_or_foreign_word_is_a_line_and_the_rest_is_there(reviewed, tmp_path, text):
    (reviewed / FILE).write_text(text, encoding="utf-8")
    archive = read_archive(tmp_path)
    (row,), (problem,) = archive.rows, archive.problems
    assert (row.red, row.amber, row.reviewed) == (1, 2, None)
    assert problem.startswith("P-014/2026-03-05 walk: review.toml: ")
    assert (reviewed / FILE).read_text(encoding="utf-8") == text


def test_a_word_on_episodes_that_cannot_be_read_is_a_line(reviewed, tmp_path):
    (reviewed / "episodes.csv").write_text("rule,severity\ntwist", encoding="utf-8")
    assert "episodes.csv" in read_archive(tmp_path).problems[0]


def test_new_columns_stand_behind_those_of_before():
    assert COLUMNS[: COLUMNS.index("report")][:5] == (
        "patient",
        "clip_folder",
        "clip",
        "filmed",
        "checked",
    )


def test_a_remark_that_shares_nothing_else_is_a_word(tmp_path):
    folder = result(tmp_path, "walk.mp4")
    save_episodes(folder / "episodes.csv", [])
    change_review(folder, "walk", lambda review: replace(review, remark="Well done."))
    word = read_archive(tmp_path).rows[0].reviewed
    assert word
    assert (word.remark, word.red, word.marks) == ("Well done.", 0, 0)
