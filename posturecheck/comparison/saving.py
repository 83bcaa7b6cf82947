"""The page of a comparison, written where its films can be found: beside the later result."""

from __future__ import annotations

import os
from pathlib import Path

from posturecheck.clips.folder import COMPARED
from posturecheck.comparison.page import TITLE, render_comparison
from posturecheck.comparison.pair import Pair, find_pair
from posturecheck.core import InputError
from posturecheck.files.atomic import save_text
from posturecheck.files.looking import is_folder
from posturecheck.profiles.smallest_change import filmed_again
from posturecheck.rules.guidance import load_guidance

HEAD_BYTES = 4000  # by so much of a page ours is known


def compare(
    first: Path, second: Path | None = None, out: Path | None = None, *, shared: bool = False
) -> tuple[Path, Pair]:
    """Write the page of two results, and return where it is, and what was compared.

    Args:
        first: A result's folder, or a patient's, whose newest two results of one task are taken.
        second: Another result's folder; None where ``first`` is a patient's.
        out: The page; None puts ``before-and-after.html`` into the later result's folder, where
            it is deleted with it, and goes with a new check of that clip.
        shared: Whether the group may see it as it may the folder above.

    Raises:
        InputError: They cannot be compared, or the page cannot be written; what was there stays.
    """
    pair = find_pair(first, second)
    place = out or pair.after.folder / COMPARED
    if is_folder(place):
        place = place / COMPARED
    if os.path.lexists(place) and not _is_ours(place):
        raise InputError(
            f"{place}: expected nothing or an earlier comparison there, found another file; it is "
            "left as it is: choose another place with --out"
        )
    page = render_comparison(pair, filmed_again(), load_guidance(), place.absolute().parent)
    save_text(page, place, "--out", shared=shared)
    return place, pair


def _is_ours(place: Path) -> bool:
    if place.is_symlink() or not place.is_file():
        return False
    try:
        with place.open("rb") as file:
            return f'content="{TITLE}"'.encode() in file.read(HEAD_BYTES)
    except OSError:
        return False
