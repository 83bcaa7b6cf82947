"""``posturecheck home``: the page at which all begins."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from posturecheck.console.terminal import Terminal


def home() -> None:
    """Open the page at its start: watch me, my days, recordings, settings, help."""
    from posturecheck.home.run import run_home

    # An icon on Windows starts without a terminal.
    run_home(Terminal(wide=True).print if sys.stdout is not None else lambda line: None)


def has_screen(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether a browser that is started here would be seen."""
    if "SSH_CONNECTION" in environment:
        return False
    if platform in {"darwin", "win32"}:
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
