"""Folders of clips and the files beside them that say what is true of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from posturecheck.clips.named import matching
from posturecheck.core import InputError
from posturecheck.evaluate.body_points import read_trc
from posturecheck.evaluate.boris import (
    Behaviors,
    boris_episodes,
    is_boris_header,
    read_behaviors,
)
from posturecheck.evaluate.labels import (
    ALL_RULES,
    Labels,
    Span,
    Truth,
    episodes_from,
    is_episodes_header,
    read_truth,
)
from posturecheck.evaluate.movement_labels import read_movements
from posturecheck.evaluate.opensim import read_mot
from posturecheck.evaluate.tabular import read_table
from posturecheck.files.looking import is_folder, is_there

CLIPS = (".mp4", ".mkv", ".mov", ".webm", ".avi")
# A measure that several files hold is taken from the first of them.
TRUTHS: dict[str, Callable[[Path], Truth]] = {
    ".truth.csv": read_truth,
    ".trc": read_trc,
    ".mot": read_mot,
    ".sto": read_mot,
}
EVENTS = (".episodes.csv", ".episodes.tsv", ".boris.csv", ".boris.tsv")
MOVEMENTS = ".movements.csv"
SUFFIXES = (*TRUTHS, *EVENTS, MOVEMENTS)
WANTED = (
    "<name>.truth.csv (measures over time), .mot or .trc (OpenSim), <name>.episodes.csv "
    "(rule,start_s,end_s), <name>.boris.csv (BORIS) or <name>.movements.csv beside <name>.mp4"
)


@dataclass(frozen=True, slots=True, eq=False)
class LabelledClip:
    """A clip and what it is labelled with."""

    path: Path
    labels: Labels


Found = tuple[tuple[LabelledClip, ...], tuple[Path, ...]]


def labelled_clips(folder: Path) -> Found:
    """Return the labelled clips of a folder, read, and the clips without labels.

    Raises:
        InputError: No such folder, nothing labelled in it, labels without a clip, or
            malformed labels; one line.
    """
    labelled, unlabelled = _in_folder(folder)
    return _some(folder, labelled, unlabelled)


def labelled_in(named: Sequence[Path]) -> Found:
    """Return the labelled clips of folders and patterns, each once, and those without labels.

    A pattern stands for folders, or for clips.

    Raises:
        InputError: One of them holds nothing labelled, or as for ``labelled_clips``.
    """
    labelled: dict[Path, LabelledClip] = {}
    unlabelled: dict[Path, None] = {}
    for path in named:
        of_it = _matched(path)
        labelled |= {clip.path: clip for clip in of_it[0] if clip.path not in labelled}
        unlabelled |= dict.fromkeys(of_it[1])
    return tuple(labelled.values()), tuple(unlabelled)


def _matched(path: Path) -> Found:
    found = matching(path)
    if found == [path] and path.suffix.lower() not in CLIPS:
        return labelled_clips(path)
    wanted = {one.parent: set[Path]() for one in found if one.suffix.lower() in CLIPS}
    for one in found:
        wanted.get(one.parent, set()).add(one)
    chosen: list[tuple[Path, set[Path] | None]] = [*wanted.items()]
    chosen += [(folder, None) for folder in found if folder.is_dir()]
    labelled, unlabelled = list[LabelledClip](), list[Path]()
    for folder, clips in chosen:
        of_it = _in_folder(folder)
        labelled += [clip for clip in of_it[0] if clips is None or clip.path in clips]
        unlabelled += [clip for clip in of_it[1] if clips is None or clip in clips]
    return _some(path, tuple(labelled), tuple(unlabelled))


def _some(path: Path, labelled: tuple[LabelledClip, ...], unlabelled: tuple[Path, ...]) -> Found:
    if not labelled:
        has = f"{len(unlabelled)} clip(s) without labels" if unlabelled else "no clip"
        raise InputError(f"{path}: expected labelled clips, found {has}; put {WANTED}")
    return labelled, unlabelled


def _in_folder(folder: Path) -> Found:
    files = _files(folder)
    clips = [path for path in files if path.suffix.lower() in CLIPS]
    beside = {path.stem: path for path in clips}
    if len(beside) < len(clips):
        twice = next(p for p in clips if beside[p.stem] != p)
        raise InputError(
            f"{folder}: expected one clip of each name, got {twice.name} and "
            f"{beside[twice.stem].name}; rename one, and its labels"
        )
    found = {clip: _labels_beside(files, clip) for clip in clips}
    _check_no_orphan(folder, files, beside)
    behaviors = read_behaviors(folder / "boris.toml")
    labelled = tuple(
        LabelledClip(clip, _read(paths, behaviors)) for clip, paths in found.items() if paths
    )
    return labelled, tuple(clip for clip, paths in found.items() if not paths)


def _files(folder: Path) -> list[Path]:
    if not is_folder(folder):
        came = "a file" if is_there(folder) else "nothing there"
        raise InputError(f"{folder}: expected a folder of labelled clips, found {came}")
    try:
        return sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
    except OSError as error:
        raise InputError(f"{folder}: cannot be read ({error.strerror or error})") from error


def _labels_beside(files: Sequence[Path], clip: Path) -> list[Path]:
    names = [f"{clip.stem}{suffix}" for suffix in SUFFIXES]
    paths = sorted((p for p in files if p.name in names), key=lambda p: names.index(p.name))
    events = [path.name for path in paths if path.name.endswith(EVENTS)]
    if len(events) > 1:
        raise InputError(f"{clip}: expected one file of events beside it, got {', '.join(events)}")
    return paths


def _check_no_orphan(folder: Path, files: Sequence[Path], clips: dict[str, Path]) -> None:
    for path in files:
        suffix = next((s for s in SUFFIXES if path.name.endswith(s)), None)
        stem = path.name.removesuffix(suffix or "")
        if suffix and stem not in clips:
            raise InputError(
                f"{path}: expected its clip {stem}.mp4 (or {', '.join(CLIPS[1:])}) in {folder}, "
                "found none; rename or remove it"
            )


def _read(paths: Sequence[Path], behaviors: Behaviors) -> Labels:
    truths: list[Truth] = []
    episodes, looked_for, movements = None, ALL_RULES, None
    for path in paths:
        if path.name.endswith(EVENTS):
            episodes, looked_for = _events(path, behaviors)
        elif path.name.endswith(MOVEMENTS):
            movements = read_movements(path)
        else:
            reader = next(read for suffix, read in TRUTHS.items() if path.name.endswith(suffix))
            truths.append(_without(reader(path), truths))
    return Labels(tuple(truths), episodes, looked_for, movements)


def _events(path: Path, behaviors: Behaviors) -> tuple[tuple[Span, ...], frozenset[str]]:
    table = read_table(
        path,
        lambda cells: is_episodes_header(cells) or is_boris_header(cells),
        "a header rule,start_s,end_s[,severity], or that of a BORIS export (Behavior with "
        "'Start (s)' and 'Stop (s)', or Time, Behavior and Status)",
    )
    if is_episodes_header(table.columns):
        return episodes_from(table)
    return boris_episodes(table, behaviors), behaviors.looked_for


def _without(truth: Truth, earlier: Sequence[Truth]) -> Truth:
    known = {measure for other in earlier for measure in other.values}
    values = {m: column for m, column in truth.values.items() if m not in known}
    return Truth(truth.t_s, values, truth.views)
