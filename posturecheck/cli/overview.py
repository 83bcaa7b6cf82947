"""``posturecheck overview`` and ``forget``: a folder of results, shown and deleted from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from posturecheck.archive.deletion import Forgotten, delete, look_at
from posturecheck.archive.renewal import PAGE, renew_overview
from posturecheck.cli.options import Shared
from posturecheck.console.terminal import complain, tell
from posturecheck.console.untrusted_text import printable
from posturecheck.core import InputError


def overview(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder of results.")],
    shared: Shared = False,
) -> None:
    """Show all results of a folder on one page: patients, dates, the worst of each."""
    archive = renew_overview(out, shared=shared)
    for problem in archive.problems:
        complain(problem)
    results = f"{len(archive.rows)} result{'' if len(archive.rows) == 1 else 's'}"
    tell(f"Overview of {results}: {out / PAGE}")


def forget(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A result, or a patient with all results.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking.")] = False,
) -> None:
    """Delete one result or one patient, if nothing else lies there."""
    found = look_at(folder)
    if not (yes or _agreed(found)):
        tell("Nothing was deleted.")
        return
    delete(found)
    tell(f"Deleted: {found.words}.")
    if (found.out / PAGE).exists():
        for problem in renew_overview(found.out).problems:
            complain(problem)


def _agreed(found: Forgotten) -> bool:
    if not sys.stdin.isatty():
        raise InputError(f"{found.folder}: nobody can be asked here; say --yes to delete it")
    try:
        return typer.confirm(f"Delete {printable(found.words)}? It cannot be brought back.")
    except typer.Abort:
        tell("")
        return False
