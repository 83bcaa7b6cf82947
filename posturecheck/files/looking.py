"""Whether something lies at a path that a user named, where it may not be looked at either."""

from __future__ import annotations

import stat
from pathlib import Path

from posturecheck.core import InputError


def is_folder(path: Path) -> bool:
    """Whether a folder lies there, or a link to one.

    Raises:
        InputError: That cannot be seen: a folder above it may not be looked into, say.
    """
    return stat.S_ISDIR(_mode(path))


def is_file(path: Path) -> bool:
    """Whether a file lies there, or a link to one.

    Raises:
        InputError: That cannot be seen: a folder above it may not be looked into, say.
    """
    return stat.S_ISREG(_mode(path))


def is_there(path: Path) -> bool:
    """Whether anything lies there.

    Raises:
        InputError: That cannot be seen: a folder above it may not be looked into, say.
    """
    return _mode(path) != 0


def _mode(path: Path) -> int:
    # Path's own questions differ from one Python to the next in what they raise.
    try:
        return path.stat().st_mode
    except PermissionError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror or error}); allow reading there, or name "
            "another place"
        ) from error
    except (OSError, ValueError):  # nothing, a link to itself, or no name at all
        return 0
