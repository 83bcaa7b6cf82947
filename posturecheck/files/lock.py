"""A file that one process at a time has locked; the lock ends with it, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Self

from posturecheck.files.rights import FILE, make_folders


def take(lock: int) -> bool:
    """Lock an open file; False where somebody else has.

    Raises:
        OSError: The disk has no locks.
    """
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
    else:
        import fcntl

        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


class OneAtATime:
    """A lock on a file of its own; ``held`` says whether it is ours.

    Raises:
        OSError: The file cannot be made.
    """

    def __init__(self, path: Path) -> None:
        make_folders(path.parent)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, FILE)
        try:
            self.held = take(self._file)
        except OSError:  # a disk without locks: rather twice than never
            self.held = True

    def __enter__(self) -> Self:
        """Give it until the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go."""
        os.close(self._file)  # the file stays: who removes it may remove the next one's
