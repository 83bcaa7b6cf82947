"""What the therapist's page asks for: kept at once, shown everywhere, refused in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reviewing import ON_THE_RIGHT, clip

from posturecheck.files.rights import has_groups
from posturecheck.marks.review_file import FILE, Mark, Review, change_review
from posturecheck.review.shelf import Shelf

LEAN = {"rule": "deep-lean", "start_s": 2.599, "end_s": 4.509}


@pytest.fixture
def lean(desk) -> dict[str, Any]:
    """The first deep lean, as the page names it."""
    found = next(e for e in desk.rooms.shelf.open(desk.key).episodes() if e.rule == "deep-lean")
    return {"rule": found.rule, "start_s": found.start_s, "end_s": found.end_s}


def test_a_mark_is_in_the_file_the_report_and_the_overview_at_once(desk, lean):
    status, said = desk.ask("mark", **lean, verdict="not a problem", remark=" asked to\r\n")
    assert status == 200
    assert said["counts"] == [[2, 2], [2, 1], [1, 1], [5, 4]]
    want = Mark("deep-lean", lean["start_s"], lean["end_s"], "not a problem", "asked to")
    assert desk.review == Review(marks=(want,))
    assert "asked to" in (desk.folder / "report.html").read_text()
    assert "after review: 0 red, 4 amber" in (desk.out / "overview.html").read_text()
    assert "asked to" in desk.get(f"result/{desk.key}/")[1]


def test_another_mark_takes_its_place_and_it_can_be_taken_back(desk, lean):
    desk.ask("mark", **lean, verdict="not a problem")
    desk.ask("mark", **lean, verdict="wrong", remark="it was a zebra")
    assert [m.verdict for m in desk.review.marks] == ["wrong"]
    desk.ask("mark", **lean, verdict="as_found")
    assert desk.review == Review()
    assert "zebra" not in (desk.folder / "report.html").read_text()


def test_a_remark_on_the_whole_is_kept(desk):
    assert desk.ask("remark", remark="Well.\nBetter light.")[0] == 200
    assert desk.review.remark == "Well.\nBetter light."
    assert "Better light." in (desk.folder / "report.html").read_text()


def test_a_mark_without_a_moment_is_shown_and_can_be_taken_away(desk):
    gone = Mark("twist", 1.0, 2.0, "wrong", "no twist")
    change_review(desk.folder, None, lambda _: Review(marks=(gone,)))
    assert "no twist" in desk.get(f"result/{desk.key}/")[1]
    asked = {"rule": "twist", "start_s": 1.0, "end_s": 2.0, "remark": "no twist"}
    assert desk.ask("take-away", **asked, verdict="wrong")[0] == 200
    assert desk.review == Review()


@pytest.mark.parametrize(
    ("what", "asked"),
    [
        ("mark", {**LEAN, "verdict": "fine"}),
        ("mark", {**LEAN, "end_s": "4", "verdict": "wrong"}),
        ("mark", {**LEAN, "start_s": 0.0, "verdict": "wrong"}),  # no episode is there
        ("mark", {**LEAN, "rule": "x" * 99, "verdict": "wrong"}),
        ("mark", {"verdict": "wrong"}),
        ("remark", {"remark": "a" * 2001}),
        ("remark", {"remark": 3}),
        ("count", {"range": [3, 1]}),
        ("count", {"range": "all"}),
        ("count", {"person": "the left one"}),
        ("remark", {"remark": "a", "key": "../../etc"}),
    ],
)
def test_what_is_not_a_word_is_refused_in_one_line(desk, what, asked):
    before = {path.name: path.read_bytes() for path in desk.folder.iterdir()}
    status, said = desk.ask(what, **asked)
    assert status == 400
    assert said["trouble"]
    assert "\n" not in said["trouble"]
    assert {path.name: path.read_bytes() for path in desk.folder.iterdir()} == before


def test_a_foreign_review_is_said_and_left_as_it_is(desk, lean):
    (desk.folder / FILE).write_text("rules = 3", encoding="utf-8")
    page = desk.get(f"result/{desk.key}/")[1]
    assert "review.toml: rules is not a setting" in page
    status, said = desk.ask("mark", **lean, verdict="wrong")
    assert (status, "review.toml" in said["trouble"]) == (400, True)
    assert (desk.folder / FILE).read_text(encoding="utf-8") == "rules = 3"
    assert desk.get("")[0] == 200


def test_a_part_is_counted_anew(desk):
    assert desk.ask("count", range=[0.0, 7.0], person="") == (200, {})
    assert desk.counted()["said"].startswith("Counted anew")
    assert desk.review.range_s == (0.0, 7.0)
    assert "4 amber" not in (desk.out / "overview.html").read_text()
    assert len(desk.rooms.shelf.open(desk.key).episodes()) == 2


def test_another_person_is_counted_anew_and_marks_of_before_stay(desk, lean):
    desk.ask("mark", **lean, verdict="wrong")
    desk.ask("count", range=None, person=str(ON_THE_RIGHT))
    assert not desk.counted()["failed"]
    assert [mark.rule for mark in desk.review.marks] == ["deep-lean"]
    assert "Marks without a moment" in desk.get(f"result/{desk.key}/")[1]


def test_a_count_that_finds_nobody_leaves_all_as_it_was(desk):
    before = {path.name: path.read_bytes() for path in desk.folder.iterdir()}
    desk.ask("count", range=None, person="0.0000,0.9990@6.000")
    said = desk.counted()
    assert said["failed"]
    assert "expected a person there" in said["said"]
    assert {path.name: path.read_bytes() for path in desk.folder.iterdir()} == before


def test_who_is_in_view_can_be_asked(desk):
    status, said = desk.get(f"result/{desk.key}/people?t=6.05")
    assert (status, '"number":2' in said, '"side":"left"' in said) == (200, True, True)
    for odd in ("", "?t=nan", "?t=-5", "?t=1e300"):
        assert desk.get(f"result/{desk.key}/people{odd}")[0] == 200
    assert desk.get(f"result/{desk.key}/people?t=x")[0] == 400


def test_without_body_points_the_rest_works(desk, lean):
    (desk.folder / "poses.npz").write_bytes(b"half")
    page = desk.get(f"result/{desk.key}/")[1]
    assert "Nothing can be counted anew." in page
    assert desk.ask("mark", **lean, verdict="wrong")[0] == 200
    assert desk.get(f"result/{desk.key}/people?t=1")[0] == 400
    desk.ask("count", range=[0.0, 7.0])
    assert desk.counted()["failed"]


def test_only_films_and_reports_of_results_are_given(desk):
    status, report = desk.get(f"result/{desk.key}/report/")
    assert (status, "Back to the marks" in report) == (200, True)
    assert desk.get(f"result/{desk.key}/report/annotated.mp4") == (200, "a film")
    for path in ("report/summary.json", "report/..%2f..%2fphone", "poses.npz"):
        assert desk.get(f"result/{desk.key}/{path}")[0] == 404
    assert desk.get("result/0000/")[0] == 404


def test_who_brings_no_key_sees_nothing(desk):
    desk.browser.cookie = ""
    assert desk.get(f"result/{desk.key}/")[0] == 403
    assert desk.ask("remark", remark="a")[0] == 403
    assert desk.review == Review()


def test_the_clip_is_known_by_its_content(desk, tmp_path: Path):
    opened = desk.rooms.shelf.open(desk.key)
    assert desk.rooms.shelf.clip_of(opened) is None
    clip(tmp_path / "phone", extra=b"another")
    assert desk.rooms.shelf.clip_of(opened) is None
    moved = clip(tmp_path / "nowhere" / "deep" / "down")
    assert desk.rooms.shelf.clip_of(opened) == moved
    back = clip(tmp_path / "phone")
    assert Shelf(desk.out).clip_of(opened) == back


@pytest.mark.skipif(not has_groups(), reason="needs files with groups")
def test_what_is_its_owners_alone_stays_so(desk, lean):
    desk.out.chmod(0o755)
    desk.ask("mark", **lean, verdict="wrong")
    for name in ("review.toml", "report.html"):
        assert (desk.folder / name).stat().st_mode & 0o777 == 0o600
    assert (desk.out / "overview.html").stat().st_mode & 0o777 == 0o600
