"""The recorder under what may happen: a kill, a full disk, another session, deleted files."""

import contextlib
import math
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path

import patience
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.core import Episode, InputError, Response
from posturecheck.history import writer
from posturecheck.history.paths import NAME
from posturecheck.history.recorder import COMMIT_EVERY_S, MOST_ROWS, SessionRecorder
from posturecheck.history.store import History, open_history
from posturecheck.history.writer import Beginning
from posturecheck.measures import MEASURE_NAMES
from posturecheck.sinks.totals import LONGEST_FRAME_S, SeenTime
from tests.history.practice import EPISODE, Plan, begin, cue, keep, nothing_said, step

ROOT = Path(__file__).parents[2]
QUICK_S = 0.03


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / NAME, nothing_said)


def quick(history, say=nothing_said, key="a") -> SessionRecorder:
    beginning = Beginning(key, time.time(), 0, "camera", "other", "default", "{}", "0")
    return SessionRecorder(history.path, beginning, say, every_s=QUICK_S)


@contextlib.contextmanager
def reading(path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def rows(history, query):
    with reading(history.path) as connection:
        return [dict(row) for row in connection.execute(query)]


def until(condition):
    def happens():
        with contextlib.suppress(sqlite3.Error, IndexError):
            return condition()

    assert patience.until(happens)


def count(history, table):
    return rows(history, f"SELECT count(*) AS n FROM {table}")[0]["n"]


def test_an_episode_comes_back_as_it_went_in(history):
    open_at_the_end = replace(EPISODE, start_s=8.0, lost=True, technique="squat", speed_deg_s=71.5)
    recorder = begin(history)
    recorder.write(step(0.0, closed=(EPISODE,)))
    recorder.finish([open_at_the_end])
    recorder.close()
    back = [
        Episode(**{f.name: row[f.name] for f in fields(Episode) if f.name != "movement"})
        for row in rows(history, "SELECT * FROM episodes ORDER BY id")
    ]
    assert back == [
        replace(EPISODE, speed_deg_s=None, lost=0),
        replace(open_at_the_end, lost=1),
    ]


def test_a_cue_is_kept_with_its_response_and_one_without_an_answer_too(history):
    first, second = cue(3.0), cue(20.0, spoken=False)
    recorder = begin(history)
    recorder.write(step(3.0, cue=first, task="sink"))
    recorder.write(step(4.5, responses=(Response(first, "changed", 1.5),)))
    recorder.write(step(20.0, cue=second))
    recorder.close()
    answered, open_one = rows(history, "SELECT * FROM cues ORDER BY t_s")
    assert (answered["answered"], answered["after_s"], answered["spoken"]) == ("changed", 1.5, 1)
    assert (answered["say"], answered["task"]) == (first.say, "sink")
    assert (open_one["answered"], open_one["after_s"], open_one["spoken"]) == (None, None, 0)


def test_the_session_ends_as_it_is_told_and_closing_twice_changes_nothing(history):
    recorder = begin(history, source="file", settings={"b": 1, "a": [2]})
    recorder.write(step(0.0))
    recorder.close("source over")
    recorder.close("quit")
    (session,) = rows(history, "SELECT * FROM sessions")
    assert (session["ended"], session["source"]) == ("source over", "file")
    assert session["settings"] == '{"a": [2], "b": 1}'
    assert session["ended_unix_s"] >= session["started_unix_s"]


def test_nothing_but_numbers_and_words_is_in_the_tables(history):
    recorder = begin(history)
    recorder.write(step(0.0, closed=(EPISODE,), cue=cue(0.0)))
    recorder.close()
    with reading(history.path) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema")]
        kinds = {
            column[2]
            for table in tables
            for column in connection.execute(f"PRAGMA table_info({table})")
        }
    assert kinds == {"INTEGER", "REAL", "TEXT"}


track = st.lists(
    st.tuples(st.floats(0.001, 5), st.sampled_from(["seen", "unseen", "half"])), max_size=40
)


@given(track)
def test_whatever_steps_come_seen_and_unseen_make_up_the_watched_time(moments):
    sums, t_s, watched_s = SeenTime(), 0.0, 0.0
    for i, (wait_s, what) in enumerate(moments):
        moment = step(t_s, seen=what != "unseen")
        if what == "half":
            kept = {"trunk_inclination_deg": moment.posture["trunk_inclination_deg"]}
            moment = replace(moment, posture=replace(moment.posture, readings=kept))
        sums.write(moment)
        watched_s += min(wait_s, LONGEST_FRAME_S) if i + 1 < len(moments) else 0.0
        t_s += wait_s
    totals = sums.seconds()
    assert totals.seen_s + totals.unseen_s == pytest.approx(watched_s)
    assert totals.frames == len(moments)
    for name in MEASURE_NAMES:
        assert totals.measures[name] <= totals.seen_s + 1e-9
    assert totals.measures["trunk_inclination_deg"] == pytest.approx(totals.seen_s)


def test_a_pause_is_not_watched_time(history):
    recorder = begin(history)
    for t_s in (0.0, 0.5, 600.0, 600.5):
        recorder.write(step(t_s))
    recorder.close()
    (session,) = history.sessions()
    last_s = 2.0 / 3  # as the mean one
    assert (session.seen_s, session.unseen_s) == (pytest.approx(2.0 + last_s), 0.0)


def test_what_a_rule_could_not_tell_is_not_judged_time(history):
    recorder = begin(history)
    for t_s in (0.0, 1.0, 2.0, 3.0):
        recorder.write(step(t_s, told=("deep-lean",) if t_s < 2 else ()))
    recorder.close()
    (session,) = history.sessions()
    assert session.judged_s["deep-lean"] == pytest.approx(2.0)
    assert session.judged_s["twist"] == 0.0


RECORDING = """
import math, sys, time
from pathlib import Path
from dataclasses import replace
from posturecheck.history.store import History
from tests.history.practice import EPISODE, begin, cue, step
recorder = begin(History(Path(sys.argv[1]), print))
t_s = 0.0
while True:
    t_s += 0.02
    moment = step(t_s, closed=(replace(EPISODE, start_s=t_s),), cue=cue(t_s))
    recorder.write(moment)
    print(t_s, flush=True)
    time.sleep(0.02)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
def test_a_kill_in_mid_session_loses_at_most_what_came_since_the_last_commit(tmp_path):
    assert COMMIT_EVERY_S <= 1.0
    path = tmp_path / NAME
    child = subprocess.Popen(
        [sys.executable, "-c", RECORDING, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    history = History(path, nothing_said)
    until(lambda: count(history, "episodes") > 0)
    committed = count(history, "episodes")
    until(lambda: count(history, "episodes") > committed)
    committed = count(history, "episodes")
    child.send_signal(signal.SIGKILL)
    times = [float(line) for line in child.stdout.read().splitlines()]
    child.wait()
    child.stdout.close()
    (session,) = history.sessions()
    kept = [row["start_s"] for row in rows(history, "SELECT start_s FROM episodes ORDER BY id")]
    cues = [row["t_s"] for row in rows(history, "SELECT t_s FROM cues ORDER BY id")]
    written = [pytest.approx(0.02 * (i + 1)) for i in range(len(kept))]
    assert kept == cues == written, "in order, none twice, none missing between"
    assert committed <= len(kept) <= len(times) + 1  # killed before it said the last one
    assert session.seen_s == pytest.approx(kept[-1], abs=0.2)
    assert session.how_it_ended(time.time()) == "under way"
    assert session.how_it_ended(time.time() + 61) == "not ended properly"


def test_two_sessions_at_once_do_not_mix(history):
    one, two = quick(history, key="one"), quick(history, key="two")
    for i in range(200):
        one.write(step(i / 10, closed=(EPISODE,)))
        two.write(step(i / 20, cue=cue(i / 20)))
        time.sleep(0.001)
    one.close()
    two.close()
    first, second = sorted(history.sessions(), key=lambda s: -s.moments.total())
    assert (first.moments.total(), first.cues.spoken) == (200, 0)
    assert (second.moments.total(), second.cues.spoken) == (0, 200)
    assert (first.seen_s, second.seen_s) == (pytest.approx(20.0), pytest.approx(10.0))


def test_two_processes_may_begin_the_same_new_history(tmp_path):
    code = RECORDING.replace("while True", "for _ in range(3)") + "\nrecorder.close()"
    children = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / NAME)], cwd=ROOT, stdout=subprocess.DEVNULL
        )
        for _ in range(2)
    ]
    assert [child.wait(30) for child in children] == [0, 0]
    assert [s.moments.total() for s in History(tmp_path / NAME, print).sessions()] == [3, 3]


def test_on_a_full_disk_the_session_goes_on_and_is_written_later(history, monkeypatch):
    real, room, said = writer.open_database, [1], []

    def small(path, say, wait_s):
        connection = real(path, say, wait_s)
        connection.execute(f"PRAGMA max_page_count = {room[0]}")
        return connection

    monkeypatch.setattr(writer, "open_database", small)
    recorder = quick(history, said.append)
    until(lambda: count(history, "sessions") == 1)
    for i in range(500):
        recorder.write(step(i / 10, closed=(EPISODE,)))
    until(lambda: said)
    time.sleep(5 * QUICK_S)
    assert count(history, "episodes") == 0
    assert len(said) == 1, "once is enough"
    assert "full" in said[0]
    assert "\n" not in said[0]
    room[0] = 100_000
    until(lambda: count(history, "episodes") == 500)
    recorder.close()
    (session,) = history.sessions()
    assert session.ended == "quit"
    assert session.seen_s == pytest.approx(50.0)


def test_a_history_deleted_in_mid_session_does_not_come_back(history):
    recorder = quick(history)
    for i in range(11):
        recorder.write(step(i / 10, closed=(EPISODE,)))
    until(lambda: count(history, "episodes") == 11)
    for file in history.path.parent.iterdir():
        file.unlink()
    for i in range(11, 21):
        recorder.write(step(i / 10, closed=(replace(EPISODE, rule="twist"),)))
    until(lambda: count(history, "episodes") == 10)
    recorder.close()
    (session,) = history.sessions()
    assert session.moments == {"twist": 10}
    assert session.seen_s == pytest.approx(1.1)  # the last frame counts as the mean one
    assert session.frames == 10


def test_a_history_whose_disk_comes_back_goes_on_in_its_own_row(history, tmp_path):
    said = []
    recorder = quick(history, said.append)
    recorder.write(step(0.0, closed=(EPISODE,)))
    until(lambda: count(history, "episodes") == 1)
    away = tmp_path.with_name(tmp_path.name + "-away")
    tmp_path.rename(away)
    tmp_path.write_text("a file where the folder was")
    recorder.write(step(1.0, closed=(EPISODE,)))
    until(lambda: said)
    tmp_path.unlink()
    away.rename(tmp_path)
    until(lambda: count(history, "episodes") == 2)
    recorder.close()
    (session,) = history.sessions()
    assert session.seen_s == pytest.approx(2.0)
    assert len(said) == 1


def test_memory_is_bounded_while_nothing_can_be_written(tmp_path):
    (tmp_path / "in the way").write_text("")
    beginning = Beginning("a", 0.0, 0, "camera", "other", "default", "{}", "0")
    recorder = SessionRecorder(
        tmp_path / "in the way" / NAME, beginning, lambda line: None, every_s=QUICK_S
    )
    for i in range(MOST_ROWS + 50):
        recorder.finish([replace(EPISODE, start_s=float(i))])
    time.sleep(3 * QUICK_S)
    recorder.close()
    recorder._thread.join()
    assert len(recorder._rows) == MOST_ROWS
    assert recorder._rows[-1].start_s == MOST_ROWS + 49


def test_a_disk_that_hangs_delays_neither_the_loop_nor_the_end(history, monkeypatch):
    real, said, free = writer.open_database, [], threading.Event()

    def hanging(path, say, wait_s):
        free.wait(patience.PATIENCE_S)
        return real(path, say, wait_s)

    monkeypatch.setattr(writer, "open_database", hanging)
    recorder = quick(history, said.append)
    for i in range(100):
        recorder.write(step(i / 30, closed=(EPISODE,)))
    recorder.close()
    assert recorder._thread.is_alive(), "it was waited for"
    free.set()
    assert said
    assert "may be missing" in said[0]
    recorder._thread.join()
    assert count(history, "episodes") == 100


def test_a_locked_history_is_waited_for_in_silence(history):
    recorder = quick(history)
    until(lambda: count(history, "sessions") == 1)
    with contextlib.closing(sqlite3.connect(history.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        recorder.write(step(0.0, closed=(EPISODE,)))
        time.sleep(0.5)
        other.execute("COMMIT")
    until(lambda: count(history, "episodes") == 1)
    recorder.close()


DAY_S = 86_400.0
JUMPS = {
    "back a year": lambda t_s: -365 * DAY_S if t_s > 1 else 0.0,
    "back a minute": lambda t_s: -60.0 if t_s > 1 else 0.0,
    "forward 400 days": lambda t_s: 400 * DAY_S if t_s > 1 else 0.0,
    "there and back": lambda t_s: 400 * DAY_S if 1 < t_s < 2 else -DAY_S if t_s > 2 else 0.0,
    "a little back at once": lambda t_s: -4.0,
}


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_is_set_moves_neither_the_end_nor_the_length(history, jump):
    started, passed = 1_790_000_000.0, [0.0]
    beginning = Beginning("a", started, 0, "camera", "other", "default", "{}", "0")
    recorder = SessionRecorder(
        history.path,
        beginning,
        nothing_said,
        clock=lambda: started + passed[0] + JUMPS[jump](passed[0]),
        steady=lambda: 5000.0 + passed[0],
        every_s=QUICK_S,
    )
    lasts = []
    for number, t_s in enumerate((0.5, 1.5, 2.5, 3.5), 1):
        passed[0] = t_s
        recorder.write(step(t_s, closed=(EPISODE,)))
        until(lambda n=number: count(history, "episodes") == n)
        lasts += [row["last_unix_s"] for row in rows(history, "SELECT * FROM sessions")]
    recorder.close()
    (session,) = rows(history, "SELECT * FROM sessions")
    assert lasts == sorted(lasts)
    assert session["started_unix_s"] <= lasts[0]
    assert lasts[-1] <= session["ended_unix_s"] == session["last_unix_s"]
    assert session["ended_unix_s"] - started == pytest.approx(3.5, abs=4.0)


@pytest.mark.parametrize("set_by_s", [-400 * DAY_S, 400 * DAY_S])
def test_the_computers_own_clock_may_be_set_in_mid_session(history, set_by_s):
    beginning = Beginning("a", time.time(), 0, "camera", "other", "default", "{}", "0")
    moved = [0.0]
    recorder = SessionRecorder(
        history.path, beginning, nothing_said, clock=lambda: time.time() + moved[0]
    )
    recorder.write(step(0.0))
    moved[0] = set_by_s
    recorder.close()
    (session,) = rows(history, "SELECT * FROM sessions")
    assert 0 <= session["ended_unix_s"] - session["started_unix_s"] < DAY_S


def test_a_history_locked_at_the_start_is_written_when_it_is_free(tmp_path):
    path = tmp_path / NAME
    keep(History(path, nothing_said), [Plan(datetime(2026, 3, 2, 9).astimezone(), seen_min=0.1)])
    said = []
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        history = open_history(said.append, tmp_path)
        assert history is not None
        assert history.busy
        recorder = quick(history, key="while locked")
        recorder.write(step(0.0, closed=(EPISODE,)))
        with pytest.raises(InputError, match="another program has locked it"):
            history.sessions()
        other.execute("COMMIT")
    until(lambda: count(history, "episodes") == 1)
    recorder.close()
    assert len(history.sessions()) == 2
    assert len(said) == 1
    assert "written as soon as it is free" in said[0]


def test_a_history_that_breaks_in_mid_session_is_set_aside_and_the_session_goes_on(
    history, monkeypatch
):
    said, harm = [], [False]
    recorder = quick(history, said.append)
    recorder.write(step(0.0, closed=(EPISODE,)))
    until(lambda: count(history, "episodes") == 1)
    real = writer._update

    def update(connection, *rest):
        if harm[0]:
            harm[0] = False
            error = sqlite3.DatabaseError("database disk image is malformed")
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error
        real(connection, *rest)

    monkeypatch.setattr(writer, "_update", update)
    harm[0] = True
    recorder.write(step(1.0, closed=(replace(EPISODE, rule="twist"),)))
    until(lambda: count(history, "episodes") == 2)
    recorder.close()
    (session,) = history.sessions()
    assert session.moments == {"rounded-bend": 1, "twist": 1}
    assert session.seen_s == pytest.approx(2.0)  # the last frame counts as the mean one
    assert any("is set aside as history-broken-" in line for line in said)


def test_nan_is_null_and_never_zero(history):
    recorder = begin(history)
    recorder.write(step(0.0, closed=(replace(EPISODE, peak_sd=math.nan),)))
    recorder.close()
    assert rows(history, "SELECT peak_sd, speed_deg_s FROM episodes") == [
        {"peak_sd": None, "speed_deg_s": None}
    ]
