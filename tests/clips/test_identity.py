"""A report is its clip's: two patients' films often bear one name."""

import hashlib
import json
from pathlib import Path

import pytest

from posturecheck.clips.batch import clip_jobs
from posturecheck.clips.identity import content_sha256, free_name
from posturecheck.clips.options import CheckOptions


def filmed(folder: Path, content: bytes, name: str = "IMG_0001.MOV") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    clip = folder / name
    clip.write_bytes(content)
    return clip


def reported(folder: Path, clip: Path | None) -> None:
    folder.mkdir(parents=True)
    about = {} if clip is None else {"sha256": content_sha256(clip)}
    (folder / "summary.json").write_text(json.dumps({"clip": about}))


def names(out: Path, *clips: Path) -> list[str]:
    return [job.name for job in clip_jobs(clips, out, False, CheckOptions())]


def test_another_patients_report_of_the_same_name_is_passed_over(tmp_path: Path) -> None:
    anna, berta = filmed(tmp_path / "Anna", b"anna"), filmed(tmp_path / "Berta", b"berta")
    out = tmp_path / "r"
    reported(out / "IMG_0001", anna)
    assert names(out, berta) == ["IMG_0001-2"]
    reported(out / "IMG_0001-2", berta)
    assert names(out, berta) == ["IMG_0001-2"]
    assert names(out, anna) == ["IMG_0001"]


def test_in_whatever_order_a_batch_is_checked_again_each_finds_its_own(tmp_path: Path) -> None:
    anna, berta = filmed(tmp_path / "Anna", b"anna"), filmed(tmp_path / "Berta", b"berta")
    out = tmp_path / "r"
    assert names(out, anna, berta) == ["IMG_0001", "IMG_0001-2"]
    reported(out / "IMG_0001", anna)
    reported(out / "IMG_0001-2", berta)
    assert names(out, anna, berta) == ["IMG_0001", "IMG_0001-2"]
    assert names(out, berta, anna) == ["IMG_0001-2", "IMG_0001"]


def test_the_same_clip_elsewhere_is_the_same_clip(tmp_path: Path) -> None:
    reported(tmp_path / "r" / "IMG_0001", filmed(tmp_path / "phone", b"anna"))
    moved = filmed(tmp_path / "archive" / "2026", b"anna")
    assert free_name(tmp_path / "r", "IMG_0001", moved) == "IMG_0001"


@pytest.mark.parametrize("summary", ["{}", "[]", "not json", '{"clip": {"sha256": 3}}', "null"])
def test_a_report_that_does_not_say_whose_it_is_is_left_alone(tmp_path: Path, summary: str) -> None:
    folder = tmp_path / "r" / "IMG_0001"
    folder.mkdir(parents=True)
    (folder / "summary.json").write_text(summary)
    clip = filmed(tmp_path / "Anna", b"anna")
    assert free_name(tmp_path / "r", "IMG_0001", clip) == "IMG_0001-2"


def test_what_is_no_file_has_no_content_and_takes_the_name_it_is_given(tmp_path: Path) -> None:
    reported(tmp_path / "r" / "live-now", None)
    assert content_sha256(tmp_path / "camera") is None
    assert free_name(tmp_path / "r", "live-now", tmp_path / "live-now") == "live-now"


def test_a_clip_that_was_written_anew_is_another_one(tmp_path: Path) -> None:
    clip = filmed(tmp_path, b"anna")
    before = content_sha256(clip)
    assert content_sha256(clip) == before == hashlib.sha256(b"anna").hexdigest()
    clip.write_bytes(b"anna, later")
    assert content_sha256(clip) == hashlib.sha256(b"anna, later").hexdigest()
