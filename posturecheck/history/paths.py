"""Where the history lies, and which files there are ours."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

DATA_VARIABLE = "POSTURECHECK_DATA"
NAME = "history.sqlite3"
BROKEN = "history-broken-"
# SQLite's own companions of a database; they hold data that is not in it yet.
COMPANIONS = ("-wal", "-shm", "-journal")
WAY_OUT = f"allow writing there, or set {DATA_VARIABLE} to another folder"


def data_folder() -> Path:
    """Return the folder of the history (it need not exist yet).

    It is the user's data folder for posturecheck; the environment variable
    ``POSTURECHECK_DATA`` names another.
    """
    chosen = os.environ.get(DATA_VARIABLE)
    home = Path(chosen).expanduser() if chosen else platformdirs.user_data_path("posturecheck")
    return home.absolute()


def with_companions(database: Path) -> list[Path]:
    """Return the database's path and those of its companions, whether there or not."""
    return [database, *(database.with_name(database.name + end) for end in COMPANIONS)]


def kept_files(folder: Path) -> list[Path]:
    """Return every file of the history that is there, those set aside too.

    Raises:
        OSError: The folder cannot be read.
    """
    if not folder.is_dir():
        return []
    ours = {NAME, *(NAME + end for end in COMPANIONS)}
    return sorted(
        entry
        for entry in folder.iterdir()
        if entry.name in ours or (entry.name.startswith(BROKEN) and ".sqlite3" in entry.name)
    )


def identity(path: Path) -> tuple[int, int] | None:
    """Return what distinguishes this file from another of the same name; None where none is."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
