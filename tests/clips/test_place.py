"""A result is its clip's: two patients' films often bear one name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from clips import even, film

from posturecheck.clips.batch import clip_jobs
from posturecheck.clips.folder import REVIEW, result_draft, settle
from posturecheck.clips.identity import content_sha256
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.place import Place
from posturecheck.core import InputError

ROOT = Path(__file__).parents[2]


def filmed(folder: Path, content: bytes, name: str = "IMG_0001.MOV") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    clip = folder / name
    clip.write_bytes(content)
    return clip


def reported(folder: Path, clip: Path | None, words: str = "") -> None:
    folder.mkdir(parents=True)
    about = {} if clip is None else {"sha256": content_sha256(clip)}
    (folder / "summary.json").write_text(json.dumps({"clip": about}))
    (folder / "report.html").write_text(words)


def names(out: Path, *clips: Path) -> list[str]:
    return [j.folder.name for j in clip_jobs([(c, CheckOptions()) for c in clips], out, False)]


@pytest.fixture
def anna(tmp_path: Path) -> Path:
    return filmed(tmp_path / "Anna", b"anna")


@pytest.fixture
def berta(tmp_path: Path) -> Path:
    return filmed(tmp_path / "Berta", b"berta")


def test_another_clips_result_of_the_same_name_is_passed_over(
    tmp_path: Path, anna: Path, berta: Path
) -> None:
    out = tmp_path / "r"
    reported(out / "IMG_0001", anna)
    assert names(out, berta) == ["IMG_0001 (Berta)"]
    reported(out / "IMG_0001 (Berta)", berta)
    assert names(out, berta) == ["IMG_0001 (Berta)"]
    assert names(out, anna) == ["IMG_0001"]
    again = filmed(tmp_path / "later" / "Berta", b"another day")
    assert names(out, again) == ["IMG_0001 (Berta) 2"]
    reported(out / "IMG_0001 (Berta) 2", again)
    assert names(out, filmed(tmp_path / "last" / "Berta", b"x")) == ["IMG_0001 (Berta) 3"]


def test_in_whatever_order_a_batch_is_checked_again_each_finds_its_own(
    tmp_path: Path, anna: Path, berta: Path
) -> None:
    out = tmp_path / "r"
    assert names(out, anna, berta) == ["IMG_0001", "IMG_0001 (Berta)"]
    reported(out / "IMG_0001", anna)
    reported(out / "IMG_0001 (Berta)", berta)
    assert names(out, anna, berta) == ["IMG_0001", "IMG_0001 (Berta)"]
    assert names(out, berta, anna) == ["IMG_0001 (Berta)", "IMG_0001"]


def test_a_clip_finds_its_result_when_the_name_before_it_is_free_again(
    tmp_path: Path, anna: Path, berta: Path
) -> None:
    out = tmp_path / "r"
    reported(out / "IMG_0001 (Berta)", berta)
    assert names(out, berta) == ["IMG_0001 (Berta)"]
    moved = filmed(tmp_path / "archive", b"berta")
    assert names(out, moved) == ["IMG_0001 (Berta)"]
    assert names(out, anna, berta) == ["IMG_0001", "IMG_0001 (Berta)"]


def test_the_same_clip_elsewhere_is_the_same_clip(tmp_path: Path, anna: Path) -> None:
    reported(tmp_path / "r" / "IMG_0001", anna)
    moved = filmed(tmp_path / "archive" / "2026", b"anna")
    assert names(tmp_path / "r", moved) == ["IMG_0001"]


@pytest.mark.parametrize("summary", ["{}", "[]", "not json", '{"clip": {"sha256": 3}}', "null"])
def test_a_result_that_does_not_say_whose_it_is_is_left_alone(
    tmp_path: Path, anna: Path, summary: str
) -> None:
    folder = tmp_path / "r" / "IMG_0001"
    folder.mkdir(parents=True)
    (folder / "summary.json").write_text(summary)
    assert names(tmp_path / "r", anna) == ["IMG_0001 (Anna)"]


@pytest.mark.parametrize("what", ["a file", "another's", "hidden", "ours and another's"])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, anna: Path, what: str) -> None:
    folder = tmp_path / "r" / "IMG_0001"
    if what == "a file":
        folder.parent.mkdir()
        folder.write_text("precious")
    elif what == "ours and another's":
        reported(folder, anna)
        (folder / "letter.docx").write_text("precious")
    else:
        folder.mkdir(parents=True)
        (folder / (".git" if what == "hidden" else "photo.jpg")).write_text("precious")
    assert names(tmp_path / "r", anna) == ["IMG_0001 (Anna)"]


def test_where_nobody_may_look_no_name_is_sought_for_ever(
    tmp_path: Path, shut: Callable[[Path], None]
) -> None:
    shut(tmp_path / "shut")
    with pytest.raises(InputError, match=r"cannot be read \(Permission denied\)"):
        Place(tmp_path / "shut" / "out", tmp_path / "a.mp4").free()


def test_a_session_takes_nobodys_place(tmp_path: Path) -> None:
    reported(tmp_path / "r" / "live-now", None)
    assert Place(tmp_path / "r", Path("live-now")).free().name == "live-now 2"


def test_the_longest_names_still_end_in_a_number(tmp_path: Path) -> None:
    clip = filmed(tmp_path / ("ö" * 120), b"x", "é" * 100 + ".mp4")
    out = tmp_path / "r"
    for number in range(4):
        folder = Place(out, clip).free()
        assert len(os.fsencode(folder.name)) <= 250, number
        reported(folder, None)


def test_a_patients_results_lie_in_a_folder_of_theirs(tmp_path: Path) -> None:
    clip = film(tmp_path / "walk.mp4", even(5, 1.0))
    assert Place(tmp_path, clip, "", "P 7").free() == tmp_path / "P 7" / "undated walk"


def test_a_patient_is_no_result_and_a_result_no_patient(tmp_path: Path, anna: Path) -> None:
    reported(tmp_path / "P7", anna)
    with pytest.raises(InputError, match="choose another ID"):
        Place(tmp_path, anna, "", "P7").free()
    reported(tmp_path / "P8" / "undated walk", anna)
    walk = filmed(tmp_path / "clips", b"x", "P8.mp4")
    assert Place(tmp_path, walk).free() == tmp_path / "P8 (clips)"


def test_a_new_check_keeps_the_therapists_word(tmp_path: Path, anna: Path) -> None:
    out = tmp_path / "r"
    reported(out / "IMG_0001", anna)
    (out / "IMG_0001" / REVIEW).write_text("remark = 'once more'")
    with result_draft(out) as draft:
        (draft.folder / "report.html").write_text("new")
        final = settle(draft, Place(out, anna).free)
    assert final == out / "IMG_0001"
    assert (final / REVIEW).read_text() == "remark = 'once more'"
    assert (final / "report.html").read_text() == "new"


WRITER = """
import json, sys, time
from pathlib import Path
from posturecheck.clips.folder import result_draft, settle
from posturecheck.clips.identity import content_sha256
from posturecheck.clips.place import Place
out, clip, times = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
for i in range(times):
    with result_draft(out) as draft:
        about = {"clip": {"sha256": content_sha256(clip)}}
        (draft.folder / "summary.json").write_text(json.dumps(about))
        (draft.folder / "report.html").write_text(f"{clip.parent.name} {i}")
        settle(draft, Place(out, clip).free)
"""


def test_many_runs_at_one_moment_touch_nothing_of_each_other(tmp_path: Path) -> None:
    people = ["Anna", "Berta", "Cem", "Dora"]
    clips = [filmed(tmp_path / name, name.encode()) for name in people]
    out = tmp_path / "r"
    runs = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(out), str(clip), "25"], cwd=ROOT)
        for clip in clips
    ]
    assert [run.wait() for run in runs] == [0, 0, 0, 0]
    folders = sorted(out.iterdir())
    assert len(folders) == 4, folders
    told = {(folder / "report.html").read_text() for folder in folders}
    assert told == {f"{name} 24" for name in people}
