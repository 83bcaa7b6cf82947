from __future__ import annotations

from collections.abc import Callable

from posturecheck.app.alone import ALONE_FOR_S, STOPS_AFTER_S
from posturecheck.live.attendance import Attendance


class Evening:
    """A page with so many windows, by the second, and what was done about it."""

    def __init__(self, windows: Callable[[float], int], seconds: float, every_s: float = 0.25):
        self.now_s = 0.0
        self.windows = windows
        self.said: list[float] = []
        self.stopped: list[float] = []
        self.lines: list[str] = []
        attendance = Attendance(self, self, self.lines.append, lambda: self.now_s)
        while self.now_s < seconds and not self.stopped:
            attendance.look()
            self.now_s += every_s

    @property
    def viewers(self) -> int:
        return self.windows(self.now_s)

    def notice(self, prompt: str) -> None:
        assert prompt == "lonely"
        self.said.append(self.now_s)

    def leave(self) -> None:
        self.stopped.append(self.now_s)


def test_a_minute_after_the_last_page_was_closed_it_says_so_and_a_minute_later_it_stops() -> None:
    evening = Evening(lambda t_s: int(t_s < 30), 600)
    assert len(evening.lines) == 1
    (said_s,), (stopped_s,) = evening.said, evening.stopped
    assert abs(said_s - (30 + ALONE_FOR_S)) < 0.6
    assert abs(stopped_s - (said_s + STOPS_AFTER_S)) < 0.6


def test_a_page_that_is_loaded_again_is_not_closed() -> None:
    evening = Evening(lambda t_s: int(t_s % 50 > 5), 600)
    assert not evening.said
    assert not evening.stopped


def test_who_comes_back_within_the_last_minute_goes_on() -> None:
    evening = Evening(lambda t_s: int(t_s < 30 or t_s > 120), 600)
    assert len(evening.said) == 1
    assert not evening.stopped


def test_a_page_that_nobody_ever_opened_is_waited_for() -> None:
    evening = Evening(lambda t_s: 0, 600)
    assert not evening.said
    assert not evening.stopped


def test_one_of_two_windows_is_enough() -> None:
    assert not Evening(lambda t_s: 2 if t_s < 30 else 1, 600).said


def test_a_sleep_of_the_computer_is_no_time_alone() -> None:
    # Two looks an hour apart: the page is connected again a second later.
    evening = Evening(lambda t_s: int(t_s % 3600 > 1), 4 * 3600, every_s=3600)
    assert not evening.stopped
