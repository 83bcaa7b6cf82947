"""``posturecheck history``: what was practised, shown, written, or deleted."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from posturecheck.console.terminal import tell, terminal
from posturecheck.console.untrusted_text import printable
from posturecheck.core import InputError
from posturecheck.files.atomic import save_text
from posturecheck.history import texts
from posturecheck.history.deletion import forget as forget_files
from posturecheck.history.deletion import no_session
from posturecheck.history.export import export_csv
from posturecheck.history.page import render_history
from posturecheck.history.paths import NAME, data_folder, kept_files
from posturecheck.history.reading import PracticeSession
from posturecheck.history.store import History
from posturecheck.history.terminal import tell as tell_history
from posturecheck.history.terminal import tell_sessions
from posturecheck.rules.guidance import load_guidance

DAYS = 30


def history(
    sessions: Annotated[
        list[int] | None,
        typer.Argument(metavar="[SESSION]...", help="With --forget: the numbers to delete."),
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write it as one page with plots.")
    ] = None,
    export: Annotated[
        str | None, typer.Option(metavar="csv", help="Write all of it as tables.")
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="New folder for the tables.")
    ] = Path("posturecheck-history"),
    forget: Annotated[
        bool, typer.Option("--forget", help="Delete the sessions named, or the whole history.")
    ] = False,
    listed: Annotated[
        bool, typer.Option("--sessions", help="List every session with its number.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking.")] = False,
    shared: Annotated[
        bool,
        typer.Option(
            "--shared", help="Let the group see what is written as it may the folder above."
        ),
    ] = False,
    days: Annotated[int, typer.Option(metavar="N", min=1, max=3660, help="Days to show.")] = DAYS,
) -> None:
    """Show what was practised, by days and weeks, with what changed."""
    _check_options(export, forget, html is not None, bool(sessions))
    if forget:
        _forget_sessions(sessions, yes) if sessions else _forget(yes)
        return
    found = _sessions()
    if found is None:
        tell(texts.NOTHING_YET())
        return
    kept, everything = found
    now = datetime.now().astimezone()
    if export:
        with kept.reading() as connection:
            tell(f"Tables: {export_csv(connection, out, now.timestamp(), shared=shared)}")
    if html:
        page = render_history(
            everything,
            now.date(),
            days,
            load_guidance(),
            goal=kept.goal(),
            pains=kept.pains(),
        )
        save_text(page, html, "--html", shared=shared)
        tell(f"Page: {html}")
    if listed:
        tell_sessions(everything, terminal())
    if not (export or html or listed):
        tell_history(
            everything,
            now.date(),
            days,
            load_guidance(),
            terminal(),
            goal=kept.goal(),
            pains=kept.pains(),
        )


def _check_options(export: str | None, forget: bool, page: bool, named: bool) -> None:
    if named and not forget:
        raise InputError("SESSION: expected with --forget, which deletes it")
    if export not in (None, "csv"):
        raise InputError(f"--export: expected csv; got {export!r}")
    if forget and (page or export):
        raise InputError("--forget: expected alone; write the page or the tables first")


def _sessions() -> tuple[History, list[PracticeSession]] | None:
    """Return the history with its sessions; None where there are none yet."""
    path = data_folder() / NAME
    if not path.exists():  # looking at it makes no file
        return None
    kept = History(path, lambda line: tell(line, sys.stderr))
    sessions = kept.sessions()
    return (kept, sessions) if sessions else None


def _forget(yes: bool) -> None:
    folder = data_folder()
    try:
        there = kept_files(folder)
    except OSError as error:
        raise InputError(f"{folder}: cannot be read ({error.strerror or error})") from error
    if not there:
        tell(f"There is no history to delete in {folder}.")
        return
    if not (yes or _agreed(folder)):
        tell("Nothing was deleted.")
        return
    deleted = forget_files(folder)
    tell(f"Deleted from {folder}: {', '.join(path.name for path in deleted)}.")


def _forget_sessions(numbers: Sequence[int], yes: bool) -> None:
    """Delete some sessions; where one is not there, none is deleted."""
    found = _sessions()
    there = {session.id for session in found[1]} if found else set()
    for number in numbers:
        if found is None or number not in there:
            raise InputError(no_session(number))
    listed = ", ".join(str(number) for number in numbers)
    if not (yes or _confirmed(f"Delete session {listed}? It cannot be brought back.")):
        tell("Nothing was deleted.")
        return
    for number in dict.fromkeys(numbers):
        assert found is not None
        found[0].forget(number)
    tell(f"Deleted: session {listed}.")


def _agreed(folder: Path) -> bool:
    named = printable(str(folder))
    return _confirmed(f"Delete the whole history in {named}? It cannot be brought back.")


def _confirmed(question: str) -> bool:
    try:
        return typer.confirm(question)
    except typer.Abort:  # no person there to answer
        tell("")
        return False
