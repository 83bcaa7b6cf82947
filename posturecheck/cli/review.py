"""``posturecheck review``: the page on which a therapist says what of the results holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from posturecheck.console.terminal import complain, tell


def review(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder of results.")],
    clips: Annotated[
        list[Path] | None,
        typer.Option(
            "--clips", metavar="DIR", help="Where the clips lie, for new films; may be repeated."
        ),
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option(
            "--labels", metavar="DIR", help="Write the marks as labels for evaluate, no page."
        ),
    ] = None,
) -> None:
    """Open a page to mark what was found, cut a part, or point out who counts."""
    if labels is not None:
        from posturecheck.review.labels import write_labels
        from posturecheck.review.shelf import Shelf

        problems = write_labels(Shelf(out), labels, tell)
        for problem in problems:
            complain(problem)
        raise typer.Exit(2 if problems else 0)
    from posturecheck.review.run import run_review

    run_review(out, clips or [], tell)
