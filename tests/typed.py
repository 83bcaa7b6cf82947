"""The command line in this process, as if it had been typed."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from posturecheck.cli import main

Run = Callable[..., tuple[int, str, str]]


def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> Run:
    """Return what runs ``posturecheck`` with ``words`` before its own.

    It returns the exit code, and what was said on both ways.
    """

    def run(*args: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(main, "quiet_native_code", lambda: None)
        monkeypatch.setattr(signal, "signal", lambda *_: None)
        monkeypatch.setattr(sys, "argv", ["posturecheck", *words, *map(str, args)])
        with pytest.raises(SystemExit) as left:
            main.main()
        said = capsys.readouterr()
        return int(str(left.value.code)), said.out, said.err

    return run
