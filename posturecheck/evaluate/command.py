"""``posturecheck evaluate``: options in, tables out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from posturecheck.clip_check import Wishes
from posturecheck.evaluate import job
from posturecheck.evaluate.report import check_json_place, save_json, tell
from posturecheck.profile import SHIPPED, load_profile
from posturecheck.terminal import progress_bar


def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Clips with labels beside.")],
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="The figures as data, too.")
    ] = None,
    profile: Annotated[
        str, typer.Option(metavar="NAME|FILE", help=f"{', '.join(SHIPPED)}, or a TOML file.")
    ] = "default",
    model: Annotated[
        str, typer.Option(metavar="lite|full|heavy|PATH", help="Pose model.")
    ] = "full",
    jobs: Annotated[
        int, typer.Option(metavar="N", min=0, help="Clips at once; 0 = one for each core.")
    ] = 0,
) -> None:
    """Score the checker on labelled clips: errors per measure, view and rule."""
    if json_file:
        check_json_place(json_file)
    wishes = Wishes(profile=load_profile(profile), model=model)
    with progress_bar() as bar:
        shown = bar.add_task("Checking", total=None)

        def advance(seconds: float, total_s: float) -> None:
            bar.update(shown, advance=seconds, total=total_s)

        evaluation = job.evaluate(folder, wishes, jobs, advance, lambda t: bar.console.print(t))
    if json_file:
        save_json(evaluation, json_file)
    # A pipe gets whole lines, to be folded by whoever reads them.
    wide = not sys.stdout.isatty()
    tell(evaluation, Console(highlight=False, markup=False, emoji=False, soft_wrap=wide))
