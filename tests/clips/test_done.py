"""Which clips need not be checked again: only those whose result would be the same."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from posturecheck.clips import done, summary
from posturecheck.clips.batch import ClipJob, clip_jobs
from posturecheck.clips.done import done_before
from posturecheck.clips.identity import content_sha256
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.summary import made_with
from posturecheck.kinematics.tracking import Pointed
from posturecheck.profiles.files import load_profile

MODEL = "ab" * 32
FILES = (
    "posture.csv",
    "episodes.csv",
    "cues.csv",
    "annotated.mp4",
    "report.html",
    "movements.csv",
    "poses.npz",
)


@pytest.fixture
def job(tmp_path: Path) -> ClipJob:
    """A clip whose result is there."""
    clip = tmp_path / "a.mp4"
    clip.write_bytes(b"a film")
    (made,) = clip_jobs([(clip, CheckOptions())], tmp_path / "out", True)
    made.folder.mkdir(parents=True)
    settings = made.options.settings_sha256
    wanted = made_with(settings, MODEL, video=True, export=(), single=False)
    said = {"clip": {"sha256": content_sha256(clip)}, "made_with": wanted}
    (made.folder / "summary.json").write_text(json.dumps(said))
    for name in FILES:
        (made.folder / name).write_text("")
    return made


def is_done(job: ClipJob, model: str = MODEL) -> bool:
    return done_before([job], model) == [job.folder]


def test_a_whole_result_of_the_same_is_done(job: ClipJob) -> None:
    assert is_done(job)


@pytest.mark.parametrize(
    "how",
    [
        {"task": "laundry"},
        {"load_kg": 2.0},
        {"height_cm": 160.0},
        {"person": "left"},
        {"pointed": Pointed(0.4, 0.5, 2.0)},
        {"neutral": (1.0, 2.0)},
        {"show_face": True},
        {"rotate_deg": 90},
        {"slow": 2.0},
        {"range_s": (0.0, 1.0)},
        {"profile": load_profile("general-back-care")},
    ],
    ids=str,
)
def test_with_other_settings_it_is_to_do(job: ClipJob, how: dict[str, object]) -> None:
    assert not is_done(replace(job, options=replace(job.options, **how)))  # type: ignore[arg-type]


def test_how_many_work_on_it_is_no_setting(job: ClipJob) -> None:
    assert is_done(replace(job, options=replace(job.options, workers=3)))


@pytest.mark.parametrize(
    "how",
    [{"video": False}, {"export": ("xlsx",)}, {"single": True}, {"poses": False}],
    ids=str,
)
def test_with_other_files_it_is_to_do(job: ClipJob, how: dict[str, object]) -> None:
    assert not is_done(replace(job, **how))  # type: ignore[arg-type]


def test_with_another_model_it_is_to_do(job: ClipJob) -> None:
    assert not is_done(job, "cd" * 32)


def test_with_another_version_it_is_to_do(job: ClipJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "_versions", lambda: {"posturecheck": "9"})
    assert not is_done(job)


def test_of_another_film_by_that_name_it_is_to_do(job: ClipJob) -> None:
    job.clip.write_bytes(b"another film")
    assert not is_done(job)


@pytest.mark.parametrize("name", FILES)
def test_where_a_file_was_taken_away_it_is_to_do(job: ClipJob, name: str) -> None:
    (job.folder / name).unlink()
    assert not is_done(job)


def test_a_result_of_before_says_nothing_of_it_and_is_to_do(job: ClipJob) -> None:
    said = json.loads((job.folder / "summary.json").read_text())
    (job.folder / "summary.json").write_text(json.dumps({"clip": said["clip"]}))
    assert not is_done(job)


def test_a_broken_summary_is_to_do(job: ClipJob) -> None:
    (job.folder / "summary.json").write_text('{"clip": 1')
    assert not is_done(job)


def test_every_file_of_a_result_is_looked_for() -> None:
    always = {*done.ALWAYS, "annotated.mp4", "poses.npz", "summary.json"}
    assert always == {*FILES, "summary.json"}
