"""Files and folders that appear whole or not at all, and only for their owner's eyes.

Everything that the program keeps or saves is written through here: into a locked draft
beside its place (``drafts``), with the rights of ``rights``.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from posturecheck.core import InputError
from posturecheck.files.drafts import TRIES, draft_in, held
from posturecheck.files.rights import FOLDER, rights_below

TAKEN = (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR)  # what a rename says of a taken place


def save_bytes(data: bytes, path: Path, *, shared: bool = False) -> None:
    """Write a file, whole or not at all, into a folder that is there.

    Raises:
        OSError: It cannot be written; what was there before still is.
    """
    place = path.absolute()
    if not place.parent.is_dir():
        raise FileNotFoundError(2, f"there is no folder {place.parent}")
    rights = rights_below(place.parent, shared=shared)
    with draft_in(place.parent, shared=shared) as draft:
        draft.new.write_bytes(data)
        rights.give(draft.new)
        draft.new.replace(place)


def save_text(text: str, path: Path, option: str, *, shared: bool = False) -> None:
    """Write a text file, whole or not at all; ``option`` is who asked for it.

    Raises:
        InputError: It cannot be written; what was there before still is.
    """
    try:
        save_bytes(text.encode("utf-8", errors="replace"), path, shared=shared)
    except OSError as error:
        raise _unwritable(path, option, error) from error


def names_in(path: Path) -> list[str]:
    """Return what lies in a folder; of a file its name, and nothing where nothing is.

    Asked once and answered: another run may take the folder away between two questions.
    """
    try:
        return [entry.name for entry in path.iterdir()]
    except FileNotFoundError:
        return []
    except NotADirectoryError:  # it, or one above it: then nothing is at this path
        return [path.name] if os.path.lexists(path) else []


@contextlib.contextmanager
def new_folder(final: Path, option: str, *, shared: bool = False) -> Iterator[Path]:
    """Give a folder to write into that becomes ``final``, a new or an empty one, at the end.

    Raises:
        InputError: Something is there already, or it cannot be written.
    """
    try:
        _see_new(final, option)
        place = final.absolute()
        with draft_in(place.parent, shared=shared) as draft:
            draft.new.mkdir(FOLDER)
            yield draft.new
            rights_below(place.parent, shared=shared).give_all(draft.new)
            _see_new(final, option)
            _settle(draft.new, place, option)
    except OSError as error:
        raise _unwritable(final, option, error) from error


def _see_new(final: Path, option: str) -> None:
    if names_in(final):
        raise _is_there(final, option)


def _settle(new: Path, place: Path, option: str) -> None:
    # Never moves what is there out of the way: of two that come at once one is refused.
    try:
        with contextlib.suppress(FileNotFoundError):
            _keep_rights(place, new)
        if os.name == "nt":  # elsewhere an empty folder is replaced in one step
            with contextlib.suppress(FileNotFoundError):
                place.rmdir()
        new.rename(place)
    except OSError as error:
        if error.errno in TAKEN or place.exists():
            raise _is_there(place, option) from error
        raise


def _is_there(final: Path, option: str) -> InputError:
    return InputError(
        f"{option} {final}: expected a new folder, but there is something already; "
        "choose another name"
    )


@dataclass(frozen=True, slots=True)
class FolderDraft:
    """A folder to write into, which then takes the place of an earlier one, or a new one.

    Attributes:
        folder: To write into; gone in the end, unless it was settled.
        root: The folder in which, or in a folder of which, it settles.
        shared: Whether the group may see it, see ``rights``.
    """

    folder: Path
    root: Path
    shared: bool = False

    def settle(
        self,
        choose: Callable[[], Path],
        see: Callable[[Path], None] = lambda place: None,
        keep: Sequence[str] = (),
    ) -> Path:
        """Move it to its place and return that.

        A folder that was there keeps its rights, and hands its name to the new one.

        Args:
            choose: Names the place, in ``root`` or in a folder of it (which is made). Nobody
                else of this program names, moves or removes anything in ``root`` meanwhile.
            see: Raises where what lies at a path must not be replaced; asked of what is
                there, and once more of what was moved away for the new one.
            keep: Names of files that the new folder takes over from the earlier one.

        Raises:
            OSError: It cannot be written; what was there before still is.
        """
        with contextlib.ExitStack() as stack:
            stack.enter_context(held(self.root, shared=self.shared))
            place = choose().absolute()
            if place.parent != self.root:  # somebody may take that for the root
                stack.enter_context(held(place.parent, shared=self.shared))
                place = choose().absolute()
            aside = stack.enter_context(draft_in(place.parent, shared=self.shared))
            rights_below(place.parent, shared=self.shared).give_all(self.folder)
            self._swap(place, aside.old, see, keep)
        return place

    def _swap(
        self, place: Path, old: Path, see: Callable[[Path], None], keep: Sequence[str]
    ) -> None:
        old.mkdir(FOLDER)
        moved = old / place.name  # by this name a later run finds its way back
        try:
            for _ in range(TRIES):
                see(place)
                shutil.rmtree(moved, ignore_errors=True)  # another run's has taken its place
                with contextlib.suppress(FileNotFoundError):
                    place.rename(moved)
                    see(moved)  # somebody may have put it there since the last look
                    _keep_rights(moved, self.folder)
                    _keep_files(moved, self.folder, keep)
                try:
                    self.folder.rename(place)
                    return
                except OSError as error:  # another run was quicker, and may be gone again
                    if error.errno not in TAKEN and not place.exists():
                        raise
            raise FileExistsError(17, "others go on writing there")
        except BaseException:
            if os.path.lexists(moved) and not os.path.lexists(place):
                moved.rename(place)
            raise


@contextlib.contextmanager
def folder_draft(root: Path, *, shared: bool = False) -> Iterator[FolderDraft]:
    """Give a folder to write into; ``FolderDraft.settle`` moves it to its place.

    Args:
        root: Where it will be, or the folder above that; made if it is not there.
        shared: Whether the group may see it, see ``rights``.

    Raises:
        OSError: It cannot be made.
    """
    with draft_in(root, shared=shared) as draft:
        draft.new.mkdir(FOLDER)
        yield FolderDraft(draft.new, root.absolute(), shared)


def _keep_files(before: Path, now: Path, names: Sequence[str]) -> None:
    for name in names:
        if (before / name).is_file() and not os.path.lexists(now / name):
            shutil.copy2(before / name, now / name)


def _keep_rights(before: Path, now: Path) -> None:
    if not before.is_dir():
        return
    facts, own = before.stat(), now.stat()
    own_mode = own.st_mode
    with contextlib.suppress(OSError):  # somebody else's group, which one is not in
        if facts.st_gid != own.st_gid:
            os.chown(now, -1, facts.st_gid)
            own_mode = 0  # its group was another
        now.chmod((facts.st_mode | own_mode) & 0o7777)


def _unwritable(path: Path, option: str, error: OSError) -> InputError:
    return InputError(
        f"{option} {path}: cannot be written ({error.strerror or error}); choose another place, "
        "or make room"
    )
