"""A result's folder as the program writes it, without the work before."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from posturecheck.clips.folder import check_place, result_draft, settle


@contextlib.contextmanager
def whole_folder(final: Path, *, shared: bool = False) -> Iterator[Path]:
    """Give a folder to write into that settles at ``final`` when all is well."""
    check_place(final, shared=shared)
    with result_draft(final.parent, shared=shared) as draft:
        yield draft.folder
        settle(draft, lambda: final)
