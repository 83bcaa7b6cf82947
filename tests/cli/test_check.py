"""What ``check`` says at its end: whose each clip is, where all of it lies, and what went wrong.

The clips themselves are not looked at: each outcome is made up.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from clinic import result
from typed import Run, typed

from posturecheck.cli import check as command
from posturecheck.clips.batch import ClipJob, Outcome
from posturecheck.cluster.address import Place, Scheduler
from posturecheck.detectors.model_store import ModelFile


def outcome(job: ClipJob) -> Outcome:
    if job.clip.name.startswith("bad"):
        return job.failed(f"{job.clip}: expected a clip")
    patient = job.options.patient
    made = result(job.out / ".made", job.clip.name, patient, job.whose, filmed=None)
    job.folder.parent.mkdir(parents=True, exist_ok=True)
    made.rename(job.folder)
    return Outcome(job.clip, job.whose, job.folder, 50.0, 60.0, 1, 2, "Seen: one bend.")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def many(planned: Sequence[ClipJob], *_: object) -> list[Outcome]:
        return [outcome(job) for job in planned]

    monkeypatch.setattr(command, "run_jobs", many)
    monkeypatch.setattr(command, "run_job", lambda job, *_: outcome(job))
    monkeypatch.setattr(command, "_model_once", lambda *_: None)

    return typed(monkeypatch, capsys, "check")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("anna", "berta"):
        (tmp_path / name).mkdir()
        for clip in ("before.mp4", "bad.mp4"):
            (tmp_path / name / clip).write_text(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_clips_of_one_name_are_told_apart_by_their_folders(run: Run, home: Path) -> None:
    code, said, complained = run("anna/before.mp4", "berta/before.mp4", "--out", "r")
    assert (code, complained) == (0, "")
    rows = [line.split() for line in said.splitlines()]
    assert rows[1] == ["anna", "before.mp4", "50", "of", "60", "s", "1", "2", "before"]
    assert rows[2][:2] == ["berta", "before.mp4"]
    assert "before (berta)" in said
    assert {p.name for p in (home / "r").glob("[!.]*") if p.is_dir()} == {
        "before",
        "before (berta)",
    }
    page = (home / "r" / "overview.html").read_text(encoding="utf-8")
    assert 'data-whose="anna"' in page
    assert 'data-whose="berta"' in page


def test_one_clip_is_named_with_its_folder(run: Run, home: Path) -> None:
    _, said, _ = run("anna/before.mp4", "--out", "r")
    assert "Report on before.mp4 of anna: r/before/report.html" in said


def test_by_folders_the_patients_are_listed_first(run: Run, home: Path) -> None:
    clips = ("anna/before.mp4", "berta/before.mp4")
    code, said, _ = run(*clips, "--out", "r", "--patient", "folder:")
    assert code == 0
    assert said.splitlines()[:2] == [
        "Patient anna: anna/before.mp4",
        "Patient berta: berta/before.mp4",
    ]
    assert (home / "r" / "berta" / "undated before" / "summary.json").is_file()


def test_where_it_lies_and_that_it_is_open_is_said_once(run: Run, home: Path) -> None:
    said = [run("anna/before.mp4", "--out", "r", "--patient", p)[1] for p in ("P1", "P2")]
    assert f"Everything lies in {home / 'r'}. It is not encrypted" in said[0]
    assert "encrypted" not in said[1]


def test_ids_that_differ_in_capitals_alone_are_refused_before_the_work(
    run: Run, home: Path
) -> None:
    (home / "batch.csv").write_text(
        "clip,patient\nanna/before.mp4,anna\nberta/before.mp4,Anna\n", encoding="utf-8"
    )
    code, said, complained = run("batch.csv", "--out", "r")
    assert (code, said) == (2, "")
    assert "differs from anna by more than its capitals" in complained
    assert not (home / "r").exists()


def test_a_bad_clip_and_a_bad_patient_stop_no_other(run: Run, home: Path) -> None:
    (home / "r" / "P2").mkdir(parents=True)
    (home / "r" / "P2" / "patient.toml").write_text("birth = 1", encoding="utf-8")
    (home / "batch.csv").write_text(
        "clip,patient\nanna/bad.mp4,P1\nanna/before.mp4,P1\nberta/before.mp4,P2\n", encoding="utf-8"
    )
    code, said, complained = run("batch.csv", "--out", "r")
    assert code == 2
    assert said.count("(not checked, see below)") == 2
    lines = complained.splitlines()
    assert [line for line in lines if "anna/bad.mp4: expected a clip" in line]
    assert [line for line in lines if "birth is not a setting" in line]
    assert (home / "r" / "P1" / "undated before" / "summary.json").is_file()
    assert not (home / "r" / "P2" / "undated before").exists()


def test_where_nothing_was_checked_nothing_is_made(run: Run, home: Path) -> None:
    code, said, _ = run("anna/bad.mp4", "--out", "r")
    assert (code, said) == (2, "")
    assert not (home / "r").exists()


def test_an_overview_that_cannot_be_written_takes_nothing_away(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise command.InputError("overview.xlsx: cannot be written")

    monkeypatch.setattr(command, "renew_overview", refuse)
    code, said, complained = run("anna/before.mp4", "--out", "r")
    assert code == 0
    assert "Report on before.mp4" in said
    assert complained == "posturecheck: overview.xlsx: cannot be written\n"


def test_a_folder_and_a_pattern_stand_for_their_clips(run: Run, home: Path) -> None:
    (home / "anna" / "bad.mp4").unlink()
    (home / "berta" / "bad.mp4").unlink()
    code, said, _ = run("anna", "b*/*.mp4", "--out", "r")
    assert code == 0
    assert [line.split()[:2] for line in said.splitlines()[1:3]] == [
        ["anna", "before.mp4"],
        ["berta", "before.mp4"],
    ]


def test_parts_together_are_the_whole_and_make_no_overview(run: Run, home: Path) -> None:
    run("*/before.mp4", "--out", "whole")
    told = [run("*/before.mp4", "--out", "r", "--shard", f"{n}/3") for n in (3, 2, 1)]
    assert [code for code, _, _ in told] == [0, 0, 0]
    assert all("is done. When all parts are: posturecheck overview r" in t for _, t, _ in told)
    assert any("holds none of the 2 clips" in t for _, t, _ in told)

    def folders(out: str) -> set[str]:
        return {p.name for p in (home / out).glob("[!.]*") if p.is_dir()}

    assert folders("r") == folders("whole") == {"before", "before (berta)"}
    assert list((home / "r").glob("overview.*")) == []


def test_what_is_done_is_left_as_it_is_and_counted(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = ModelFile(home / "m.task", "ab" * 32, "full", "a test")
    monkeypatch.setattr(command, "_model_once", lambda *_: model)
    first = [home / "r" / "before"]
    monkeypatch.setattr(command, "done_before", lambda jobs, _: first + [None] * (len(jobs) - 1))
    code, said, _ = run("anna/before.mp4", "berta/before.mp4", "--out", "r", "--resume")
    assert code == 0
    assert said.startswith("1 of 2 clips are done already, with the same settings")
    assert "Report on before.mp4 of berta" in said
    assert not (home / "r" / "before").exists()
    code, said, complained = run("anna/before.mp4", "--out", "r", "--resume")
    assert (code, complained) == (0, "")
    assert said.splitlines()[1:] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--dashboard",), "--dashboard: expected --cluster with it"),
        (("--insecure",), "--insecure: expected --cluster with it"),
        (("--cluster-security", "f"), "--cluster-security: expected --cluster with it"),
        (("--jobs", "2", "--cluster", "local:2"), "say --cluster local:N for N"),
        (("--cluster", "head:1"), "--cluster: expected local:N"),
        (("--cluster", "tcp://head:1"), "expected tls:// with --cluster-security, because whoever"),
        (("--shard", "4/3"), "--shard: expected a part such as 1/4"),
    ],
    ids=str,
)
def test_what_does_not_go_together_is_said_before_the_work(
    run: Run, home: Path, options: tuple[str, ...], said: str
) -> None:
    code, told, complained = run("anna", "--out", "r", *options)
    assert (code, told) == (2, "")
    assert said in complained
    assert len(complained.splitlines()) == 1
    assert not (home / "r").exists()


def test_insecure_says_what_that_means(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextlib.contextmanager
    def on_cluster(place: Place, *_: object, **__: object) -> Iterator[object]:
        assert place == Scheduler("tcp://head:8786")
        yield None

    model = ModelFile(home / "m.task", "ab" * 32, "full", "a test")
    monkeypatch.setattr(command, "_model_once", lambda *_: model)
    monkeypatch.setattr("posturecheck.cluster.runner.on_cluster", on_cluster)
    clip, options = "anna/before.mp4", ("--cluster", "tcp://head:8786", "--insecure")
    code, said, complained = run(clip, "--out", "r", *options)
    assert code == 0
    assert "Report on before.mp4 of anna" in said
    assert "nothing is encrypted, and whoever can listen on the way" in complained
