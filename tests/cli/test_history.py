"""``posturecheck history`` as it is typed."""

import contextlib
import csv
import re
import sqlite3
from datetime import datetime, timedelta

import pytest
import typer
from owner import UMASKS, has_rights, made_in, open_to_others, rights, umask
from typer.testing import CliRunner

from posturecheck.cli.history import history
from posturecheck.core import InputError
from posturecheck.history import database
from posturecheck.history.paths import NAME
from posturecheck.history.store import History
from posturecheck.rules.guidance import load_guidance
from tests.history.practice import EPISODE, Plan, begin, keep, nothing_said, step

app = typer.Typer()
app.command()(history)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    place = tmp_path / "data"
    monkeypatch.setenv("POSTURECHECK_DATA", str(place))
    return place


def typed(*args, answer=None):
    return CliRunner().invoke(app, [str(a) for a in args], input=answer)


def practised(folder, *plans):
    keep(History(folder / NAME, nothing_said), plans)


def ago(days, **plan):
    now = datetime.now().astimezone()
    return Plan(now - timedelta(days=days), **plan)


TWO_WEEKS = (
    {"seen_min": 66, "unseen_min": 6, "moments": {"rounded-bend": 4}, "changed": 7, "unchanged": 5},
    {"seen_min": 60, "moments": {"rounded-bend": 21, "overreach": 1}},
)


@pytest.fixture
def two_weeks(folder):
    practised(folder, ago(8, **TWO_WEEKS[1]), ago(0, **TWO_WEEKS[0]))
    return folder


def test_an_empty_history_says_how_to_begin_and_makes_no_file(folder):
    ran = typed()
    assert ran.exit_code == 0
    assert ran.output.startswith("Nothing yet. Begin with `posturecheck live`")
    assert not folder.exists()
    History(folder / NAME, nothing_said)
    assert typed("--html", folder / "page.html").output.startswith("Nothing yet")


def test_the_terminal_shows_days_weeks_and_the_trend(two_weeks):
    out = typed().output
    today = datetime.now()
    row = next(line for line in out.splitlines() if line.startswith(f"{today:%a} {today.day} "))
    for cell in ("66", "6", "3.6 (4)", "0.0 (0)", "12", "7 of 12"):
        assert re.search(rf"(?<!\S){re.escape(cell)}(?!\S)", row), (cell, row)
    assert "Rounded back: fewer per hour than the week before, 3.6 instead of 21.0" in out
    assert "12 cues given. After 7 of 12 (58 %) you changed" in out


def test_days_far_back_are_shown_on_request(folder):
    practised(folder, ago(100, seen_min=12))
    assert "No session in the last 30 days" in typed().output
    assert "--days 101" in typed().output
    assert "Ses-" in typed("--days", 101).output


def test_the_page_has_the_figures_and_needs_nothing_from_elsewhere(two_weeks, tmp_path):
    page = tmp_path / "page.html"
    assert typed("--html", page).output == f"Page: {page}\n"
    text = page.read_text(encoding="utf-8")
    for figure in ("3.6 (4)", "21.0 (21)", "7 of 12", "fewer per hour", "once"):
        assert figure in text
    assert load_guidance().disclaimer in text
    assert not re.search(r"<script|https?:|<link|@import|url\((?!#)|\ssrc=|\son\w+=", text)
    assert text.count("<svg") == text.count("</svg>") > 10
    assert "nan" not in re.sub(r"[a-z]nan|nan[a-z]", "", text)
    assert "None" not in text


def test_words_from_outside_are_no_markup(folder, tmp_path):
    recorder = begin(History(folder / NAME, nothing_said), task="<b>", profile="<script>")
    recorder.write(step(0.0))
    recorder.close()
    typed("--html", tmp_path / "page.html")
    assert "<script>" not in (tmp_path / "page.html").read_text()


@pytest.mark.parametrize("days", [1, 28, 400])
def test_the_page_is_made_for_any_number_of_days_and_the_emptiest_session(folder, tmp_path, days):
    practised(folder, ago(60, seen_min=0), ago(300, seen_min=15, moments={"twist": 2}))
    assert typed("--html", tmp_path / "page.html", "--days", days).exit_code == 0
    text = (tmp_path / "page.html").read_text()
    assert ("No session in these days" in text) == (days < 60)
    assert "No practice in the last seven days." in text


def test_the_tables_hold_what_was_recorded(two_weeks, tmp_path):
    assert typed("--export", "csv", "--out", tmp_path / "out").exit_code == 0
    tables = {
        path.stem: list(csv.DictReader(path.open(encoding="utf-8", newline="")))
        for path in (tmp_path / "out").iterdir()
    }
    assert {name: len(rows) for name, rows in tables.items()} == {
        "sessions": 2,
        "episodes": 26,
        "cues": 12,
        "movements": 0,
        "hurt": 0,
    }
    old, new = tables["sessions"]
    assert float(new["seen_s"]) == pytest.approx(66 * 60, abs=1)
    assert float(new["unseen_s"]) == pytest.approx(6 * 60, abs=1)
    assert float(new["trunk_rotation_deg_seen_s"]) == pytest.approx(66 * 60, abs=1)
    assert datetime.fromisoformat(old["started"]).utcoffset() is not None
    assert new["how_it_ended"] == "quit"
    first = tables["episodes"][0]
    began = datetime.fromisoformat(old["started"])
    assert datetime.fromisoformat(first["started"]) - began == timedelta(seconds=EPISODE.start_s)
    assert float(first["peak"]) == EPISODE.peak
    assert first["speed_deg_s"] == "", "not seen is an empty cell"
    assert {row["answered"] for row in tables["cues"]} == {"changed", "unchanged"}


def test_an_export_replaces_nothing_and_leaves_nothing_half_done(two_weeks, tmp_path, monkeypatch):
    there = tmp_path / "there"
    there.mkdir()
    (there / "letter.txt").write_text("mine")
    failed = typed("--export", "csv", "--out", there)
    assert isinstance(failed.exception, InputError)
    assert [p.name for p in there.iterdir()] == ["letter.txt"]

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("posturecheck.history.export._save", full)
    failed = typed("--export", "csv", "--out", tmp_path / "new")
    assert isinstance(failed.exception, InputError)
    assert "No space left" in str(failed.exception)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data", "there"]


@has_rights
@pytest.mark.parametrize("mask", UMASKS)
def test_the_history_and_what_is_written_of_it_is_its_owners_alone(folder, tmp_path, mask):
    with umask(mask):
        recorder = begin(History(folder / NAME, nothing_said))
        recorder.write(step(0.0))
        recorder.close()
        with History(folder / NAME, nothing_said).reading():  # its companions are there
            assert len(made_in(folder)) == 3
            assert open_to_others(tmp_path) == []
        assert typed("--export", "csv", "--out", tmp_path / "a" / "out").exit_code == 0
        assert typed("--html", tmp_path / "a" / "page.html").exit_code == 0
        broken(folder / NAME)
        assert "history-broken-" in typed().stderr
    assert len(made_in(tmp_path)) >= 9
    assert open_to_others(tmp_path) == []


@has_rights
def test_a_history_of_an_earlier_version_becomes_its_owners_alone(two_weeks):
    for path in made_in(two_weeks):
        path.chmod(0o644)
    two_weeks.chmod(0o755)
    assert typed().exit_code == 0
    assert open_to_others(two_weeks) == []
    assert rights(two_weeks) == 0o755


@has_rights
def test_the_tables_can_be_shared(two_weeks, tmp_path):
    tmp_path.chmod(0o750)
    assert typed("--export", "csv", "--out", tmp_path / "out", "--shared").exit_code == 0
    assert rights(tmp_path / "out") == 0o750
    assert {rights(path) for path in made_in(tmp_path / "out")} == {0o640}


ODD = {
    "a word for a time": "UPDATE sessions SET started_unix_s = 'yesterday' WHERE id = 1",
    "a time that never was": "UPDATE sessions SET started_unix_s = 9e99 WHERE id = 1",
    "endless": "UPDATE sessions SET seen_s = 9e999 WHERE id = 1",
    "a zone that is none": "UPDATE sessions SET utc_offset_s = 999999999 WHERE id = 1",
    "a blob for an offset": "UPDATE sessions SET utc_offset_s = x'00ff' WHERE id = 1",
    "a word for a sum": "UPDATE sessions SET seen_s = 'long' WHERE id = 1",
    "a word for frames": "UPDATE sessions SET frames = 'many' WHERE id = 1",
    "negative seconds": "UPDATE sessions SET unseen_s = -9e15 WHERE id = 1",
    "a word for judged time": "UPDATE rule_seconds SET judged_s = 'long' WHERE session_id = 1",
    "text that is none": "UPDATE sessions SET task = CAST(x'ff27fe' AS TEXT) WHERE id = 1",
    "a rule that is none": "UPDATE episodes SET rule = x'ff', severity = 3, start_s = 'x'",
    "a moment that never was": "UPDATE episodes SET start_s = 1e300, peak = 9e999",
    "a cue that is none": "UPDATE cues SET kind = 7, spoken = 'x', answered = x'fe', t_s = 9e99",
    "of a session that is none": "UPDATE episodes SET session_id = 77",
    "settings that are none": "UPDATE sessions SET settings = x'00', app_version = 5, ended = 8",
}


@pytest.mark.parametrize("case", ODD)
def test_one_odd_value_never_ends_it_and_the_rest_is_shown(two_weeks, tmp_path, case):
    with contextlib.closing(sqlite3.connect(two_weeks / NAME)) as connection, connection:
        connection.execute(ODD[case])
    rans = [
        typed(),
        typed("--html", tmp_path / "page.html"),
        typed("--export", "csv", "--out", tmp_path / "out"),
    ]
    assert [(ran.exit_code, ran.exception) for ran in rans] == [(0, None)] * 3
    today = datetime.now()
    assert f"{today:%a} {today.day} {today:%b}" in rans[0].output
    assert "66" in rans[0].output
    rows = list(csv.DictReader((tmp_path / "out" / "sessions.csv").open(encoding="utf-8")))
    told = rans[0].stderr
    assert (len(rows) == 1) == ("session 1:" in told)
    assert not told or ("odd values in it are left out (session 1" in told and NAME in told)


def broken(path):
    """Scribble over the page that holds the second table's rows."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'rule_seconds'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(content)


def test_of_a_history_with_a_broken_page_the_rest_is_shown(two_weeks):
    broken(two_weeks / NAME)
    ran = typed()
    assert ran.exit_code == 0
    assert "is set aside as history-broken-" in ran.stderr
    assert "a new one is begun with the 2 session(s) that could be read" in ran.stderr
    assert re.search(r"\b66\b.*\b7 of 12\b", ran.stdout)
    assert typed().stderr == ""


def test_forget_asks_and_then_leaves_nothing(two_weeks):
    (two_weeks / "history-broken-20260101-120000.sqlite3").write_text("x")
    (two_weeks / "history-broken-20260101-120000.sqlite3-wal").write_text("x")
    (two_weeks / (NAME + "-wal")).write_text("")
    (two_weeks / "letter.txt").write_text("mine")
    before = sorted(p.name for p in two_weeks.iterdir())
    for answer in ("n\n", None):
        assert "Nothing was deleted" in typed("--forget", answer=answer).output
        assert sorted(p.name for p in two_weeks.iterdir()) == before
    said = typed("--forget", answer="y\n").output
    for name in before[:-1]:
        assert (name in said) == (name != "letter.txt")
    assert [p.name for p in two_weeks.iterdir()] == ["letter.txt"]
    assert typed().output.startswith("Nothing yet")
    assert "There is no history to delete" in typed("--forget").output


def test_forget_leaves_no_copy_that_a_killed_program_had_made(two_weeks):
    for mark in "ab":
        left = two_weeks / f".posturecheck-{mark}"
        (left / "new").mkdir(parents=True)
        (left / "lock").touch()
        (left / "new" / NAME).write_bytes((two_weeks / NAME).read_bytes())
        if mark == "a":
            assert typed().exit_code == 0
            assert not left.exists()
    typed("--forget", "--yes")
    assert list(two_weeks.iterdir()) == []


def test_forget_with_yes_asks_nothing(two_weeks):
    assert "Deleted from" in typed("--forget", "--yes").output
    assert list(two_weeks.iterdir()) == []


def test_one_session_is_deleted_with_all_that_belongs_to_it(two_weeks):
    listed = typed("--sessions").output
    assert [line.split()[0] for line in listed.splitlines()[-2:]] == ["2", "1"]
    assert "Nothing was deleted" in typed("--forget", 1, answer="n\n").output
    assert typed("--forget", 1, "--yes").output == "Deleted: session 1.\n"
    assert [s.id for s in History(two_weeks / NAME, nothing_said).sessions()] == [2]
    with contextlib.closing(sqlite3.connect(two_weeks / NAME)) as connection:
        for table in ("episodes", "cues", "rule_seconds", "measure_seconds"):
            found = connection.execute(f"SELECT count(*) FROM {table} WHERE session_id = 1")
            assert found.fetchone() == (0,), table


def test_where_one_of_the_numbers_is_none_nothing_is_deleted(two_weeks):
    error = typed("--forget", 2, 7, "--yes").exception
    assert isinstance(error, InputError)
    assert str(error).startswith("session 7: expected the number of one that is kept")
    assert len(History(two_weeks / NAME, nothing_said).sessions()) == 2


def test_a_deleted_session_leaves_no_trace_in_the_files(folder):
    recorder = begin(History(folder / NAME, nothing_said), task="a-word-of-its-own")
    for t in range(3):
        recorder.write(step(float(t)))
    recorder.close()
    typed("--forget", 1, "--yes")
    assert not [p for p in folder.iterdir() if b"a-word-of-its-own" in p.read_bytes()]


def test_what_hurt_is_on_the_page_and_in_the_tables(folder, tmp_path):
    practised(folder, ago(0, seen_min=2, good={"hip-hinge": 2}, pain_at_s=70.0))
    typed("--html", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Said to have hurt" in page
    assert "seen for 16 of 30 seconds" in page
    assert "you said that it hurt. Seek care" in typed().output
    typed("--export", "csv", "--out", tmp_path / "out")
    with (tmp_path / "out" / "hurt.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lean = [row for row in rows if row["measure"] == "trunk_inclination_deg"]
    assert [float(row["before_s"]) for row in lean] == [float(s) for s in range(30, -1, -1)]
    assert {(row["value"], row["sd"], row["unit"]) for row in lean} == {("10", "2", "°")}
    with (tmp_path / "out" / "movements.csv").open(encoding="utf-8", newline="") as file:
        assert [row["good"] for row in csv.DictReader(file)] == ["1", "1"]


def test_a_clip_that_was_played_is_no_practice(folder, tmp_path):
    practised(folder, ago(0, seen_min=3, source="file"))
    out = typed().output
    assert "do not count as practice: 1" in out
    assert "Nothing yet" in out
    assert typed("--html", tmp_path / "page.html").exit_code == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "(a clip)" in page
    assert "0 of the last 30" in page


@pytest.mark.parametrize(
    "args",
    [
        ("--export", "xlsx"),
        ("--forget", "--html", "x.html"),
        ("--html", "no/such/folder/x.html"),
        (3,),
    ],
)
def test_a_wrong_wish_is_one_line(two_weeks, args):
    error = typed(*args).exception
    assert isinstance(error, InputError)
    assert "\n" not in str(error)


def test_a_history_that_cannot_be_opened_is_an_input_error(two_weeks, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(database, "_opened", refuse)
    error = typed().exception
    assert isinstance(error, InputError)
    assert "POSTURECHECK_DATA" in str(error)


def test_a_broken_history_is_told_on_stderr(folder):
    folder.mkdir()
    (folder / NAME).write_bytes(b"no database " * 100)
    ran = typed()
    assert ran.exit_code == 0
    assert "history-broken-" in ran.stderr
    assert ran.stdout.startswith("Nothing yet")
