"""Which clip a report is of: the films of two patients often bear one name.

A clip is known by its content, so that it is the same one wherever it lies.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from itertools import chain, count
from pathlib import Path

from posturecheck.files.atomic import folder_name

CHUNK_BYTES = 1 << 20


def content_sha256(clip: Path) -> str | None:
    """Return a clip's sha256, None where there is no file to read (a camera, say)."""
    if not clip.is_file():
        return None
    digest = hashlib.sha256()
    try:
        with clip.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
    except OSError:
        return None
    return digest.hexdigest()


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
    known: list[str | None] = []  # read once, and only where a report is in the way

    def is_ours(folder: Path) -> bool:
        if not (folder / "summary.json").is_file():
            return True  # nothing, or no report: ``folder.check_place`` says what it is
        if not known:
            known.append(content_sha256(clip))
        return known[0] is None or known[0] == _reported_sha256(folder / "summary.json")

    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(name for name in names if not taken(name) and is_ours(out / name))


def _reported_sha256(summary: Path) -> str | None:
    try:
        data = json.loads(summary.read_text(encoding="utf-8"))
        found = data["clip"]["sha256"]
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) else None
