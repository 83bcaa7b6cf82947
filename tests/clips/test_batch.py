"""Several clips: a folder for each, and whatever happens to one is its own affair."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.clips import batch, processes
from posturecheck.clips.batch import ClipJob, Outcome, clip_jobs, run_job, run_jobs
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.processes import Processes
from posturecheck.core import InputError

NAMES = st.from_regex(r"[ab]( [1-3])?\.(mp4|mov)", fullmatch=True)


class Crash:
    """Ends the process that it is handed to."""

    def __reduce__(self) -> tuple[Any, tuple[int]]:
        return os._exit, (3,)


def silent(_: object) -> None:
    pass


def planned(*clips: Path, out: Path = Path("out")) -> list[ClipJob]:
    return clip_jobs([(clip, CheckOptions()) for clip in clips], out, False)


def names(*clips: str) -> list[str]:
    return [job.folder.name for job in planned(*map(Path, clips))]


def test_a_folder_is_named_after_its_clip() -> None:
    assert names("week 1/anna.mp4", "ben.v2.mov") == ["anna", "ben.v2"]


def test_clips_of_one_name_that_are_not_there_get_numbers() -> None:
    assert names("a/anna.mp4", "b/anna.mp4", "anna.mov") == ["anna", "anna 2", "anna 3"]


def test_a_number_that_is_taken_is_left_out() -> None:
    assert names("a/anna.mp4", "anna 2.mp4", "b/anna.mp4") == ["anna", "anna 2", "anna 3"]
    assert names("a/anna.mp4", "b/anna.mp4", "anna 2.mp4") == ["anna", "anna 2", "anna 2 2"]


def test_names_that_some_disks_take_for_the_same_are_told_apart() -> None:
    assert names("Anna.mp4", "anna.mp4") == ["Anna", "anna 2"]


@given(st.lists(NAMES, max_size=12))
def test_no_two_clips_share_a_folder(clips: list[str]) -> None:
    assert len(set(names(*clips))) == len(clips)


def test_two_copies_of_a_film_keep_out_of_each_other_s_folder(tmp_path: Path) -> None:
    for folder in ("a", "b", "c"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "anna.mp4").write_bytes(b"another" if folder == "c" else b"a film")
    jobs = planned(*(tmp_path / folder / "anna.mp4" for folder in "abc"), out=tmp_path / "out")
    assert [job.folder.name for job in jobs] == ["anna", "anna (b)", "anna (c)"]
    # The second may be done first: the first must not take its folder for one of its own.
    assert [job.others for job in jobs] == [{"anna (b)"}, {"anna"}, {"anna"}]


def test_an_input_error_is_the_clips(tmp_path: Path) -> None:
    outcome = run_job(planned(tmp_path / "anna.mp4")[0], silent, silent)
    assert outcome.error.endswith("there is no such file; check the name")
    assert not outcome.fault


def test_any_other_error_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(batch, "check_clip", broken)
    outcome = run_job(planned(tmp_path / "anna.mp4")[0], silent, silent)
    assert outcome.error == f"{tmp_path / 'anna.mp4'}: a fault of ours: ZeroDivisionError: by zero"
    assert outcome.fault


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    clip = tmp_path / "anna" / "anna.mp4"
    clip.parent.mkdir()
    clip.write_bytes(b"precious")
    assert [job.folder.name for job in planned(clip, out=tmp_path)] == ["anna (anna)"]


def test_a_bad_clip_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = tmp_path / "text.mp4"
    text.write_text("not a clip")
    outcomes = run_jobs(planned(tmp_path / "none.mp4", text, tmp_path), Processes(2), silent)
    said = [outcome.error for outcome in outcomes]
    assert "no such file" in said[0]
    assert "does not decode" in said[1]
    assert "this is a folder" in said[2]
    assert not any(outcome.fault for outcome in outcomes)


def test_a_clip_that_crashes_takes_no_other_with_it(tmp_path: Path) -> None:
    good, bad, other = planned(*(tmp_path / f"{name}.mp4" for name in "abc"))
    bad = replace(bad, options=replace(bad.options, height_cm=Crash()))
    outcomes = run_jobs([good, bad, other], Processes(2), silent)
    assert [outcome.clip.name for outcome in outcomes] == ["a.mp4", "b.mp4", "c.mp4"]
    assert [outcome.fault for outcome in outcomes] == [False, True, False]
    assert outcomes[1].error.endswith("a fault of ours: it crashed")


def test_ctrl_c_stops_the_waiting_ones_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(processes, "_follow", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_jobs(planned(*(tmp_path / f"{i}.mp4" for i in range(30))), Processes(2), silent)


def test_an_outcome_of_an_input_error_has_no_folder(tmp_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise InputError("expected a clip")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "check_clip", refuse)
        outcome = run_job(planned(tmp_path / "a.mp4", out=tmp_path / "out")[0], silent, silent)
    assert outcome == Outcome(tmp_path / "a.mp4", error="expected a clip")
    assert not (tmp_path / "out").exists()
