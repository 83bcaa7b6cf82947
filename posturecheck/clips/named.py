"""The clips of a command line: named one by one, by their folder, or by a pattern.

A pattern (``study/P*/*.mp4``, ``**`` for folders within folders) is read here, too, because a shell
of Windows leaves it as it is, and no command line holds the names of ten thousand clips. A file
that is called like a pattern is that file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from glob import glob, has_magic
from pathlib import Path

from posturecheck.core import InputError
from posturecheck.files.atomic import names_in
from posturecheck.files.looking import is_folder

ENDINGS = frozenset(
    {".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".3gp", ".mts", ".m2ts", ".mpg", ".wmv"}
)
FILM, SUMMARY = "annotated.mp4", "summary.json"  # of a result


def clips_named(named: Iterable[Path]) -> list[Path]:
    """Return every clip that is meant, each file once; what is no folder or pattern as it is.

    Of a folder those that lie in it are meant, not those in the folders in it.

    Raises:
        InputError: A folder or a pattern holds no clip, or a folder cannot be read.
    """
    clips: dict[str, Path] = {}
    for path in named:
        found = matching(path)
        within = [clip for one in found for clip in _clips_at(one, by_name=found == [path])]
        if not within:
            raise InputError(
                f"{path}: expected clips there, found none; name files, a folder of them, or a "
                f"pattern such as {'study/*/*.mp4'!r} ({' '.join(sorted(ENDINGS))})"
            )
        clips |= {whole_path(clip): clip for clip in within}
    return list(clips.values())


def matching(path: Path) -> list[Path]:
    """Return what a pattern stands for, by name; of what is no pattern the path itself."""
    if os.path.lexists(path) or not has_magic(str(path)):
        return [path]
    names = glob(str(path), recursive=True)  # noqa: PTH207 (it may be absolute; leaves hidden ones out)
    return [Path(name) for name in sorted(names)]


def common_names(paths: Sequence[Path]) -> list[str]:
    """Return each path as it is called from the folder that they all lie in, with ``/``.

    So a clip has one name, wherever a share is mounted.
    """
    whole = [Path(whole_path(path)) for path in paths]
    try:
        above = os.path.commonpath([path.parent for path in whole]) if whole else ""
    except ValueError:  # on several drives of Windows
        return [path.as_posix() for path in whole]
    return [path.relative_to(above).as_posix() for path in whole]


def whole_path(path: Path) -> str:
    """Return a path as another folder to work in needs it; links stay what they are."""
    return os.path.normpath(path.absolute())


def _clips_at(path: Path, *, by_name: bool) -> list[Path]:
    if not is_folder(path):
        return [path] if by_name or _is_clip(path) else []
    try:
        return sorted(within for within in path.iterdir() if _is_clip(within))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error


def _is_clip(path: Path) -> bool:
    """Whether it is called like a film, and is none that we drew ourselves."""
    if path.name.startswith(".") or path.suffix.lower() not in ENDINGS or is_folder(path):
        return False
    return path.name != FILM or SUMMARY not in names_in(path.parent)
