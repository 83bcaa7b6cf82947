"""The one way to the terminal: whatever is printed passes here, and steers nothing.

Names, metadata and files come from others; see ``untrusted_text``. Nothing else in the
package prints (``tests/console/test_terminal.py``).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, TextIO

from rich.console import Console, ConsoleOptions, RenderableType
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.segment import Segment
from rich.text import Text

from posturecheck.console.untrusted_text import printable

MOST_LETTERS = 2000  # of a complaint; a key in a profile may be as long as the profile


class Terminal(Console):
    """A console for which text is only text: no markup, no controls, a string is a line.

    ``wide`` never folds a line, for pipes and for lines that are copied from.
    """

    def __init__(
        self, file: TextIO | None = None, *, wide: bool = False, width: int | None = None
    ) -> None:
        super().__init__(
            file=file, width=width, soft_wrap=wide, highlight=False, markup=False, emoji=False
        )

    def print(self, *objects: Any, **how: Any) -> None:
        """Print each string as one line, and tables."""
        super().print(*(printable(o) if isinstance(o, str) else o for o in objects), **how)

    def render_str(self, text: str, **how: Any) -> Text:
        """Return a table's cell; it may have lines."""
        return super().render_str(_lines(text), **how)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Yield what is printed; only rich's own control codes stay as they are."""
        for part in super().render(renderable, options):
            yield part if part.control else Segment(_lines(part.text), part.style)


def terminal() -> Terminal:
    """Return standard output; a pipe gets whole lines, to be folded by the reader."""
    return Terminal(wide=not sys.stdout.isatty())


def tell(text: str, out: TextIO | None = None, *, before: str = "", end: str = "\n") -> None:
    """Print a text as one line that is never folded, so that paths can be copied.

    ``before`` and ``end`` are the program's own and are written as they are.
    """
    print(f"{before}{printable(text)}", end=end, file=out or sys.stdout, flush=True)


def tell_lines(text: str) -> None:
    """Print one of the program's own texts of several lines."""
    print(_lines(text), end="")


def complain(text: str) -> None:
    """Print an error's one line on standard error."""
    line = printable(text)
    if len(line) > MOST_LETTERS:
        line = f"{line[: MOST_LETTERS // 2]} ... {line[-MOST_LETTERS // 2 :]}"
    tell(f"posturecheck: {line}", sys.stderr)


def progress_bar() -> Progress:
    """Return a bar on stderr that goes when it is done; none where no terminal shows it."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %", markup=False),
        TimeRemainingColumn(),
        console=Terminal(sys.stderr),
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def _lines(text: str) -> str:
    return "\n".join(map(printable, text.split("\n")))
