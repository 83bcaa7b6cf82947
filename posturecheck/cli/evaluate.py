"""``posturecheck evaluate``: options in, tables out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from posturecheck.cli.options import Jobs, ModelName, ProfileName, Shared
from posturecheck.clips.options import CheckOptions
from posturecheck.console.terminal import progress_bar, tell, terminal
from posturecheck.evaluate import run
from posturecheck.evaluate.baseline import Data, check_record, read_record, record_of, save_record
from posturecheck.evaluate.comparison import worse
from posturecheck.evaluate.report import check_place, save_json, tell_evaluation
from posturecheck.profiles.files import load_profile


def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Clips with labels beside.")],
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="The figures as data, too.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The figures kept, as Markdown.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A record; exit 1 where it was better.")
    ] = None,
    profile: ProfileName = "default",
    model: ModelName = "full",
    shared: Shared = False,
    jobs: Jobs = 0,
) -> None:
    """Score the checker on labelled clips: errors per measure, view, size and rule."""
    for option, place in (("--json", json_file), ("--record", record)):
        if place:
            check_place(place, option, shared=shared)
    if record:
        check_record(record)
    before = read_record(against) if against else None
    options = CheckOptions(profile=load_profile(profile), model=model)
    with progress_bar() as bar:
        shown = bar.add_task("Checking", total=None)

        def advance(seconds: float, total_s: float) -> None:
            bar.update(shown, advance=seconds, total=total_s)

        evaluation = run.evaluate(folder, options, jobs, advance, lambda t: bar.console.print(t))
    if json_file:
        save_json(evaluation, json_file, shared=shared)
    if record:
        save_record(evaluation, record, folder, shared=shared)
    tell_evaluation(evaluation, terminal())
    if before is not None and against is not None:
        _compare(before, record_of(evaluation), against)


def _compare(before: Data, now: Data, against: Path) -> None:
    if "bands" not in before:
        older = "of an older posturecheck, carries nothing by the size of the truth"
        tell(f"{against}, {older}: that was not compared.", before="\n")
    if "movements" in now and "movements" not in before:
        tell(
            f"{against} carries nothing of movements and words: that was not compared.", before="\n"
        )
    lines = worse(before, now)
    if not lines:
        tell(f"Nothing is worse than in {against}.", before="\n")
        return
    tell(f"Worse than in {against}:", before="\n")
    for line in lines:
        tell(f"  {line}")
    raise typer.Exit(1)
