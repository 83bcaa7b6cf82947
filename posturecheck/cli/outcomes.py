"""The words at the end of ``posturecheck check``: what came of each clip."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from posturecheck.clips.batch import Outcome
from posturecheck.console.terminal import tell, terminal
from posturecheck.console.untrusted_text import printable
from posturecheck.sources.address import without_secrets


def tell_outcomes(outcomes: list[Outcome]) -> None:
    """Tell of one clip in words, of several in a table, of none nothing."""
    if len(outcomes) == 1:
        _tell_one(outcomes[0])
    elif outcomes:
        _tell_several(outcomes)


def _tell_one(outcome: Outcome) -> None:
    if outcome.folder is None:
        return
    console = terminal()
    console.print(outcome.headline)
    for note in outcome.notes:
        console.print(f"Note: {note}.")
    of = f" of {outcome.whose}" if outcome.whose else ""
    tell(f"Report on {outcome.clip.name}{of}: {outcome.folder / 'report.html'}")


def _tell_several(outcomes: list[Outcome]) -> None:
    console = terminal()
    console.print(_table(outcomes))
    for outcome in outcomes:
        for note in outcome.notes:
            named = (
                f"{outcome.whose}/{_named(outcome.clip)}" if outcome.whose else outcome.clip.name
            )
            console.print(printable(f"{named}: {note}."))
    for folder in dict.fromkeys(o.folder.parent for o in outcomes if o.folder):
        tell(f"Reports: {folder / '<folder>' / 'report.html'}")


def _named(clip: Path) -> str:
    told = without_secrets(str(clip), [str(clip)])  # it may be an address: a clip that is none
    return clip.name if told == str(clip) else told


def _table(outcomes: list[Outcome]) -> Table:
    table = Table(box=None, header_style="bold")
    table.add_column("Whose", overflow="fold")  # a patient, or else the clip's folder
    table.add_column("Clip", overflow="fold")
    for column in ("Seen", "Red", "Amber"):
        table.add_column(column, justify="right")
    table.add_column("Report in")
    for o in outcomes:
        whose, clip = printable(o.whose), printable(_named(o.clip))
        if o.folder is None:
            table.add_row(whose, clip, "-", "-", "-", "(not checked, see below)")
            continue
        seen = f"{o.seen_s:.0f} of {o.total_s:.0f} s"
        counts = (seen, str(o.red), str(o.amber))
        table.add_row(whose, clip, *counts, printable(o.folder.name))
    return table
