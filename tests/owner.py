"""Who else may look at what was made."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

UMASKS = (0o000, 0o022, 0o077)
has_rights = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX rights")


@contextlib.contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def made_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def open_to_others(folder: Path) -> list[str]:
    """Everything in a folder that is not 0700 or 0600."""
    return [
        f"{path.relative_to(folder)} {rights(path):o}"
        for path in made_in(folder)
        if rights(path) != (0o700 if path.is_dir() else 0o600)
    ]
