"""Counted anew from the body points: as a check of just that part, or person, would count it."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clips import ROUNDED
from reviewing import ON_THE_RIGHT, RIGHT_X, alone, both, checked, clip, leaning, saved

from posturecheck.clips.batch import clip_jobs, run_job
from posturecheck.clips.check import check_clip
from posturecheck.clips.counted import Counted
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.recount import kept_in, recount, save_recounted
from posturecheck.clips.result import Result
from posturecheck.core import InputError
from posturecheck.detectors.model_store import ModelFile
from posturecheck.kinematics.tracking import Pointed
from posturecheck.marks.review_file import FILE, Mark, Review, change_review, read_review
from posturecheck.measures import COLUMNS

EARLY = Counted((0.0, 7.0))
ON_HER = Counted(None, ON_THE_RIGHT)
MARK = Mark("deep-lean", 2.6, 4.5, "not a problem", "asked to")


def bare(result: Result) -> dict[str, Any]:
    """What a summary says, but for what names the day or the notes on pictures."""
    summary = json.loads(json.dumps(result.summary))
    summary["clip"].pop("notes")
    return summary


def assert_same(one: Result, other: Result) -> None:
    assert one.episodes == other.episodes
    assert one.cues == other.cues
    assert repr(one.stance) == repr(other.stance)  # it holds arrays
    for column in COLUMNS:
        assert np.array_equal(one.posture[column], other.posture[column], equal_nan=True), column
    assert bare(one) == bare(other)


@pytest.mark.parametrize(
    ("people", "counted", "asked"),
    [
        (alone, EARLY, CheckOptions(range_s=(0.0, 7.0))),
        (both, ON_HER, CheckOptions(pointed=ON_THE_RIGHT)),
        (
            both,
            Counted((2.0, 13.0), ON_THE_RIGHT),
            CheckOptions(range_s=(2.0, 13.0), pointed=ON_THE_RIGHT),
        ),
        (both, Counted(), CheckOptions()),
    ],
)
@pytest.mark.parametrize("found", [True, False])
def test_it_is_what_a_check_of_just_that_says(tmp_path, people, counted, asked, found):
    folder = saved(tmp_path, people)
    film = tmp_path / "phone" / "walk.mkv"
    later = checked(film, people, asked)
    anew = recount(kept_in(folder), counted, film if found else None)
    assert anew.episodes
    assert_same(anew, later)
    for result in (later, anew):
        result.close()


def test_another_person_is_counted_for_herself(tmp_path):
    kept = kept_in(saved(tmp_path, both))
    anew = recount(kept, ON_HER)
    assert {round(e.start_s) for e in anew.episodes} <= {5, 6}
    alone_s = checked(tmp_path / "phone" / "walk.mkv", lambda t_s: (leaning(t_s),))
    assert [e.rule for e in anew.episodes] == [e.rule for e in alone_s.episodes]
    assert anew.summary["settings"]["person"] == str(ON_THE_RIGHT)


def test_where_nobody_is_pointed_at_it_says_so(tmp_path):
    kept = kept_in(saved(tmp_path, both))
    for nobody in (Pointed(0.0, 0.999, 6.0), Pointed(RIGHT_X / 640, 0.45, 300.0)):
        with pytest.raises(InputError, match=r"--person .*: expected a person there"):
            recount(kept, Counted(None, nobody))
    with pytest.raises(InputError, match=r"--range 300-400: expected a stretch of walk\.mkv"):
        recount(kept, Counted((300.0, 400.0)))
    assert kept_in(kept.folder).seen == kept.seen


def counted_anew(folder: Path, counted: Counted, film: Path | None = None) -> Path:
    kept = kept_in(folder)
    result = recount(kept, counted, film)
    try:
        return save_recounted(result, kept, film is not None)
    finally:
        result.close()


def test_it_takes_the_place_and_keeps_marks_points_and_exports(tmp_path):
    folder = saved(tmp_path, alone, export=("xlsx", "opensim"))
    points = (folder / "poses.npz").read_bytes()
    change_review(folder, None, lambda _: Review("Second visit", (MARK,)))
    before = {path.name for path in folder.iterdir()}
    made_with = json.loads((folder / "summary.json").read_text())["made_with"]
    assert counted_anew(folder, EARLY) == folder
    assert {path.name for path in folder.iterdir()} == before
    assert (folder / "poses.npz").read_bytes() == points
    assert read_review(folder) == Review("Second visit", (MARK,), (0.0, 7.0))
    summary = json.loads((folder / "summary.json").read_text())
    assert summary["settings"]["range_s"] == [0, 7]
    assert summary["made_with"] == made_with  # so that --resume passes it over
    report = (folder / "report.html").read_text()
    assert "Only 0:00.0 to 0:07.0 of the clip counts." in report
    assert "asked to" in report
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_it_can_be_undone(tmp_path):
    folder = saved(tmp_path, both)
    first = {n: (folder / n).read_text() for n in ("episodes.csv", "posture.csv", "cues.csv")}
    counted_anew(folder, Counted((2.0, 13.0), ON_THE_RIGHT))
    assert (folder / "episodes.csv").read_text() != first["episodes.csv"]
    counted_anew(folder, Counted())
    assert {name: (folder / name).read_text() for name in first} == first
    assert read_review(folder) == Review()


def test_what_was_asked_of_the_check_holds_beside_the_review(tmp_path):
    film = clip(tmp_path / "phone")
    asked = CheckOptions(pointed=ON_THE_RIGHT, range_s=(1.0, 13.0), task="laundry", height_cm=160)
    first = checked(film, both, asked)
    folder = first.save(tmp_path / "out")
    counted_anew(folder, Counted((2.0, 9.0)))
    anew = recount(kept_in(folder), Counted())
    assert_same(anew, first)
    for result in (first, anew):
        result.close()


def test_without_the_clip_the_film_stays_but_is_not_shown(tmp_path):
    folder = saved(tmp_path, alone)
    (folder / "annotated.mp4").write_bytes(b"the film of before")
    counted_anew(folder, EARLY)
    assert (folder / "annotated.mp4").read_bytes() == b"the film of before"
    report = (folder / "report.html").read_text()
    assert "<video" not in report
    assert "The clip was not found" in report


def test_without_the_clip_the_moments_keep_their_pictures(tmp_path):
    folder = saved(tmp_path, both)
    counted_anew(folder, EARLY)
    report = (folder / "report.html").read_text()
    pictures = [base64.b64decode(part.split('"')[0]) for part in report.split("jpeg;base64,")[1:]]
    assert pictures
    assert all(picture.startswith(b"a picture of ") for picture in pictures)
    counted_anew(folder, ON_HER)  # of another person there is none
    assert "jpeg;base64," not in (folder / "report.html").read_text()


def test_what_was_checked_again_meanwhile_is_not_replaced(tmp_path):
    folder = saved(tmp_path, alone)
    kept = kept_in(folder)
    result = recount(kept, EARLY)
    os.utime(folder / "poses.npz", (1, 1))
    before = (folder / "report.html").read_bytes()
    with pytest.raises(InputError, match="was checked again meanwhile"):
        save_recounted(result, kept, False)
    assert (folder / "report.html").read_bytes() == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_wrong_review_is_not_replaced(tmp_path):
    folder = saved(tmp_path, alone)
    (folder / FILE).write_text("remark = 'half", encoding="utf-8")
    with pytest.raises(InputError, match=r"review\.toml: expected a therapist's review"):
        counted_anew(folder, EARLY)
    assert (folder / FILE).read_text(encoding="utf-8") == "remark = 'half"


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda folder: (folder / "poses.npz").unlink(), r"poses\.npz: expected the body points"),
        (lambda folder: (folder / "poses.npz").write_bytes(b"no"), r"poses\.npz: expected"),
        (lambda folder: (folder / "summary.json").write_text("{}"), r"summary\.json: expected all"),
        (lambda folder: _said(folder, "model", None), r"summary\.json: expected all"),
        (lambda folder: _said(folder, "profile", {"rules": 3}), r"summary\.json: rules"),
        (lambda folder: _said(folder, "clip", {"sha256": "another"}), "another clip's"),
    ],
)
def test_what_is_not_whole_is_said_in_one_line_and_left_as_it_is(tmp_path, harm, said):
    folder = saved(tmp_path, alone)
    harm(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(InputError, match=rf"^[^\n]*{said}[^\n]*$"):
        counted_anew(folder, EARLY)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def _said(folder: Path, name: str, value: object) -> None:
    summary = json.loads((folder / "summary.json").read_text())
    (folder / "summary.json").write_text(json.dumps(summary | {name: value}))


@pytest.mark.slow
def test_the_whole_clips_points_are_those_of_a_check_of_the_part(
    tmp_path: Path, pose_model: ModelFile
) -> None:
    part = (1.0, 4.0)
    whole = check_clip(ROUNDED, CheckOptions(workers=1, task="dishwasher"))
    folder = whole.save(tmp_path, video=False)
    later = check_clip(ROUNDED, CheckOptions(workers=1, task="dishwasher", range_s=part))
    for found in (None, ROUNDED):
        anew = recount(kept_in(folder), Counted(part), found)
        assert_same(anew, later)
        anew.close()
    for result in (whole, later):
        result.close()


@pytest.mark.slow
def test_a_new_check_counts_what_the_review_says_and_watches_all(
    tmp_path: Path, pose_model: ModelFile
) -> None:
    def again(**asked: Any) -> tuple[Path, tuple[str, ...]]:
        jobs = clip_jobs([(ROUNDED, CheckOptions(workers=1, **asked))], tmp_path, False)
        outcome = run_job(jobs[0], lambda seconds: None, lambda text: None)
        assert outcome.folder, outcome.error
        return outcome.folder, outcome.notes

    folder, _ = again()
    points = (folder / "poses.npz").read_bytes()
    counted_anew(folder, Counted((1.0, 4.0)))
    first = (folder / "posture.csv").read_bytes()
    change_review(folder, None, lambda review: replace(review, marks=(MARK,)))
    _, notes = again()
    assert "only 1 to 4 s count, as a review of this clip says" in notes
    assert (folder / "posture.csv").read_bytes() == first
    assert (folder / "poses.npz").read_bytes() == points
    _, notes = again(range_s=(0.5, 5.0))
    assert any("no longer counts" in note for note in notes)
    assert read_review(folder) == Review(marks=(MARK,))
