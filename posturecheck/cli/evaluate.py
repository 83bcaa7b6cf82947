"""``posturecheck evaluate``: options in, tables out."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from posturecheck.cli.many import (
    ClusterSecurity,
    ClusterText,
    Dashboard,
    Insecure,
    Resume,
    ShardText,
    Workers,
    chosen_workers,
    runner,
)
from posturecheck.cli.options import Jobs, ModelName, ProfileName, Shared
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.shard import Shard, shard_of
from posturecheck.clips.work import Here, Runner
from posturecheck.console.terminal import progress_bar, tell, terminal
from posturecheck.core import InputError
from posturecheck.detectors.model_store import ModelFile
from posturecheck.evaluate import run
from posturecheck.evaluate.baseline import Data, check_record, read_record, record_of, save_record
from posturecheck.evaluate.checks import Asked
from posturecheck.evaluate.comparison import worse
from posturecheck.evaluate.report import check_place, save_json, tell_evaluation
from posturecheck.evaluate.run import Answers, Wanted, evaluation_of
from posturecheck.evaluate.shards import merged, shard_data
from posturecheck.files.rights import make_folders
from posturecheck.profiles.files import load_profile


def evaluate(
    named: Annotated[
        list[Path],
        typer.Argument(
            metavar="DIR...", help="Folders or patterns of clips with labels beside them."
        ),
    ],
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
    resume: Resume = False,
    shard: ShardText = None,
    merge: Annotated[
        bool, typer.Option("--merge", help="Join the --json of all parts, named instead of DIR.")
    ] = False,
    cluster: ClusterText = None,
    cluster_security: ClusterSecurity = None,
    insecure: Insecure = False,
    dashboard: Dashboard = False,
) -> None:
    """Score the checker on labelled clips: errors per measure, view, size and rule."""
    workers = chosen_workers(jobs, cluster, cluster_security, insecure, dashboard)
    part = shard_of(shard) if shard else None
    _see_that_they_agree(json_file, record, against, resume, part, merge)
    _see_places(json_file, record, shared)
    before = read_record(against) if against else None
    if merge:
        answers = merged(named)
    else:
        options = CheckOptions(profile=load_profile(profile), model=model)
        kept = json_file.with_name(f"{json_file.name}.kept") if json_file and resume else None
        answers = _checked(Wanted(named, options, part, kept, shared), workers)
    evaluation = evaluation_of(answers)
    if json_file:
        more = shard_data(answers, part) if part else {}
        save_json(evaluation, json_file, shared=shared, more=more)
    if record:
        save_record(evaluation, record, named, shared=shared)
    tell_evaluation(evaluation, terminal())
    if before is not None and against is not None:
        _compare(before, record_of(evaluation), against)


def _see_places(json_file: Path | None, record: Path | None, shared: bool) -> None:
    for option, place in (("--json", json_file), ("--record", record)):
        if place:
            check_place(place, option, shared=shared)
    if record:
        check_record(record)


def _see_that_they_agree(
    json_file: Path | None,
    record: Path | None,
    against: Path | None,
    resume: bool,
    part: Shard | None,
    merge: bool,
) -> None:
    if merge and (resume or part):
        option = "--resume" if resume else "--shard"
        raise InputError(f"{option}: expected it without --merge, which checks no clip")
    if (resume or part) and json_file is None:
        option = "--resume" if resume else "--shard"
        raise InputError(f"{option}: expected --json FILE with it, which carries what was said")
    if part and (record or against):
        option = "--record" if record else "--against"
        raise InputError(f"{option}: expected it without --shard; say it with --merge")


def _checked(wanted: Wanted, workers: Workers) -> Answers:
    with progress_bar() as bar, ExitStack() as stack:
        shown = bar.add_task("Checking", total=None)

        def advance(seconds: float, total_s: float) -> None:
            bar.update(shown, advance=seconds, total=total_s)

        def chosen(asked: list[Asked], model: ModelFile) -> Runner:
            if wanted.kept:
                _make_folder(wanted.kept, shared=wanted.shared)
            clips = [one.path for one in asked]
            if workers.place is None and min(workers.jobs or len(clips), len(clips)) == 1:
                return Here()
            model_asked = (wanted.options.model, model.sha256)
            return stack.enter_context(
                runner(workers, clips, model_asked, wanted.kept, shared=wanted.shared)
            )

        answers = run.evaluate(wanted, chosen, advance, lambda text: bar.console.print(text))
    if answers.before:
        tell(f"{answers.before} of {len(answers.clips)} clips were kept by an earlier run.")
    return answers


def _make_folder(kept: Path, *, shared: bool) -> None:
    try:
        make_folders(kept, shared=shared)
    except OSError as error:
        raise InputError(f"{kept}: cannot be made ({error.strerror or error})") from error


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
