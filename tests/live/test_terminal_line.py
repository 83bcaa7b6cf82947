from __future__ import annotations

import io

import pytest

from posturecheck.app.view import Gauge, View
from posturecheck.core import Reading
from posturecheck.live.terminal_line import TerminalLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


BENT = View(2, "watching", "red", "Step in closer.", bend=Gauge(Reading(64.2, 6.6)), task="shoes")


def test_a_terminal_shows_what_is_on_and_what_is_measured() -> None:
    out = Terminal()
    line = TerminalLine(out)
    line.show(BENT)
    assert out.getvalue() == "\r!! Step in closer.  bend  64° ±7  twist: cannot see  shoes"


def test_a_shorter_line_leaves_nothing_of_the_longer_one() -> None:
    out = Terminal()
    line = TerminalLine(out)
    line.show(BENT)
    longest = len(out.getvalue()) - 1
    line.show(View(3, "off", headline="Paused."))
    assert out.getvalue().rpartition("\r")[2] == "Paused.".ljust(longest)


def test_standing_tall_is_counted() -> None:
    out = Terminal()
    TerminalLine(out).show(View(1, "stand", "ask", "Stand tall.", progress=0.4))
    assert out.getvalue().endswith("\rStand tall.  40 %")


def test_a_pipe_gets_a_line_only_when_the_words_change() -> None:
    out = io.StringIO()
    line = TerminalLine(out)
    for number in range(5):
        line.show(View(number, "watching", headline="Watching.", bend=Gauge(Reading(number, 1))))
    line.show(BENT)
    line.close()
    assert out.getvalue() == "Watching.\n!! Step in closer.\n"


def test_the_line_is_cut_before_it_wraps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    out = Terminal()
    TerminalLine(out).show(BENT)
    assert out.getvalue() == "\r!! Step in closer.  bend  64° ±7  twist"
