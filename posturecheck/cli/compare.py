"""``posturecheck compare``: two results of one task on one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from posturecheck.cli.options import Shared
from posturecheck.comparison.saving import compare as save_comparison
from posturecheck.console.terminal import tell


def compare(
    first: Annotated[
        Path,
        typer.Argument(metavar="A", help="A result's folder, or a patient's: their newest two."),
    ],
    second: Annotated[
        Path | None, typer.Argument(metavar="[B]", help="Another result's folder.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="The page; else beside the later result."),
    ] = None,
    shared: Shared = False,
) -> None:
    """Show two results of one task side by side: films, curves, what changed."""
    place, pair = save_comparison(first, second, out, shared=shared)
    tell(f"{pair.before.name} and {pair.after.name}, before and after: {place}")
