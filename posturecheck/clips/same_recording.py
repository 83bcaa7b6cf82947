"""One film under two names: two results of it look like two films, and count twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from posturecheck.clips.batch import Outcome
from posturecheck.clips.identity import read_summary, recording_of
from posturecheck.clips.words import SAME_RECORDING
from posturecheck.files.atomic import names_in

SUMMARY = "summary.json"
Film = tuple[object, ...]


def with_same_recordings(outcomes: Sequence[Outcome], *, beside: bool = True) -> list[Outcome]:
    """Return the outcomes, with a note on each whose film has another result already.

    That is one of the same run before it, or one that lies in the same folder. Another stretch
    or another person of a film is another matter, and nothing is said.

    Args:
        outcomes: Of one run, in order.
        beside: Whether to look into the results that lay there already, too.
    """
    made = {o.folder for o in outcomes if o.folder}
    known: dict[Film, Path] = {}
    if beside:
        for above in dict.fromkeys(folder.parent for folder in made):
            for folder in _folders(above):
                if folder not in made and (film := _film(folder)):
                    known.setdefault(film, folder)
    return [_noted(outcome, known) for outcome in outcomes]


def _noted(outcome: Outcome, known: dict[Film, Path]) -> Outcome:
    if outcome.folder is None or (film := _film(outcome.folder)) is None:
        return outcome
    if (other := known.setdefault(film, outcome.folder)) == outcome.folder:
        return outcome
    beside = other.parent == outcome.folder.parent
    named = other.name if beside else f"{other.parent.name}/{other.name}"
    note = SAME_RECORDING(clip=outcome.clip.name, other=named)
    return replace(outcome, notes=(*outcome.notes, note))


def _folders(above: Path) -> list[Path]:
    try:
        return [above / name for name in sorted(names_in(above)) if not name.startswith(".")]
    except OSError:  # what lies there is not known
        return []


def _film(folder: Path) -> Film | None:
    about = read_summary(folder / SUMMARY)
    film, settings = recording_of(about), about.get("settings")
    if film is None:
        return None
    return (*film, settings.get("person") if isinstance(settings, dict) else None)
