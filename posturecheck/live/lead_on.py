"""A page on this disk that leads a browser on to the address with the secret.

The command line that starts a browser can be read by every user of the computer; this file
by its owner only. It lies where a packaged browser (snap, flatpak) can read it too: those see
neither the temporary folder nor folders whose name begins with a dot.
"""

from __future__ import annotations

import contextlib
import html
import os
import secrets
import sys
from collections.abc import Iterable
from pathlib import Path

import platformdirs

NAME = "posturecheck-opens-{secret}.html"
EVERY_NAME = NAME.format(secret="*")  # the star of a glob
# Without a script, so that nothing has to be allowed; a refresh leaves no trace in "back".
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={address}">
<title>posturecheck</title>
<p><a href="{address}">To posturecheck</a></p>
"""


class LeadOn:
    """The page on the disk, from now until it is removed.

    Attributes:
        path: Where it is; only its owner can read it.
    """

    def __init__(self, address: str, folder: Path) -> None:
        """Write it.

        Raises:
            OSError: It cannot be written there.
        """
        self.path = folder / NAME.format(secret=secrets.token_hex(8))
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        self._file = os.open(self.path, flags, 0o600)  # and open while it is in use: see below
        try:
            _lock(self._file)
            page = PAGE.format(address=html.escape(address))
            os.write(self._file, page.encode())
        except OSError:
            self.remove()
            raise

    @property
    def url(self) -> str:
        """Its own address, which holds no secret."""
        return self.path.as_uri()

    def remove(self) -> None:
        """Delete it; twice is fine."""
        if self._file >= 0:
            os.close(self._file)  # Windows deletes no open file
            self._file = -1
        with contextlib.suppress(OSError):
            self.path.unlink()


def lead_on(address: str, folders: Iterable[Path] | None = None) -> LeadOn | None:
    """Write the page into the first folder that takes it, and clear away what is stale.

    Args:
        address: Where it leads.
        folders: Best first; by default those that browsers can read.

    Returns:
        The page, or None where there is no place for it.
    """
    if folders is None:
        try:
            folders = browsers_can_read()
        except RuntimeError:  # who has no home
            return None
    ours = [folder for folder in folders if _is_ours(folder)]
    for folder in ours:
        _remove_stale(folder)
    for folder in ours:
        with contextlib.suppress(OSError):
            return LeadOn(address, folder)
    return None


def browsers_can_read() -> list[Path]:
    """Return the folders for the page, best first; they need not be there."""
    home = Path.home()
    if sys.platform in {"darwin", "win32"}:  # no packaged browsers there, but questions for leave
        return [platformdirs.user_data_path("posturecheck"), home]
    # Flatpak browsers are given the downloads, snap ones all of the home that is not hidden.
    usual = [platformdirs.user_downloads_path(), home, platformdirs.user_documents_path()]
    return sorted(usual, key=lambda folder: _is_hidden(folder, home))


def _is_hidden(folder: Path, home: Path) -> bool:
    try:
        below = folder.resolve().relative_to(home.resolve())
    except ValueError:  # a link that leads out of the home
        return True
    return any(part.startswith(".") for part in below.parts)


def _is_ours(folder: Path) -> bool:
    """Whether no other user could put another page into the place of ours."""
    try:
        about = folder.stat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return folder.is_dir()
    return folder.is_dir() and about.st_uid == os.getuid() and not about.st_mode & 0o002


def _remove_stale(folder: Path) -> None:
    """Delete what runs left that were killed; a page in use is held open, and locked."""
    with contextlib.suppress(OSError):
        for page in folder.glob(EVERY_NAME):
            if not page.is_symlink() and page.is_file() and not _in_use(page):
                with contextlib.suppress(OSError):
                    page.unlink()


def _in_use(page: Path) -> bool:
    try:
        file = os.open(page, os.O_RDWR)
    except OSError:
        return True
    try:
        if os.fstat(file).st_size == 0:
            return True  # it is being written just now
        _lock(file)
    except OSError:
        return True
    finally:
        os.close(file)
    return False


def _lock(file: int) -> None:
    """Lock an open file until it is closed; elsewhere than on POSIX being open is enough.

    Raises:
        OSError: Another program has it locked.
    """
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
