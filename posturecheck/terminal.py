"""What the commands show on a terminal while they work."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn


def progress_bar() -> Progress:
    """Return a bar on stderr that goes when it is done; none where nobody watches."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr, highlight=False, markup=False, emoji=False),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
