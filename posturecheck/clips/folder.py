"""The folder of one clip's files: it appears whole or not at all.

Everything is written into a hidden folder beside the final one, which then takes its place.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from posturecheck.clips.summary import FORMAT, written_format
from posturecheck.core import InputError
from posturecheck.files.atomic import names_in, replacing_folder
from posturecheck.files.rights import rights_below
from posturecheck.sinks.opensim import SUFFIXES

FILES = (
    "posture.csv",
    "episodes.csv",
    "cues.csv",
    "summary.json",
    "annotated.mp4",
    "report.html",
)


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
    found = [name for name in names_in(place) if not name.startswith(".")]
    if others := sorted(set(found) - _ours(final, found)):
        raise InputError(
            f"{final}: expected nothing or an earlier report there, found {others[0]}; choose "
            "another place with --out"
        )
    if "summary.json" in found and (written := written_format(place / "summary.json")) > FORMAT:
        raise InputError(
            f"{final}: expected nothing or an earlier report there, found one of a newer "
            f"posturecheck (format {written}, this one knows {FORMAT}); it is left as it is: "
            "choose another place with --out, or update posturecheck"
        )


def _ours(final: Path, found: list[str]) -> set[str]:
    # Beside a report they are its export; alone they may be a laboratory's own recording.
    exported = {final.name + suffix for suffix in SUFFIXES}
    return {*FILES, *exported} if "summary.json" in found else set(FILES)


@contextlib.contextmanager
def whole_folder(final: Path, *, shared: bool = False) -> Iterator[Path]:
    """Give a folder to write into that takes the place of ``final`` only when all is well.

    Raises:
        InputError: It cannot be written; what was at ``final`` before stays.
    """

    def see(place: Path) -> None:
        _see_ours(final, place)

    try:
        check_place(final, shared=shared)
        with replacing_folder(final, see, shared=shared) as folder:
            yield folder
    except OSError as error:
        raise _unwritable(final, error) from error


def _unwritable(final: Path, error: OSError) -> InputError:
    return InputError(
        f"{final}: cannot be written ({error.strerror or error}); choose another place with "
        "--out, or make room; nothing was left there"
    )
