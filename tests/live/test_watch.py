"""A whole session in this process: the real pose model on a stretch of a sample."""

from __future__ import annotations

import math
import sqlite3
import threading
import webbrowser
from contextlib import closing
from pathlib import Path

import pytest
from clips import cutting
from stand_ins import EveryPicture

from posturecheck.clips.folder import FILES
from posturecheck.core import InputError
from posturecheck.detectors.model_store import CACHE_VARIABLE, ModelFile, models_folder
from posturecheck.live import opening, watch, words
from posturecheck.live.assembling import LiveOptions
from posturecheck.live.watch import watch_live


@pytest.fixture
def clip(tmp_path: Path, pose_model: ModelFile, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("POSTURECHECK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("BROWSER", "true")
    # Read once a process: an earlier test may have had it look for browsers without that.
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    monkeypatch.setenv(CACHE_VARIABLE, str(models_folder().parent))
    monkeypatch.setenv("HOME", str(tmp_path))  # where the page that leads on is put
    monkeypatch.setattr(watch, "Camera", EveryPicture)
    # No browser ever comes; where the clip takes long, the code would be shown for that.
    monkeypatch.setattr(opening, "CODE_AFTER_S", math.inf)
    return str(cutting(tmp_path / "second.mp4", start_s=1.4, end_s=4.0, every=2))


def kept(tmp_path: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(tmp_path / "data" / "history.sqlite3")) as connection:
        return connection.execute(question).fetchall()


@pytest.mark.parametrize("window", [False, True])
def test_a_clip_is_watched_and_every_thread_is_gone_after_it(
    clip: str, window: bool, tmp_path: Path
) -> None:
    before = set(threading.enumerate())
    told: list[str] = []
    totals = watch_live(LiveOptions(camera=clip, window=window), told.append)
    assert set(threading.enumerate()) <= before
    assert (totals.seen_s > 0) == (not window)  # with a page it waits for Start
    assert kept(tmp_path, "SELECT source, ended FROM sessions") == [("file", "source over")]
    (line,) = told  # where the page is; without one what is read at the end
    assert line.startswith("The page is at http://127.0.0.1:") == window
    assert line.startswith(words.FAREWELL["headline"]) == (not window)


def test_what_is_saved_lies_where_it_was_asked_for(clip: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    watch_live(LiveOptions(camera=clip, window=False, save=out), print)
    (folder,) = out.iterdir()
    assert folder.name.startswith("live-")
    assert {path.name for path in folder.iterdir()} == set(FILES)


def test_where_the_page_cannot_be_served_the_session_is_ended_first(
    clip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(*_: object) -> None:
        raise InputError("page: expected a free port, there is none")

    monkeypatch.setattr("posturecheck.app.server.serve", taken)
    before = set(threading.enumerate())
    with pytest.raises(InputError, match="expected a free port"):
        watch_live(LiveOptions(camera=clip), print)
    assert set(threading.enumerate()) <= before


def test_a_place_that_cannot_be_written_is_told_before_anything_else(
    clip: str, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("x")
    with pytest.raises(InputError, match="choose another place with --save") as told:
        watch_live(LiveOptions(camera=clip, window=False, save=tmp_path / "taken"), print)
    assert "\n" not in str(told.value)


def test_without_a_history_it_watches_all_the_same(clip: str, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    told: list[str] = []
    totals = watch_live(LiveOptions(camera=clip, window=False), told.append)
    assert totals.seen_s > 0
    assert len(told) == 2  # that, and what is read at the end
    assert "this session is not kept" in told[0]


def test_what_was_never_judged_is_not_saved(clip: str, tmp_path: Path) -> None:
    before = set(threading.enumerate())
    told: list[str] = []
    watch_live(LiveOptions(camera=clip, window=True, save=tmp_path / "out"), told.append)
    assert set(threading.enumerate()) <= before
    assert told[-1] == "Nothing was judged, so nothing is saved."
    assert not (tmp_path / "out").exists()
