"""Folders, patterns and names on the command line, and which clips are meant by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from posturecheck.clips.named import clips_named, common_names
from posturecheck.core import InputError


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("study/P1/a.mp4", "study/P1/b.MOV", "study/P1/a.truth.csv", "study/P2/a.mkv"):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return tmp_path


def named(*names: str) -> list[str]:
    return [path.as_posix() for path in clips_named(map(Path, names))]


def test_a_folder_stands_for_the_clips_in_it(study: Path) -> None:
    assert named("study/P1") == ["study/P1/a.mp4", "study/P1/b.MOV"]


def test_the_folders_in_a_folder_are_not_looked_into(study: Path) -> None:
    (study / "study" / "c.mp4").write_text("")
    assert named("study") == ["study/c.mp4"]


def test_a_pattern_stands_for_clips_and_for_folders_of_them(study: Path) -> None:
    every = ["study/P1/a.mp4", "study/P1/b.MOV", "study/P2/a.mkv"]
    assert named("study/*") == every
    assert named("study/*/*") == every
    assert named("**/*.m*") == ["study/P1/a.mp4", "study/P2/a.mkv"]


def test_a_file_is_meant_by_its_name_whatever_that_is(study: Path) -> None:
    Path("take [1].mp4").write_text("")
    assert named("take [1].mp4", "none.mp4", "batch.csv") == [
        "take [1].mp4",
        "none.mp4",
        "batch.csv",
    ]


def test_each_clip_is_meant_once(study: Path) -> None:
    assert named("study/P1/b.MOV", "study/P1") == ["study/P1/b.MOV", "study/P1/a.mp4"]
    assert len(named("study/P1", "study/../study/P1/*.mp4")) == 2


def test_a_film_that_we_drew_is_no_clip(study: Path) -> None:
    result = study / "study" / "P1" / "posturecheck-report" / "a"
    result.mkdir(parents=True)
    (result / "annotated.mp4").write_text("")
    assert "study/P1/posturecheck-report/a/annotated.mp4" in named("**/*.mp4")
    (result / "summary.json").write_text("{}")
    assert "study/P1/posturecheck-report/a/annotated.mp4" not in named("**/*.mp4")


@pytest.mark.parametrize("name", ["empty", "study/*.avi", "study/P3*"])
def test_what_holds_no_clip_is_said_in_a_line(study: Path, name: str) -> None:
    (study / "empty").mkdir()
    with pytest.raises(InputError, match="expected clips there, found none") as error:
        named(name)
    assert "\n" not in str(error.value)


def test_a_clip_has_one_name_wherever_the_share_is(tmp_path: Path) -> None:
    below = ["P1/a.mp4", "P1/b.mp4", "P2/a.mp4"]
    for mount in ("mnt/share", "Volumes/study data"):
        assert common_names([tmp_path / mount / name for name in below]) == below


def test_clips_of_one_folder_are_called_by_their_names(study: Path) -> None:
    assert common_names([Path("study/P1/a.mp4"), Path("study/P1/x/../b.MOV")]) == ["a.mp4", "b.MOV"]
    assert common_names([Path("study/P1/a.mp4")]) == ["a.mp4"]
    assert common_names([]) == []
