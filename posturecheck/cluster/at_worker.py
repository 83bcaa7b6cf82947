"""What a worker does: everything that Dask is given of ours by name, with text in and text out.

A worker is believed to be like us only where versions, model, the clips and the shared folder are
the same; this is asked before the first task, and of each task again, because workers come and go.
"""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from posturecheck.clips.batch import CHECKING, FAULT
from posturecheck.clips.sent import model_sha256
from posturecheck.clips.summary import versions
from posturecheck.clips.work import FaultError, Work
from posturecheck.core import PostureCheckError
from posturecheck.evaluate.checks import ESTIMATING
from posturecheck.files.lock import take
from posturecheck.language.catalogue import choose

WORKS: dict[str, Work[Any, Any]] = {work.name: work for work in (CHECKING, ESTIMATING)}


def problem(expected: str) -> str:
    """Return what is not here as it is where the clips were named; "" where all is.

    Args:
        expected: JSON, see ``likeness.Likeness``.
    """
    wanted = json.loads(expected)
    own = versions()
    for part, version in wanted["versions"].items():
        if own.get(part) != version:
            return f"has {part} {own.get(part)}, where {version} is expected"
    try:
        if _model_sha256(wanted["model"]) != wanted["model_sha256"]:
            return f"has another pose model {wanted['model']}"
        choose(wanted["language"])
        return _unseen(wanted)
    except (PostureCheckError, OSError) as error:
        return f"says: {error}"


def _unseen(wanted: dict[str, Any]) -> str:
    clip = Path(wanted["clip"])
    if wanted["clip"] and not (clip.is_file() and clip.stat().st_size == wanted["clip_bytes"]):
        return f"does not see {clip}, or sees another file there"
    if wanted["token"] is None:
        return ""
    if _content(Path(wanted["token"])) != wanted["token_text"]:
        return f"does not see {wanted['folder']}, where the results are to lie"
    if not os.access(wanted["folder"], os.W_OK):
        return f"may not write into {wanted['folder']}"
    if _can_take(Path(wanted["lock"])):
        return (
            f"does not see our locks in {wanted['folder']}, so one machine would remove what "
            "another is writing; mount it with locks that reach all machines"
        )
    return ""


def do(work: str, expected: str, task: str) -> str:
    """Do one task, where this worker is what is expected of it.

    Args:
        work: The name of the work.
        expected: As for ``problem``.
        task: The task as JSON.

    Returns:
        JSON: ``refused`` with the reason, or ``error`` with the line that the clip's user can
        correct, or ``answer``; and ``seconds`` of clip done.

    Raises:
        FaultError: The program failed; the scheduler lets it be tried again.
    """
    if why := problem(expected):
        return json.dumps({"refused": why})
    kind, seconds = WORKS[work], [0.0]
    try:
        done = kind.do(kind.received(json.loads(task)), seconds.append)
    except PostureCheckError as error:
        return json.dumps({"error": str(error), "seconds": sum(seconds)})
    except Exception as error:
        raise FaultError(f"{type(error).__name__}: {error}") from None
    if getattr(done, "fault", False):
        raise FaultError(done.error.partition(FAULT)[2])
    return json.dumps({"answer": kind.answered(done), "seconds": sum(seconds)})


@lru_cache(maxsize=8)
def _model_sha256(choice: str) -> str:
    return model_sha256(choice)


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""


def _can_take(lock: Path) -> bool:
    """Whether what another process holds locked could be locked from here."""
    try:
        file = os.open(lock, os.O_RDWR)
    except OSError:
        return False
    try:
        return take(file)
    except OSError:  # a disk without locks: what is young is nobody's leftover there
        return False
    finally:
        os.close(file)
