"""Where a clip is that was checked before: known by its content, wherever it lies now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from posturecheck.clips.identity import content_sha256

MOST_LOOKED_AT = 20_000  # files of a named folder


def found_clip(
    sha256: str | None, name: str, folder: str, near: Iterable[Path], named: Sequence[Path] = ()
) -> Path | None:
    """Return the clip of this content, None where it is not found.

    Args:
        sha256: Of its content; None is a clip that cannot be known again.
        name: Its file's name.
        folder: The name of the folder in which it lay.
        near: Folders in which it may lie, or beside which its folder may.
        named: Folders to look through as a whole.
    """
    if not sha256 or Path(name).name != name or name in ("", ".", ".."):
        return None
    for path in _places(name, folder, near, named):
        try:
            if path.is_file() and content_sha256(path) == sha256:
                return path
        except OSError:  # not ours to read
            continue
    return None


def _places(name: str, folder: str, near: Iterable[Path], named: Sequence[Path]) -> Iterator[Path]:
    for place in (*named, *near):
        yield place / name
        if folder and Path(folder).name == folder:
            yield place / folder / name
    for place in named:
        try:
            files = islice(place.rglob("*"), MOST_LOOKED_AT)
            yield from sorted(path for path in files if path.name == name)
        except OSError:
            continue
