"""Hidden folders to write into, locked by who writes; what a kill left is removed.

A draft lies beside what it will become, so that one renaming puts it there. The lock in
it ends with the process, however that ends: from it a later run knows who is still writing.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from posturecheck.files.lock import take
from posturecheck.files.rights import FOLDER, folder_mode, make_folders

PREFIX = ".posturecheck-"
NAMED = ".live-"  # drafts that also keep a name for their session
HELD = f"{PREFIX}naming"  # there while one of us names, moves or removes what lies in a folder
LOCK, NEW, OLD = "lock", "new", "old"
FILM = "film.mp4"  # was there in earlier versions
STALE_S = 86_400.0  # what is written without a lock (an earlier version did) is younger
TRIES = 100
LONGEST_HOLD_S, POLL_S = 60.0, 0.02  # a folder is held for the moment of a renaming
DEAD_S = 5.0  # a draft has its lock at once, or who made it is gone


@dataclass(frozen=True, slots=True)
class Draft:
    """A hidden folder of our own.

    Attributes:
        folder: It.
        made: The folders above it that were made for it.
        lock: The open file that is locked while we write.
    """

    folder: Path
    made: tuple[Path, ...]
    lock: int

    @property
    def new(self) -> Path:
        """What is written; it need not exist yet."""
        return self.folder / NEW

    @property
    def old(self) -> Path:
        """The folder for what has to make room; a later run puts back what lies in it."""
        return self.folder / OLD

    def close(self) -> None:
        """Remove it, and the folders made for it in which nothing came to lie."""
        _remove(self.folder, self.lock)
        for folder in self.made:
            with contextlib.suppress(OSError):
                folder.rmdir()


@contextlib.contextmanager
def draft_in(parent: Path, *, shared: bool = False) -> Iterator[Draft]:
    """Give a draft in a folder, which is made if it is not there.

    Raises:
        OSError: It cannot be made.
    """
    with contextlib.closing(open_draft(parent, shared=shared)) as draft:
        yield draft


@contextlib.contextmanager
def held(folder: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold a folder: nobody else of this program names, moves or removes what lies in it.

    For the moment of that alone; whatever takes long is written into a draft before. What has
    been held for longer than any such moment was left by another user's killed run, which we
    may not remove: it is passed over, because work would be lost otherwise.

    Raises:
        OSError: It cannot be written.
    """
    while (draft := _hold(folder, shared)) is None and not _is_left(folder / HELD):
        time.sleep(POLL_S)
    with contextlib.closing(draft) if draft else contextlib.nullcontext():
        yield


def _is_left(hold: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return time.time() - hold.lstat().st_mtime > LONGEST_HOLD_S
    return False


def _hold(folder: Path, shared: bool) -> Draft | None:
    try:
        return open_draft(folder, HELD, shared=shared)
    except FileExistsError:
        with contextlib.suppress(OSError):
            if _age_s(folder / HELD) > DEAD_S:
                (folder / HELD).rmdir()  # only an empty one goes: a lock in it is somebody's
        return None


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """Give a folder among the system's temporary files that is removed in the end.

    Raises:
        OSError: There is no room for it.
    """
    with draft_in(Path(tempfile.gettempdir())) as draft:
        draft.new.mkdir(FOLDER)
        yield draft.new


def open_draft(parent: Path, name: str = "", *, shared: bool = False) -> Draft:
    """Make a draft in a folder, after removing there what killed runs left.

    Args:
        parent: The folder; made if it is not there.
        name: The draft's; a random one where left out.
        shared: Whether folders that are made are the group's too, see ``rights``.

    Raises:
        FileExistsError: Somebody has a draft of that name.
        OSError: It cannot be made.
    """
    made: tuple[Path, ...] = ()
    for _ in range(TRIES):
        made = (*make_folders(parent, shared=shared), *made)
        remove_left(parent)
        folder = parent / (name or f"{PREFIX}{secrets.token_hex(6)}")
        try:
            folder.mkdir(folder_mode(shared))
        except FileNotFoundError:  # another process made the parent too and has just removed it
            continue
        folder.chmod(FOLDER)  # whatever the umask
        lock = _locked(folder / LOCK)
        if lock is not None:
            return Draft(folder, tuple(dict.fromkeys(made)), lock)
    raise OSError(errno.EAGAIN, f"no draft can be made in {parent}")


def remove_left(parent: Path) -> None:
    """Remove the drafts of processes that are gone; put back what they had moved away."""
    with contextlib.suppress(OSError):
        for folder in [p for p in parent.iterdir() if p.name.startswith((PREFIX, NAMED))]:
            with contextlib.suppress(OSError):
                if _is_ours(folder):
                    _remove_if_left(folder)


def _is_ours(folder: Path) -> bool:
    facts = folder.lstat()
    mine = not hasattr(os, "geteuid") or facts.st_uid == os.geteuid()
    if not (stat.S_ISDIR(facts.st_mode) and mine):
        return False
    return {path.name for path in folder.iterdir()} <= {LOCK, NEW, OLD, FILM}


def _remove_if_left(folder: Path) -> None:
    try:
        lock = os.open(folder / LOCK, os.O_RDWR)
    except FileNotFoundError:
        if _age_s(folder) > STALE_S:
            shutil.rmtree(folder, ignore_errors=True)
        return
    try:
        left = take(lock) and _is(folder / LOCK, lock)
    except OSError:  # a disk without locks
        left = _age_s(folder) > STALE_S
    if not left:
        os.close(lock)
        return
    if (folder / OLD).is_dir():
        for moved in (folder / OLD).iterdir():
            if not os.path.lexists(place := folder.parent / moved.name):
                moved.rename(place)
    _remove(folder, lock)


def _age_s(folder: Path) -> float:
    times = [path.lstat().st_mtime for path in (folder, *folder.rglob("*"))]
    return time.time() - max(times)


def _locked(path: Path) -> int | None:
    """Make and lock a file; None where a run that tidies up was quicker."""
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        return None
    with contextlib.suppress(OSError):  # a disk without locks
        if not (take(lock) and _is(path, lock)):
            os.close(lock)
            return None
    return lock


def _is(path: Path, lock: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(lock))
    except FileNotFoundError:
        return False


def _remove(folder: Path, lock: int) -> None:
    if sys.platform == "win32":  # no open file is removed there
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)
