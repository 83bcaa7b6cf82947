"""Marks as labels that ``evaluate`` reads: what of a clip a therapist let stand.

Of a rule in which she marked anything she is taken to have looked at every episode: what she
called wrong is no label, all else is. "Not a problem" was seen rightly; that it is no problem for
this person is no fault of the measuring. Nothing is said of rules without a mark, nor of what was
not found at all.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from posturecheck.clips.identity import content_sha256
from posturecheck.core import InputError
from posturecheck.evaluate.folder import CLIPS
from posturecheck.evaluate.labels import ALL_RULES
from posturecheck.files.atomic import save_bytes
from posturecheck.files.names import folder_name, same_name
from posturecheck.files.rights import make_folders
from posturecheck.marks.matching import matched
from posturecheck.review import words
from posturecheck.review.shelf import Opened, Shelf, key_of

SUFFIX = ".episodes.csv"
COLUMNS = ("rule", "start_s", "end_s", "severity")


def write_labels(shelf: Shelf, folder: Path, tell: Callable[[str], None]) -> list[str]:
    """Write ``<clip>.episodes.csv`` for every result with marks; return what could not be.

    Args:
        shelf: The results.
        folder: Where to; a clip of the same content that lies there gives its name.
        tell: Gets a line on each file.

    Raises:
        InputError: The folder cannot be written.
    """
    problems: list[str] = []
    written: set[str] = set()
    found = list(_found(shelf, problems))
    try:
        if found:  # else no empty folder is left
            make_folders(folder)
        here = {content_sha256(p): p.stem for p in _clips(folder)} if found else {}
        for opened, text in found:
            path = folder / f"{here.get(opened.sha256) or _name(opened)}{SUFFIX}"
            if same_name(path.name) in written:
                problems.append(words.LABELS_TWICE(path=path))
            elif not _may_replace(path):
                problems.append(words.LABELS_FOREIGN(path=path))
            else:
                save_bytes(text.encode(), path)
                written.add(same_name(path.name))
                _tell(opened, path, opened.sha256 in here, tell)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({error.strerror or error})") from error
    if not written and not problems:
        tell(words.LABELS_NONE())
    return problems


def _found(shelf: Shelf, problems: list[str]) -> Iterator[tuple[Opened, str]]:
    """Yield the results with labels; a result that cannot be read is a problem, its own alone."""
    for row in shelf.listed().rows:
        try:
            opened = shelf.open(key_of(row))
            text = _labels(opened)
        except InputError as error:
            problems.append(str(error))
            continue
        if text is not None:
            yield opened, text


def _labels(opened: Opened) -> str | None:
    """Return the labels of a result, None where it has no marks on moments."""
    review = opened.review()
    if not review.marks:
        return None
    episodes = opened.episodes()
    found = matched(review.marks, episodes, opened.counted_s)
    looked_for = {e.rule for i, e in enumerate(episodes) if found.of[i]} & ALL_RULES
    if not looked_for:
        return None
    if review.range_s or review.person:
        raise InputError(words.LABELS_PART(place=opened.row.place))
    text = io.StringIO()
    text.write(f"# {words.LABELS_HEAD}\n# rules: {', '.join(sorted(looked_for))}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for i, e in enumerate(episodes):
        wrong = bool(found.of[i]) and found.of[i][0].verdict == "wrong"
        if e.rule in looked_for and not wrong:
            writer.writerow((e.rule, f"{e.start_s:.3f}", f"{e.end_s:.3f}", e.severity))
    return text.getvalue()


def _name(opened: Opened) -> str:
    whose = f"{opened.row.patient} " if opened.row.patient else ""
    return folder_name(f"{whose}{Path(opened.row.clip).stem}")


def _tell(opened: Opened, path: Path, beside: bool, tell: Callable[[str], None]) -> None:
    said = words.LABELLED_BESIDE() if beside else words.LABELLED()
    name = path.name.removesuffix(SUFFIX) + Path(opened.row.clip).suffix
    tell(said.format(clip=opened.row.clip, path=path, name=name))


def _clips(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in CLIPS and path.is_file():
            yield path


def _may_replace(path: Path) -> bool:
    if not path.exists() and not path.is_symlink():
        return True
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.readline().decode("utf-8", "replace").strip() == f"# {words.LABELS_HEAD}"
