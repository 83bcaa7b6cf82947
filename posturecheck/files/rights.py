"""Who may read what the program makes: its owner alone, unless it is shared.

Folders are 0700 and files 0600, whatever the umask. Shared (``--shared``, for a clinic's
share) they also give the group what the folder above gives it; others never get anything.
Where there are no such rights (Windows) a file has those of the folder it lies in.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from posturecheck.core import InputError

FOLDER, FILE = 0o700, 0o600
TRIES = 1000  # where others make and remove the same folder
GROUP_IN_FOLDER, GROUP_IN_FILE = 0o070 | stat.S_ISGID, 0o060


@dataclass(frozen=True, slots=True)
class Rights:
    """The owner's, and what a group may do besides.

    Attributes:
        group: The mode bits of a folder: the group's, and whether it is handed down.
        gid: The group; None leaves it.
    """

    group: int = 0
    gid: int | None = None

    def give(self, path: Path) -> None:
        """Give them to a file or a folder.

        Raises:
            OSError: It belongs to another user.
        """
        is_folder = path.is_dir()
        if self.gid is not None and path.stat().st_gid != self.gid:
            os.chown(path, -1, self.gid)
        mode = FOLDER | self.group & GROUP_IN_FOLDER if is_folder else FILE
        path.chmod(mode if is_folder else mode | self.group & GROUP_IN_FILE)

    def give_all(self, path: Path) -> None:
        """Give them to a file, or to a folder and everything in it.

        Raises:
            OSError: Some of it belongs to another user.
        """
        self.give(path)
        for within in path.rglob("*") if path.is_dir() else ():
            self.give(within)


def has_groups() -> bool:
    """Whether files have groups on this system."""
    return hasattr(os, "chown")


def folder_mode(shared: bool) -> int:
    """Return the mode to make a folder with; Windows takes 0700 for its owner's alone."""
    return 0o777 if shared and not has_groups() else FOLDER


def rights_below(parent: Path, *, shared: bool) -> Rights:
    """Return the rights of what is made in a folder.

    Raises:
        OSError: The folder cannot be looked at.
        InputError: It is to be shared with a group that one is not in.
    """
    if not shared or not has_groups():
        return Rights()
    facts = parent.stat()
    mine = {os.getegid(), *os.getgroups()}
    may_give = os.geteuid() == 0 or facts.st_mode & stat.S_ISGID or facts.st_gid in mine
    if facts.st_mode & 0o070 and not may_give:
        raise InputError(
            f"--shared: expected your account to be in the group of {parent}, which is number "
            f"{facts.st_gid}; choose another folder, or leave --shared out"
        )
    return Rights(facts.st_mode & GROUP_IN_FOLDER, facts.st_gid)


def make_folders(path: Path, *, shared: bool = False) -> tuple[Path, ...]:
    """Make a folder and those above it that are not there; return what was made, inmost first.

    A folder that was there before keeps its own rights.

    Raises:
        OSError: It cannot be made.
        InputError: It cannot be shared.
    """
    place = path.absolute()
    made: list[Path] = []
    for left in reversed(range(TRIES)):
        try:
            for folder in reversed((place, *place.parents)):
                if not folder.is_dir() and _make_folder(folder, shared):
                    made.insert(0, folder)
            break
        except FileNotFoundError:  # somebody who had made one too has just removed it
            if not left:
                raise
    return tuple(dict.fromkeys(made))


def _make_folder(folder: Path, shared: bool) -> bool:
    """Make one folder; False where somebody else was quicker."""
    rights = rights_below(folder.parent, shared=shared)
    try:
        folder.mkdir(folder_mode(shared))
    except FileExistsError as error:
        there = folder.lstat() if folder.is_symlink() and not folder.exists() else folder.stat()
        if stat.S_ISDIR(there.st_mode):
            return False
        raise NotADirectoryError(errno.ENOTDIR, f"{folder} is not a folder") from error
    rights.give(folder)
    return True


def make_file(path: Path) -> None:
    """Make an empty file of the owner's alone; one that is there becomes so, if it is ours.

    Raises:
        OSError: It cannot be made.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, FILE))
    tighten(path)


def tighten(path: Path) -> None:
    """Take what others may do away from a file of ours, if it is there."""
    try:
        if path.stat().st_mode & 0o077:
            path.chmod(FILE)
    except OSError:  # not there, or somebody else's: theirs to say
        pass
