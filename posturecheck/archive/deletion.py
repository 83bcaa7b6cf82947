"""One result or one patient, deleted whole, with what compares it; nothing that is not ours."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from posturecheck.archive.results import SUMMARY
from posturecheck.clips.folder import COMPARED, names_of_ours
from posturecheck.clips.identity import read_summary
from posturecheck.core import InputError
from posturecheck.files.atomic import names_in
from posturecheck.files.drafts import PREFIX, draft_in, held, remove_left
from posturecheck.files.looking import is_folder
from posturecheck.people import patients

OF_THE_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})  # made by looking at a folder
MOST_NAMED = 5
HEAD_BYTES = 4000  # of a page; by so much it is known what it compares
NAMED = re.compile(rb'name="compared-with" content="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is to be deleted: ``folder``, in words, and the folder of all results above it."""

    folder: Path
    words: str
    out: Path


def look_at(folder: Path) -> Forgotten:
    """Return what a folder is, seen to hold a result or a patient and nothing else.

    Raises:
        InputError: It is neither, or something else lies there (which is named), or somebody
            is writing there.
    """
    place = folder.absolute()
    if not is_folder(place) or place.is_symlink():
        raise InputError(f"{folder}: expected the folder of a result or a patient, there is none")
    try:
        remove_left(place)
        return _look_at(folder, place)
    except OSError as error:
        raise _undeletable(folder, error) from error


def _look_at(folder: Path, place: Path) -> Forgotten:
    is_result = _is_result(place)
    within = [] if is_result else _subfolders(place)
    results = [p for p in within if _is_result(p)]
    if is_result:
        patient = read_summary(place / SUMMARY).get("patient")
        whose = isinstance(patient, str) and place.parent.name == patient
        out = place.parent.parent if whose else place.parent
        found = Forgotten(place, f"the result {place.name} of {place.parent.name}", out)
    elif (place / patients.FILE).is_file() or any(_is_patients(p) for p in results):
        number = f"{len(results)} result{'' if len(results) == 1 else 's'}"
        found = Forgotten(place, f"the patient {place.name} with {number}", place.parent)
    else:
        _see_whole(folder, [place])
        raise InputError(
            f"{folder}: expected the folder of a result or a patient, found something else; "
            "nothing was deleted"
        )
    _see_whole(folder, (p for p in within if p not in results))
    foreign = sorted(_foreign(place, place.name, results))
    if foreign:
        more = f" and {len(foreign) - MOST_NAMED} more" if len(foreign) > MOST_NAMED else ""
        raise InputError(
            f"{folder}: nothing was deleted, for not all there is posturecheck's: "
            f"{', '.join(foreign[:MOST_NAMED])}{more}; move that away first"
        )
    return found


def _see_whole(asked: Path, folders: Iterable[Path]) -> None:
    """See that none of the folders is a result that cannot be read as one.

    Raises:
        InputError: One may be: why it cannot be read, and what to do.
    """
    for folder in folders:
        try:
            reason = f"its {SUMMARY} cannot be read" if SUMMARY in names_in(folder) else ""
            way_out = "check that clip again"
        except OSError as error:
            reason = f"it cannot be read ({error.strerror or error})"
            way_out = "allow reading there"
        if reason:
            raise InputError(
                f"{asked}: nothing was deleted, for {folder.name} may be a result, but {reason}; "
                f"{way_out}, or move that folder away first"
            )


def _is_result(folder: Path) -> bool:
    data = read_summary(folder / SUMMARY)
    return isinstance(data.get("clip"), dict) and isinstance(data.get("rules"), dict)


def _is_patients(result: Path) -> bool:
    return read_summary(result / SUMMARY).get("patient") == result.parent.name


def _subfolders(place: Path) -> list[Path]:
    return [p for p in place.iterdir() if p.is_dir() and not p.is_symlink()]


def _foreign(place: Path, name: str, results: list[Path]) -> Iterator[str]:
    """Yield what is not ours, relative to ``place``; ``results`` are those of a patient."""
    for entry in place.iterdir():
        if entry.name.startswith(PREFIX):
            raise InputError(f"{place}: somebody is writing there just now; try again later")
        if entry in results:
            yield from (f"{entry.name}/{n}" for n in _foreign(entry, entry.name, []))
        elif not _is_ours(entry, name):
            yield entry.name


def _is_ours(entry: Path, name: str) -> bool:
    ours = {*names_of_ours(name), patients.FILE, *OF_THE_SYSTEM}
    return entry.name in ours and entry.is_file() and not entry.is_symlink()


def delete(found: Forgotten) -> None:
    """Delete it, whole or not at all.

    Raises:
        InputError: It cannot be deleted, or something else came to lie there; then it stays.
    """
    place = found.folder
    try:
        with held(place.parent), draft_in(place.parent) as draft:
            place.rename(draft.new)  # gone in one step; a later run ends what is killed here
            try:
                results = [] if _is_result(draft.new) else _subfolders(draft.new)
                foreign = sorted(_foreign(draft.new, place.name, results))
            except InputError as error:
                foreign = [str(error)]
            if foreign:
                draft.new.rename(place)
                raise InputError(f"{place}: nothing was deleted, for {foreign[0]} came there")
            shutil.rmtree(draft.new)
            for page in _comparisons_with(place, found.out):
                page.unlink(missing_ok=True)
    except OSError as error:
        raise _undeletable(place, error) from error


def _comparisons_with(place: Path, out: Path) -> Iterator[Path]:
    """Yield the pages beside other results that show what was measured at ``place``."""
    for folder in _subfolders(out):
        for result in (folder, *_subfolders(folder)):
            other = _compared_with(result / COMPARED)
            if other is not None and (other == place or place in other.parents):
                yield result / COMPARED


def _compared_with(page: Path) -> Path | None:
    """Return the folder of the earlier result on a page, None where that cannot be known."""
    if page.is_symlink() or not page.is_file():
        return None
    with page.open("rb") as file:
        found = NAMED.search(file.read(HEAD_BYTES))
    if found is None:
        return None
    there = unquote(found[1].decode("ascii", "replace"), errors="surrogateescape")
    return Path(os.path.normpath(page.parent / there))


def _undeletable(folder: Path, error: OSError) -> InputError:
    return InputError(
        f"{folder}: cannot be deleted ({error.strerror or error}); allow writing there and close "
        "what is open"
    )
