"""A clip is known by its content."""

import hashlib
from pathlib import Path

import pytest

from posturecheck.clips.identity import clip_folder, content_sha256, read_summary


def filmed(folder: Path, content: bytes, name: str = "IMG_0001.MOV") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    clip = folder / name
    clip.write_bytes(content)
    return clip


def test_what_is_no_file_has_no_content_and_no_folder(tmp_path: Path) -> None:
    assert content_sha256(tmp_path / "camera") is None
    assert clip_folder(tmp_path / "camera") == ""


def test_a_clip_has_its_folders_name_from_wherever_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = filmed(tmp_path / "Anna", b"anna")
    assert clip_folder(clip) == "Anna"
    monkeypatch.chdir(clip.parent)
    assert clip_folder(Path(clip.name)) == "Anna"


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "[" * 100_000, " " * 2_000_000 + "{}"])
def test_a_broken_summary_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "summary.json").write_text(text)
    assert read_summary(tmp_path / "summary.json") == {}


def test_a_clip_that_was_written_anew_is_another_one(tmp_path: Path) -> None:
    clip = filmed(tmp_path, b"anna")
    before = content_sha256(clip)
    assert content_sha256(clip) == before == hashlib.sha256(b"anna").hexdigest()
    clip.write_bytes(b"anna, later")
    assert content_sha256(clip) == hashlib.sha256(b"anna, later").hexdigest()
