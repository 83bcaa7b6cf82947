"""Which clip a report is of: the films of two patients often bear one name.

A clip is known by its content, so that it is the same one wherever it lies.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

MAX_SUMMARY_BYTES = 1_000_000  # ours have 15,000


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
        with summary.open("rb") as file:
            text = file.read(MAX_SUMMARY_BYTES + 1)
        data = json.loads(text) if len(text) <= MAX_SUMMARY_BYTES else None
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def reported_sha256(folder: Path) -> object:
    """Return the sha256 of the clip whose result lies in a folder, None where that is unknown."""
    clip = read_summary(folder / "summary.json").get("clip")
    return clip.get("sha256") if isinstance(clip, dict) else None


def recording_of(summary: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return which film a summary is of, by its content, and which stretch of it.

    None where the film is not known again: a session, or a result of before this was kept.
    """
    clip, settings = (summary.get(name) for name in ("clip", "settings"))
    content = clip.get("sha256") if isinstance(clip, dict) else None
    range_s = settings.get("range_s") if isinstance(settings, dict) else None
    return (content, repr(range_s)) if isinstance(content, str) and content else None


def clip_folder(clip: Path) -> str:
    """Return the name of the folder in which a clip lies; "" where there is no such file."""
    try:
        return clip.absolute().parent.name if clip.is_file() else ""
    except OSError:
        return ""
