"""One line in the terminal that says what is on, for those without the page."""

from __future__ import annotations

import math
import shutil
import sys
from typing import TextIO

from posturecheck.app.view import Gauge, Tone, View
from posturecheck.console.terminal import tell
from posturecheck.console.untrusted_text import printable
from posturecheck.live import words

EVERY_S = 0.25
SIGNS: dict[Tone, str] = {
    "calm": "",
    "ask": "",
    "remind": "",
    "next": "",
    "amber": "! ",
    "red": "!! ",
    "praise": "+ ",
    "trouble": "? ",
}


class TerminalLine:
    """Keeps one line up to date; a pipe gets a line only when the words change."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self._told = ""
        self._width = 0

    def show(self, view: View) -> None:
        """Bring the line up to date."""
        said = SIGNS[view.tone] + view.headline
        if not self._out.isatty():
            if said != self._told and said:
                tell(said, self._out)
            self._told = said
            return
        line = "  ".join(part for part in (said, *_state(view)) if part)
        line = printable(line)[: shutil.get_terminal_size().columns - 1]  # a longer one would wrap
        tell(f"{line:<{self._width}}", self._out, before="\r", end="")
        self._width = len(line)

    def close(self) -> None:
        """Leave the line."""
        if self._out.isatty() and self._width:
            tell("", self._out)


def _state(view: View) -> tuple[str, ...]:
    if view.phase == "stand" and math.isfinite(view.progress):
        return (f"{100 * view.progress:.0f} %",)
    if view.phase != "watching":
        return ()
    quiet = words.MUTED() if view.muted else words.QUIET() if view.snoozed_s > 0 else ""
    return (_gauge("bend", view.bend), _gauge("twist", view.twist), view.task, quiet)


def _gauge(name: str, gauge: Gauge) -> str:
    value, sd = gauge.reading
    if not math.isfinite(value):
        return words.LINE_UNSEEN(name=words.LINE_GAUGES[name])
    return f"{words.LINE_GAUGES[name]} {abs(value):3.0f}° ±{sd:.0f}"
