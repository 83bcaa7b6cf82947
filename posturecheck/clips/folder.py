"""The folder of one clip's files: it appears whole or not at all.

Everything is written into a hidden folder beside the final one, which then takes its place.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from posturecheck.clips.identity import read_summary
from posturecheck.clips.summary import FORMAT, written_format
from posturecheck.core import InputError
from posturecheck.files.atomic import FolderDraft, folder_draft, names_in
from posturecheck.files.rights import rights_below
from posturecheck.marks import review_file
from posturecheck.sinks.opensim import SUFFIXES

FILES = (
    "posture.csv",
    "episodes.csv",
    "cues.csv",
    "movements.csv",
    "summary.json",
    "annotated.mp4",
    "report.html",
)
REVIEW = review_file.FILE  # the therapist's word; a new check of the same clip keeps it
POSES = "poses.npz"  # the body points of everybody, from which all can be counted anew
EXPORTS = ("tables.xlsx", "report.pdf")
COMPARED = "before-and-after.html"  # with an earlier result; a new check makes it out of date


def check_place(final: Path, *, shared: bool = False) -> None:
    """See that a clip's folder can be written, before the long work.

    Raises:
        InputError: Something is there that this program did not write, a newer posturecheck
            wrote it, or nothing can be written there, or not be shared.
    """
    try:
        _see_ours(final, final)
        above = next(p for p in final.absolute().parents if os.path.lexists(p))
    except OSError as error:
        raise _unwritable(final, error) from error
    if not above.is_dir():
        raise _unwritable(final, NotADirectoryError(errno.ENOTDIR, f"{above} is not a folder"))
    if not os.access(above, os.W_OK):
        raise _unwritable(final, PermissionError(errno.EACCES, "no right to"))
    rights_below(above, shared=shared)


def _see_ours(final: Path, place: Path) -> None:
    # What is, or was just now, at ``final`` lies at ``place``.
    if others := _others(final, place):
        raise InputError(
            f"{final}: expected nothing or an earlier report there, found {others[0]}; choose "
            "another place with --out"
        )
    if (written := written_format(place / "summary.json")) > FORMAT:
        raise InputError(
            f"{final}: expected nothing or an earlier report there, found one of a newer "
            f"posturecheck (format {written}, this one knows {FORMAT}); it is left as it is: "
            "choose another place with --out, or update posturecheck"
        )


def _others(final: Path, place: Path) -> list[str]:
    """Return the names of what no result has; a hidden one is the system's."""
    found = [name for name in names_in(place) if not name.startswith(".")]
    return sorted(set(found) - names_of_ours(final.name, "summary.json" in found))


def names_of_ours(name: str, reported: bool = True) -> set[str]:
    """Return the names of all files that a result's folder of this name may hold.

    Where there is no report, what would be an export may be a laboratory's own recording.
    """
    exported = {name + suffix for suffix in SUFFIXES}
    return {*FILES, REVIEW, POSES, COMPARED, *EXPORTS, *exported} if reported else set(FILES)


def holds_only_ours(folder: Path) -> bool:
    """Whether a folder holds a result and nothing else.

    Raises:
        OSError: It cannot be looked at.
    """
    return bool(read_summary(folder / "summary.json")) and not _others(folder, folder)


@contextlib.contextmanager
def result_draft(out: Path, *, shared: bool = False) -> Iterator[FolderDraft]:
    """Give a folder to write a result into; ``settle`` moves it to its place.

    Raises:
        InputError: It cannot be written; what was there before stays.
    """
    with writing_in(out), folder_draft(out, shared=shared) as draft:
        yield draft


@contextlib.contextmanager
def writing_in(out: Path) -> Iterator[None]:
    """Turn what goes wrong while a result is written into an InputError that says what to do."""
    try:
        yield
    except OSError as error:
        raise _unwritable(out, error) from error


def settle(draft: FolderDraft, choose: Callable[[], Path], keep: tuple[str, ...] = ()) -> Path:
    """Move a result to the place that is chosen while nobody else chooses one; return it.

    Of an earlier result there it keeps the therapist's word, and the files named in ``keep``.

    Raises:
        InputError: What is there is no earlier report.
        OSError: It cannot be written; what was there before still is.
    """
    final: list[Path] = []

    def chosen() -> Path:
        final.append(choose())
        return final[-1]

    draft.settle(chosen, lambda place: _see_ours(final[-1], place), keep=(REVIEW, *keep))
    return final[-1]


def _unwritable(final: Path, error: OSError) -> InputError:
    return InputError(
        f"{final}: cannot be written ({error.strerror or error}); choose another place with "
        "--out, or make room; nothing was left there"
    )
