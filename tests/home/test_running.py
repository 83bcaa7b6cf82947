"""A second start opens the running one; nobody at the page ends it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from app.browser import Browser
from home.house import Scripted
from patience import returns, until

from posturecheck.app.alone import Alone
from posturecheck.home import run, words
from posturecheck.home.running import KNOCK, knock, knocked, lock_in


def test_one_at_a_time(tmp_path: Path) -> None:
    with lock_in(tmp_path) as first:
        assert first.held
        with lock_in(tmp_path) as second:
            assert not second.held
    with lock_in(tmp_path) as third:
        assert third.held


def test_a_knock_is_heard_once(tmp_path: Path) -> None:
    heard: list[bool] = []
    assert knock(tmp_path, pause=lambda _: heard.append(knocked(tmp_path)))
    assert heard == [True]
    assert not knocked(tmp_path)


def test_a_knock_that_nobody_hears_is_taken_back(tmp_path: Path) -> None:
    assert not knock(tmp_path, pause=lambda _: None, tries=3)
    assert not (tmp_path / KNOCK).exists()


class Opened:
    """Stands for a browser that was started."""

    def __init__(self, visit: run.Visit, say: run.Say) -> None:
        OPENED.append(visit)

    def look(self) -> None:
        pass

    def close(self) -> None:
        pass


OPENED: list[run.Visit] = []


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A running one, and what ends it."""
    OPENED.clear()
    houses: list[run.House] = []

    def house(*about: object) -> run.House:
        houses.append(made(*about))
        return houses[0]

    made = run.House
    monkeypatch.setattr(run, "House", house)
    # Signals belong to the main thread.
    monkeypatch.setattr(run, "stopped_kindly", lambda stop: threading.Lock())
    running = threading.Thread(target=run.run_home, args=(print, tmp_path, Opened))
    running.start()
    assert until(lambda: len(OPENED) == 1)
    yield houses[0]
    houses[0].quit()
    assert returns(running.join)


def test_a_second_start_opens_the_running_one(started, tmp_path: Path) -> None:
    told: list[str] = []
    run.run_home(told.append, tmp_path, Opened)
    assert told == [words.ALREADY()]
    assert until(lambda: len(OPENED) == 2)
    tickets = {visit.url_once() for visit in OPENED}
    assert len(tickets) == 2
    assert OPENED[0].url == OPENED[1].url


def test_a_page_that_is_opened_again_is_waited_for_again(scripted: Scripted) -> None:
    first = run.Visit(scripted.page)
    assert not first.opened
    Browser(scripted.page).enter()
    assert first.opened
    second = run.Visit(scripted.page)
    Browser(scripted.page).get("static/none")  # the first window goes on
    assert not second.opened
    Browser(scripted.page).enter()
    assert second.opened


def test_it_ends_by_itself_when_the_last_window_was_closed_for_two_minutes() -> None:
    now_s = [0.0]
    alone = Alone(lambda: now_s[0])
    told = []
    for now_s[0], windows in (
        (0, 0),  # the browser is still starting
        (500, 0),
        (501, 1),
        (600, 0),
        (601, 1),  # a reload
        (700, 0),
        (759, 0),
        (760, 0),
        (819, 0),
        (820, 0),
    ):
        told.append(alone.look(windows))
    assert told == [*["here"] * 7, "gone", "gone", "over"]


def test_who_comes_back_in_the_last_minute_is_stayed_for() -> None:
    now_s = [0.0]
    alone = Alone(lambda: now_s[0])
    alone.look(1)
    alone.look(0)
    now_s[0] = 61.0
    assert alone.look(0) == "gone"
    assert alone.look(1) == "here"
    now_s[0] = 121.0
    assert alone.look(0) == "here"
