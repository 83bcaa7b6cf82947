"""Text files and new folders that appear whole or not at all."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from posturecheck.core import InputError


def save_text(text: str, path: Path, option: str) -> None:
    """Write a text file, whole or not at all; ``option`` is who asked for it.

    Raises:
        InputError: It cannot be written; what was there before still is.
    """
    try:
        with tempfile.TemporaryDirectory(
            prefix=".posturecheck-", dir=path.absolute().parent, ignore_cleanup_errors=True
        ) as beside:
            draft = Path(beside) / "new"
            draft.write_text(text, encoding="utf-8", errors="replace", newline="\n")
            draft.replace(path)
    except OSError as error:
        raise _unwritable(path, option, error) from error


@contextlib.contextmanager
def new_folder(final: Path, option: str) -> Iterator[Path]:
    """Give a folder to write into that becomes ``final``, a new or an empty one, at the end.

    Raises:
        InputError: Something is there already, or it cannot be written.
    """
    place = final.absolute()
    try:
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise InputError(
                f"{option} {final}: expected a new folder, but there is something already; "
                "choose another name"
            )
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=".posturecheck-", dir=place.parent, ignore_cleanup_errors=True
        ) as beside:
            draft = Path(beside) / "new"
            draft.mkdir()
            yield draft
            if place.is_dir():
                place.rmdir()  # empty; elsewhere than on POSIX it would stand in the way
            draft.rename(place)
    except OSError as error:
        raise _unwritable(final, option, error) from error


def _unwritable(path: Path, option: str, error: OSError) -> InputError:
    return InputError(
        f"{option} {path}: cannot be written ({error.strerror or error}); choose another place, "
        "or make room"
    )
