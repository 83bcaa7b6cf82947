"""Which clip a report is of: the films of two patients often bear one name.

A clip is known by its content, so that it is the same one wherever it lies.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Callable
from functools import lru_cache
from itertools import chain, count
from pathlib import Path
from typing import Any

from posturecheck.files.atomic import folder_name


def content_sha256(clip: Path) -> str | None:
    """Return a clip's sha256, None where there is no file to read (a camera, say)."""
    try:
        facts = clip.stat()
        if not stat.S_ISREG(facts.st_mode):
            return None
        return _sha256(clip, facts.st_size, facts.st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=16)
def _sha256(clip: Path, size: int, changed_ns: int) -> str:
    # A film of an hour takes seconds, and naming, saving and reporting all ask. What has another
    # size or time by now is another content.
    with clip.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_summary(summary: Path) -> dict[str, Any]:
    """Return the content of a ``summary.json``; nothing where there is none, or it is broken."""
    try:
        data = json.loads(summary.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def free_name(
    out: Path, name: str, clip: Path, taken: Callable[[str], bool] = lambda name: False
) -> str:
    """Return a folder's name in ``out`` for a clip's report: ``name``, or the next number of it.

    Passed over is what holds another clip's report, or one that does not say whose it is; an
    earlier report of the same clip is to be replaced.

    Args:
        out: Where the reports are.
        name: As wished; what would lead elsewhere is changed.
        clip: Whose report it is.
        taken: Says which names are given away already.
    """
    stem = folder_name(name)

    def is_ours(folder: Path) -> bool:
        if not (folder / "summary.json").is_file():
            return True  # nothing, or no report: ``folder.check_place`` says what it is
        own = content_sha256(clip)
        return own is None or own == _reported_sha256(folder / "summary.json")

    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(name for name in names if not taken(name) and is_ours(out / name))


def _reported_sha256(summary: Path) -> object:
    clip = read_summary(summary).get("clip")
    return clip.get("sha256") if isinstance(clip, dict) else None
