"""The history's own files, deleted."""

from __future__ import annotations

from pathlib import Path

from posturecheck.core import InputError
from posturecheck.files.drafts import remove_left
from posturecheck.history.database import reason_of
from posturecheck.history.paths import kept_files


def forget(folder: Path) -> list[Path]:
    """Delete every file of the history, those set aside too; return what was deleted.

    Raises:
        InputError: Something could not be deleted.
    """
    deleted = []
    try:
        remove_left(folder)  # a copy that was being read when the program was killed
        for path in kept_files(folder):
            path.unlink(missing_ok=True)
            deleted.append(path)
    except OSError as error:
        raise InputError(
            f"{folder}: the history could not be deleted whole ({reason_of(error)}); "
            "end every session of posturecheck and allow writing there, then ask again"
        ) from error
    return deleted
