"""The command line: reads options, calls the library, words what came of it.

Exit 0 done, 2 the input or an option is wrong (one line), 1 a fault of ours, 130 Ctrl-C.
"""

from __future__ import annotations

import io
import os
import re
import signal
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, NoReturn, get_args

import typer
from rich.progress import Progress
from rich.table import Table
from typer.exceptions import TyperException

from posturecheck.cli.doctor import doctor
from posturecheck.cli.evaluate import evaluate
from posturecheck.cli.history import history
from posturecheck.cli.live import live
from posturecheck.cli.options import (
    HeightCm,
    Jobs,
    LoadKg,
    ModelName,
    PersonChoice,
    ProfileName,
    Shared,
    TaskName,
    chosen_person,
)
from posturecheck.clips.batch import Outcome, clip_jobs, run_job, run_jobs
from posturecheck.clips.options import AUTO, CheckOptions
from posturecheck.clips.processes import quiet_native_code
from posturecheck.clips.result import Export, check_export
from posturecheck.console.terminal import complain, progress_bar, tell, tell_lines, terminal
from posturecheck.console.untrusted_text import printable
from posturecheck.core import InputError, PostureCheckError
from posturecheck.profiles.files import commented, load_profile
from posturecheck.sources.address import without_secrets
from posturecheck.sources.clip import open_facts

HELP = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    name="posturecheck",
    help="Watches daily movements through a camera and kindly says what to do instead. "
    "Educational software, not a medical device.",
    context_settings=HELP,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
STOPPED = 130
DRAWN_SHARE = 2.0  # a clip is watched, then drawn: its seconds pass twice


def _version(wanted: bool) -> None:
    if wanted:
        tell(f"posturecheck {version('posturecheck')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Watches daily movements through a camera and kindly says what to do instead."""


@app.command()
def check(
    clips: Annotated[list[Path], typer.Argument(metavar="CLIP...", help="Video files.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder for the reports.")
    ] = Path("posturecheck-report"),
    profile: ProfileName = "default",
    task: TaskName = AUTO,
    load: LoadKg = None,
    height: HeightCm = None,
    model: ModelName = "full",
    person: PersonChoice = "main",
    neutral: Annotated[
        str | None, typer.Option(metavar="START-END", help="Seconds in which you stand tall.")
    ] = None,
    no_video: Annotated[bool, typer.Option("--no-video", help="No annotated video.")] = False,
    export: Annotated[
        str | None,
        typer.Option(metavar="|".join(get_args(Export)), help="Also angles and points as files."),
    ] = None,
    show_face: Annotated[bool, typer.Option("--show-face", help="Do not blur faces.")] = False,
    shared: Shared = False,
    jobs: Jobs = 0,
) -> None:
    """Check recorded clips: risky moments, numbers, pictures and a report for each."""
    options = CheckOptions(
        profile=load_profile(profile),
        task=task,
        load_kg=load,
        height_cm=height,
        model=model,
        person=chosen_person(person),
        neutral=_stretch(neutral),
        show_face=show_face,
    )
    planned = clip_jobs(clips, out, not no_video, options, check_export(export), shared)
    total_s = sum(_seconds(clip) for clip in clips)
    with progress_bar() as bar:
        shown = bar.add_task("Watching", total=total_s * (1 if no_video else DRAWN_SHARE))

        def advance(seconds: float) -> None:
            bar.advance(shown, seconds)

        if len(planned) == 1:
            outcomes = [run_job(planned[0], advance, lambda text: bar.console.print(text))]
        else:
            _model_once(model, bar)
            outcomes = run_jobs(planned, jobs or os.cpu_count() or 1, advance)
    _tell(outcomes)


@app.command()
def profile(
    file: Annotated[
        str | None, typer.Argument(metavar="[NAME|FILE]", help="A profile to check and print.")
    ] = None,
) -> None:
    """Print the commented default profile, or check one and print it whole."""
    tell_lines(commented(load_profile(file or "default")))


app.command()(evaluate)
app.command()(live)
app.command()(history)
app.command()(doctor)


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    quiet_native_code()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a name, or "°", that the terminal has not
    signal.signal(signal.SIGINT, _stop_once)
    try:
        code = app(sys.argv[1:] or ["-h"], standalone_mode=False) or 0
        if code == STOPPED:  # typer's word for Ctrl-C
            raise KeyboardInterrupt
    except TyperException as error:
        code = _fail(_one_line(error.format_message()))
    except PostureCheckError as error:
        code = _fail(str(error))
    except (KeyboardInterrupt, typer.Abort):
        code = _fail("stopped; nothing half-done was left behind", STOPPED)
    except Exception as error:
        if os.environ.get("POSTURECHECK_DEBUG"):
            raise
        code = _fail(_one_line(f"a fault of ours: {type(error).__name__}: {error}"), 1)
    sys.exit(code)


def _stop_once(*_: object) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not stop the tidying up
    raise KeyboardInterrupt


def _fail(text: str, code: int = 2) -> int:
    complain(without_secrets(text, sys.argv[1:]))
    return code


def _one_line(text: str) -> str:
    """Fold a library's lines into one; in our own a line end belongs to a name."""
    return " ".join(text.split())


def _stretch(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)", text)
    if not match or float(match[1]) >= float(match[2]):
        raise InputError(f"--neutral {text}: expected START-END in seconds, such as 0.5-3")
    return float(match[1]), float(match[2])


def _seconds(clip: Path) -> float:
    try:
        duration_s = open_facts(clip).duration_s
    except InputError:
        return 0.0
    return duration_s if duration_s == duration_s else 0.0


def _model_once(model: str, bar: Progress) -> None:
    # Before the processes start: they would all fetch it at the same time.
    from posturecheck.detectors.model_store import find_model

    find_model(model, say=lambda text: bar.console.print(text))


def _tell(outcomes: list[Outcome]) -> None:
    if len(outcomes) == 1:
        _tell_one(outcomes[0])
    else:
        terminal().print(_table(outcomes))
        folders = {o.folder.parent for o in outcomes if o.folder}
        for folder in folders:
            tell(f"Reports: {folder / '<folder>' / 'report.html'}")
    for outcome in outcomes:
        if outcome.error:
            _fail(outcome.error)
    if any(o.fault for o in outcomes):
        raise typer.Exit(1)
    if any(o.error for o in outcomes):
        raise typer.Exit(2)


def _tell_one(outcome: Outcome) -> None:
    if outcome.folder is None:
        return
    console = terminal()
    console.print(outcome.headline)
    for note in outcome.notes:
        console.print(f"Note: {note}.")
    tell(f"Report: {outcome.folder / 'report.html'}")


def _named(clip: Path) -> str:
    told = without_secrets(str(clip))  # it may be an address: a clip that is none
    return clip.name if told == str(clip) else told


def _table(outcomes: list[Outcome]) -> Table:
    table = Table(box=None, header_style="bold")
    table.add_column("Clip", overflow="fold")
    for column in ("Seen", "Red", "Amber"):
        table.add_column(column, justify="right")
    table.add_column("Report in")
    for o in outcomes:
        if o.folder is None:
            table.add_row(printable(_named(o.clip)), "-", "-", "-", "(not checked, see below)")
            continue
        seen = f"{o.seen_s:.0f} of {o.total_s:.0f} s"
        notes = f" ({'; '.join(o.notes)})" if o.notes else ""
        counts = (seen, str(o.red), str(o.amber))
        table.add_row(printable(o.clip.name), *counts, printable(f"{o.folder.name}{notes}"))
    return table
