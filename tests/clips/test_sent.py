"""What is asked of a clip and what came of it, there and back as JSON: nothing is lost."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from posturecheck.clips.batch import CHECKING, ClipJob, Outcome
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.sent import model_path, options_data, options_from
from posturecheck.kinematics.tracking import Pointed
from posturecheck.profiles.files import load_profile

OPTIONS = CheckOptions(
    profile=load_profile("recent-vertebral-fracture"),
    task="laundry",
    load_kg=2.5,
    height_cm=160.0,
    person="left",
    neutral=(1.0, 2.5),
    show_face=True,
    workers=1,
    rotate_deg=90,
    slow=4.0,
    patient="P-014",
    range_s=(0.5, 9.0),
    pointed=Pointed(0.41, 0.53, 12.3),
)


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ClipJob:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clips").mkdir()
    clip, out = Path("clips/../clips/a.mp4"), Path("out")
    return ClipJob(
        clip, OPTIONS, out, out / "a", frozenset({"b"}), True, ("xlsx",), True, True, False
    )


@pytest.mark.parametrize("options", [OPTIONS, CheckOptions()], ids=["much", "nothing"])
def test_options_come_back_as_they_went(options: CheckOptions) -> None:
    back = options_from(json.loads(json.dumps(options_data(options))))
    assert back == options
    assert back.settings_sha256 == options.settings_sha256
    assert back.as_data() == options.as_data()
    assert json.dumps(back.as_data()) == json.dumps(options.as_data())  # 0 is not 0.0 in a file


def test_a_job_comes_back_with_whole_paths(job: ClipJob, tmp_path: Path) -> None:
    back = CHECKING.received(json.loads(json.dumps(CHECKING.sent(job))))
    whole = {"clip": tmp_path / "clips" / "a.mp4", "out": tmp_path / "out"}
    assert back == replace(job, **whole, folder=tmp_path / "out" / "a")


def test_an_outcome_comes_back_with_the_paths_as_they_were_named(job: ClipJob) -> None:
    job.clip.write_text("")
    there = CHECKING.received(CHECKING.sent(job))
    outcome = Outcome(there.clip, "P-014", there.folder, 9.5, 10.0, 1, 2, "Seen.", ("a note",))
    back = CHECKING.answer(json.loads(json.dumps(CHECKING.answered(outcome))), job)
    assert back == replace(outcome, clip=job.clip, folder=Path("out/a"))


def test_an_outcome_without_a_result_comes_back(job: ClipJob) -> None:
    outcome = job.failed("expected a clip")
    back = CHECKING.answer(json.loads(json.dumps(CHECKING.answered(outcome))), job)
    assert back == outcome


def test_a_model_of_the_user_s_own_goes_by_its_whole_path(job: ClipJob, tmp_path: Path) -> None:
    assert model_path("full") == "full"
    assert model_path("mine.task") == str(tmp_path / "mine.task")


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_a_name_that_is_no_text_goes_and_comes(job: ClipJob, tmp_path: Path) -> None:
    odd = replace(job, clip=tmp_path / os.fsdecode(b"caf\xe9.mp4"))
    text = json.dumps(CHECKING.sent(odd))
    assert text.isascii()
    assert CHECKING.received(json.loads(text)).clip == odd.clip
