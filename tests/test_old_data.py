"""What version 0.1.0 kept is still opened, and what a newer version kept is left alone."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import shutil
import sqlite3
from datetime import date, datetime
from pathlib import Path

import pytest
from rich.console import Console
from typed import typed
from whole import whole_folder

from posturecheck.clips.folder import check_place
from posturecheck.clips.identity import content_sha256
from posturecheck.clips.summary import FORMAT
from posturecheck.core import InputError
from posturecheck.evaluate import report
from posturecheck.evaluate.baseline import check_record, read_record
from posturecheck.evaluate.opensim import read_mot
from posturecheck.history.page import render_history
from posturecheck.history.paths import DATA_VARIABLE, NAME
from posturecheck.history.schema import VERSION
from posturecheck.history.store import History
from posturecheck.history.terminal import tell
from posturecheck.profiles.files import load_profile
from posturecheck.rules import RULES
from posturecheck.rules.guidance import load_guidance
from posturecheck.sinks.table import PostureTable, save_cues, save_episodes

OLD = Path(__file__).parent / "data" / "0.1.0"
CHECKED = ("dishwasher_squat", "box_stoop")
SAMPLE = Path(__file__).parents[1] / "samples" / "box_stoop.mp4"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder of reports that 0.1.0 wrote."""
    return Path(shutil.copytree(OLD / "checked", tmp_path / "out"))


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A history that 0.1.0 wrote, where this version looks for it."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    return Path(shutil.copy(OLD / NAME, tmp_path))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """The command line in this process: its exit code, and what it said on both ways."""

    return typed(monkeypatch, capsys)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def of_a_newer_version(folder: Path, sha256: str | None = None) -> None:
    summary = folder / "summary.json"
    data = json.loads(summary.read_text(encoding="utf-8"))
    data["clip"]["sha256"] = sha256
    summary.write_text(json.dumps({**data, "format": FORMAT + 1}), encoding="utf-8")


def test_no_path_of_a_machine_is_in_the_old_data():
    for name, content in contents(OLD).items():
        assert b"/home/" not in content, name
        assert b"/root/" not in content, name
        assert b"/tmp/" not in content, name


@pytest.mark.parametrize("name", CHECKED)
def test_an_old_report_is_ours_to_replace(out: Path, name: str) -> None:
    check_place(out / name)
    with whole_folder(out / name) as folder:
        (folder / "summary.json").write_text("{}")
    assert [path.name for path in (out / name).iterdir()] == ["summary.json"]


def test_a_report_of_a_newer_version_is_left_alone_with_one_line(out: Path, run) -> None:
    of_a_newer_version(out / SAMPLE.stem, content_sha256(SAMPLE))
    before = contents(out)
    code, _, complaint = run("check", SAMPLE, "--out", out)
    assert code == 2
    assert len(complaint.splitlines()) == 1
    assert f"newer posturecheck (format {FORMAT + 1}" in complaint
    assert contents(out) == before


@pytest.mark.parametrize("broken", ["", "[]", "{", '{"format": "new"}', '{"format": null}'])
def test_a_broken_summary_is_no_newer_one(out: Path, broken: str) -> None:
    (out / SAMPLE.stem / "summary.json").write_text(broken)
    check_place(out / SAMPLE.stem)


def test_the_tables_still_have_every_column_they_had(tmp_path: Path) -> None:
    PostureTable().save(tmp_path / "posture.csv")
    save_episodes(tmp_path / "episodes.csv", ())
    save_cues(tmp_path / "cues.csv", ())
    for table in tmp_path.iterdir():
        old, now = (
            next(csv.reader((folder / table.name).open(encoding="utf-8")))
            for folder in (OLD / "checked" / SAMPLE.stem, tmp_path)
        )
        assert now[: len(old)] == old


def test_an_old_export_is_read_as_labels() -> None:
    truth = read_mot(OLD / "checked" / "dishwasher_squat" / "dishwasher_squat.mot")
    assert len(truth.t_s) > 100
    assert "trunk_flexion_deg" in truth.values


def test_an_old_history_is_told_and_shown(history: Path) -> None:
    with contextlib.closing(sqlite3.connect(history)) as connection, connection:
        connection.execute("UPDATE sessions SET source = 'camera'")  # they were clips
    sessions, told = History(history, print).sessions(), io.StringIO()
    today = sessions[-1].day
    tell(sessions, today, 28, load_guidance(), Console(file=told, width=120))
    assert "Week from" in told.getvalue()
    page = render_history(sessions, today, 28, load_guidance())
    assert "Time in front of the camera" in page


def test_an_old_history_gets_the_new_tables_and_keeps_every_row(history: Path) -> None:
    def held() -> dict[str, list[tuple[object, ...]]]:
        with contextlib.closing(sqlite3.connect(history)) as connection:
            return {
                table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
                for table in ("sessions", "measure_seconds", "rule_seconds", "episodes", "cues")
            }

    before = held()
    sessions = History(history, print).sessions()
    after = held()
    assert [row[:-1] for row in after.pop("sessions")] == before.pop("sessions")
    assert after == before
    assert [s.counted for s in sessions] == [False, False]  # no movements, which says nothing
    with contextlib.closing(sqlite3.connect(history)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert connection.execute("SELECT count(*) FROM movements").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM goals").fetchone() == (0,)


def test_clips_that_an_old_version_kept_are_no_practice(history: Path) -> None:
    kept, told = History(history, print), io.StringIO()
    tell(kept.sessions(), date(2026, 3, 1), 28, load_guidance(), Console(file=told, width=120))
    assert "do not count as practice: 2" in told.getvalue()
    assert kept.days_practised(datetime(2027, 1, 1).astimezone()) == 0


def test_an_old_history_is_exported_with_all_it_holds(history: Path, tmp_path: Path, run) -> None:
    assert run("history", "--export", "csv", "--out", tmp_path / "tables")[0] == 0
    tables = {
        path.name: list(csv.DictReader(path.open(encoding="utf-8")))
        for path in (tmp_path / "tables").iterdir()
    }
    sessions = tables["sessions.csv"]
    assert [s["task"] for s in sessions] == ["", "dishwasher"]
    assert [(s["seen_s"], s["unseen_s"]) for s in sessions] == [("3.48", "2.08"), ("5.4", "1.72")]
    assert {s["app_version"] for s in sessions} == {"0.1.0"}
    assert len(tables["episodes.csv"]) == 6
    assert {e["rule"] for e in tables["episodes.csv"]} <= {rule.id for rule in RULES}
    assert len(tables["cues.csv"]) == 2


def test_a_history_of_a_newer_version_is_left_alone_with_one_line(history: Path, run) -> None:
    with contextlib.closing(sqlite3.connect(history)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = history.read_bytes()
    code, _, complaint = run("history")
    assert code == 2
    assert len(complaint.splitlines()) == 1
    assert "update posturecheck" in complaint
    assert history.read_bytes() == before


def test_an_old_profile_is_loaded() -> None:
    profile = load_profile(str(OLD / "profile.toml"))
    assert profile.name == "default"
    assert all(rule.settings(profile.rules).enabled for rule in RULES)


def test_an_old_record_of_scores_is_read() -> None:
    data = read_record(OLD / "SCORES.md")
    assert data["measures"]
    assert "bands" not in data
    assert {row["rule"] for row in data["rules"]} <= {rule.id for rule in RULES}


def test_a_record_of_a_newer_version_is_neither_compared_with_nor_replaced(tmp_path: Path) -> None:
    record = tmp_path / "SCORES.md"
    written = (OLD / "SCORES.md").read_text(encoding="utf-8")
    newer = written.replace("```json\n{", f'```json\n{{"format": {report.FORMAT + 1},')
    record.write_text(newer, encoding="utf-8")
    for use in (read_record, check_record):
        with pytest.raises(InputError, match="of a newer posturecheck; it is left as it is"):
            use(record)
    check_record(OLD / "SCORES.md")
    check_record(tmp_path / "none yet")
