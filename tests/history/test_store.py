"""Opening the history: broken, newer, foreign, read-only; and the days in it."""

import contextlib
import sqlite3
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.core import InputError
from posturecheck.history import database, schema
from posturecheck.history.paths import NAME, data_folder, kept_files
from posturecheck.history.reading import local, read_sessions
from posturecheck.history.store import History, open_history
from tests.history.practice import Plan, begin, keep, nothing_said, step

ROOT = Path(__file__).parents[2]
BERLIN = timezone(timedelta(hours=1))
TOKYO = timezone(timedelta(hours=9))


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / NAME, nothing_said)


def short(started):
    return Plan(started, seen_min=0.1)


def filled(tmp_path) -> Path:
    path = tmp_path / NAME
    keep(History(path, nothing_said), [short(datetime(2026, 3, 2, 9, tzinfo=BERLIN))] * 8)
    return path


def not_a_database(path):
    path.write_bytes(b"Dear diary, today I emptied the dishwasher.\n" * 200)


def truncated(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribbled_over(path):
    content = bytearray(path.read_bytes())
    content[4096 * 2 : 4096 * 6] = b"\xff" * (4096 * 4)
    path.write_bytes(content)


def of_another_program(path):
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE sessions (tabs TEXT)")


def with_names_that_are_no_text(path):
    data = path.read_bytes()
    path.write_bytes(data.replace(b"CREATE TABLE cues", b"CREATE \xff\xfeBLE cues"))


def without_a_table(path):
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE cues")


@pytest.mark.parametrize(
    ("harm", "saved"),
    [
        (not_a_database, 0),
        (truncated, 0),
        (scribbled_over, 8),
        (of_another_program, 0),
        (without_a_table, 8),
        (with_names_that_are_no_text, 0),
    ],
)
def test_a_broken_history_is_set_aside_untouched_and_the_rest_goes_on(tmp_path, harm, saved):
    path = filled(tmp_path)
    harm(path)
    before, said = path.read_bytes(), []
    history = open_history(said.append, tmp_path)
    assert history is not None
    assert len(history.sessions()) == saved
    (broken,) = [p for p in kept_files(tmp_path) if p.name.startswith("history-broken-")]
    assert broken.suffix == ".sqlite3"
    assert broken.read_bytes() == before
    assert len(said) == 1
    assert broken.name in said[0]
    assert "\n" not in said[0]
    assert open_history(nothing_said, tmp_path) is not None


@pytest.mark.parametrize("column", ["started_unix_s", "frames"])
@pytest.mark.parametrize("odd", ["'yesterday'", "9e999", "x'00'"])
def test_one_odd_value_stops_no_session_and_is_told(tmp_path, odd, column):
    path, said = filled(tmp_path), []
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE sessions SET {column} = {odd} WHERE id = 3")
    history = open_history(said.append, tmp_path)
    assert history is not None
    assert history.days_practised(datetime(2026, 3, 9, tzinfo=BERLIN)) == 1
    assert len(history.sessions()) == 7
    assert f"{path}: odd values in it are left out (session 3: " in said[0]


def test_a_break_that_opening_does_not_find_is_set_aside_and_the_rest_kept(tmp_path):
    path, said = filled(tmp_path), []
    history = History(path, said.append)

    def refused(connection, on_odd):
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error

    calls = iter([refused, read_sessions])
    assert len(history._answer(lambda connection, odd: next(calls)(connection, odd))) == 8
    assert len(said) == 1
    assert "begun with the 8 session(s)" in said[0]


def test_a_second_broken_history_does_not_replace_the_first(tmp_path):
    for _ in range(2):
        not_a_database(tmp_path / NAME)
        open_history(lambda line: None, tmp_path)
    broken = [p for p in kept_files(tmp_path) if p.name.startswith("history-broken-")]
    assert len(broken) == 2


def test_a_history_of_a_newer_version_is_left_alone(tmp_path):
    path = filled(tmp_path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    before, said = path.read_bytes(), []
    assert open_history(said.append, tmp_path) is None
    assert path.read_bytes() == before
    assert "update posturecheck" in said[0]
    with pytest.raises(InputError, match="newer"):
        History(path, nothing_said)


def test_an_older_history_is_brought_up_to_date_with_what_it_holds(tmp_path, monkeypatch):
    path = filled(tmp_path)
    added = (*schema.MIGRATIONS, ("ALTER TABLE sessions ADD COLUMN mood TEXT",))
    monkeypatch.setattr(schema, "MIGRATIONS", added)
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    schema._wanted.cache_clear()
    assert len(History(path, nothing_said).sessions()) == 8
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        assert connection.execute("SELECT count(mood) FROM sessions").fetchone() == (0,)
    schema._wanted.cache_clear()


def test_a_migration_that_fails_changes_nothing(tmp_path, monkeypatch):
    path = filled(tmp_path)
    bad = ("ALTER TABLE sessions ADD COLUMN mood TEXT", "ALTER TABLE nowhere ADD COLUMN x")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, bad))
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    with pytest.raises(InputError):
        History(path, nothing_said)
    monkeypatch.undo()
    assert len(History(path, nothing_said).sessions()) == 8


@pytest.mark.parametrize(
    "fault",
    [
        PermissionError(13, "Permission denied"),
        sqlite3.OperationalError("attempt to write a readonly database"),
        sqlite3.OperationalError("unable to open database file"),
    ],
)
def test_where_nothing_can_be_written_it_says_so_once_and_live_goes_on(
    tmp_path, monkeypatch, fault
):
    def refuse(*_):
        raise fault

    monkeypatch.setattr(database, "_opened", refuse)
    said = []
    assert open_history(said.append, tmp_path) is None
    (line,) = said
    assert str(tmp_path) in line
    assert "POSTURECHECK_DATA" in line
    assert "\n" not in line
    with pytest.raises(InputError, match="POSTURECHECK_DATA"):
        History(tmp_path / NAME, nothing_said)


def test_a_file_where_the_folder_should_be_is_one_line(tmp_path):
    (tmp_path / "data").write_text("")
    said = []
    assert open_history(said.append, tmp_path / "data") is None
    assert len(said) == 1


def test_the_folder_is_chosen_by_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("POSTURECHECK_DATA", str(tmp_path / "here"))
    history = open_history(nothing_said)
    assert history is not None
    assert history.path == data_folder() / NAME == tmp_path / "here" / NAME
    assert history.path.exists()


def test_somebody_new_has_no_days(history):
    assert history.days_practised(datetime.now(BERLIN)) == 0


def test_two_sessions_of_a_day_are_one_day(history):
    day = datetime(2026, 3, 2, 9, tzinfo=BERLIN)
    keep(history, [short(day), short(day + timedelta(hours=6))])
    assert history.days_practised(day + timedelta(days=1)) == 1


def test_a_session_over_midnight_belongs_to_the_day_it_began(history):
    late = datetime(2026, 3, 2, 23, 59, 58, tzinfo=BERLIN)
    keep(history, [short(late)])
    assert history.days_practised(late + timedelta(days=3)) == 1
    keep(history, [short(late + timedelta(seconds=4))])
    assert history.days_practised(late + timedelta(days=3)) == 2


def test_days_are_those_of_the_place_where_it_happened(history):
    # Two moments of one UTC day; in Tokyo the second is already the next day.
    keep(history, [short(datetime(2026, 3, 2, 10, tzinfo=BERLIN))])
    keep(history, [short(datetime(2026, 3, 3, 1, tzinfo=TOKYO))])
    assert history.days_practised(datetime(2026, 3, 9, tzinfo=BERLIN)) == 2
    assert [s.day for s in history.sessions()] == [date(2026, 3, 2), date(2026, 3, 3)]


def test_a_session_of_the_future_does_not_count(history):
    day = datetime(2026, 3, 2, 9, tzinfo=BERLIN)
    keep(history, [short(day), short(day + timedelta(days=400))])
    assert history.days_practised(day + timedelta(hours=1)) == 1


def test_a_session_in_which_nothing_was_judged_is_no_practice(history):
    begin(history).close()
    assert history.days_practised(datetime.now(BERLIN) + timedelta(seconds=1)) == 0
    assert history.sessions() == []


def test_a_session_counts_from_its_first_judged_moment(history):
    recorder = begin(history)
    recorder.write(step(1.0))
    recorder.close()
    assert history.days_practised(datetime.now(BERLIN) + timedelta(seconds=1)) == 1
    assert len(history.sessions()) == 1


@given(st.floats(0, 4e9), st.integers(-12 * 3600, 14 * 3600))
def test_a_local_time_is_the_same_moment(unix_s, offset_s):
    offset_s -= offset_s % 60
    assert local(unix_s, offset_s).timestamp() == pytest.approx(unix_s, abs=1e-3)


def test_neither_opencv_nor_the_model_is_loaded_for_it():
    code = "import posturecheck.cli.history, sys; print('cv2' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"
