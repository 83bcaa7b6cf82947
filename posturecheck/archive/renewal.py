"""``overview.html``, ``.csv`` and ``.xlsx`` of a folder of results, made anew."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

from posturecheck.archive.page import render_overview
from posturecheck.archive.results import read_archive
from posturecheck.archive.rows import Archive
from posturecheck.archive.tables import COLUMNS, TITLE, overview_csv, overview_xlsx
from posturecheck.core import InputError
from posturecheck.files.atomic import save_bytes
from posturecheck.files.drafts import held, remove_left
from posturecheck.files.looking import is_folder
from posturecheck.rules.guidance import load_guidance

PAGE, TABLE, SHEET = "overview.html", "overview.csv", "overview.xlsx"
FILES = (PAGE, TABLE, SHEET)
HEAD_BYTES, MARKED = 4000, 5  # by which ours are known: so much of a page, so many column names


def renew_overview(out: Path, *, shared: bool = False) -> Archive:
    """Write the three files of a folder of results, and return what they say.

    Of two runs at one moment the later one has seen the results of both.

    Raises:
        InputError: There is no such folder, or one of the files cannot be written or is
            somebody's own; the others are written.
    """
    if not is_folder(out):
        read_archive(out)  # says what is wrong
    try:
        with held(out, shared=shared):
            for folder in out.iterdir():
                remove_left(folder)  # a killed run may have moved a patient's result aside
            archive = read_archive(out)
            _save_all(archive, out, shared)
    except OSError as error:
        raise _unwritable(out, error) from error
    return archive


def _save_all(archive: Archive, out: Path, shared: bool) -> None:
    foreign = [name for name in FILES if not _may_replace(out / name)]
    makers: dict[str, Callable[[], bytes]] = {
        PAGE: lambda: _text(render_overview(archive, date.today(), load_guidance())),
        TABLE: lambda: _text(overview_csv(archive.rows)),
        SHEET: lambda: overview_xlsx(archive.rows),
    }
    failed: dict[str, OSError] = {}
    for name, make in makers.items():
        if name in foreign:
            continue
        try:
            save_bytes(make(), out / name, shared=shared)
        except OSError as error:  # a spreadsheet may hold its own open
            failed[name] = error
    if foreign:
        raise InputError(
            f"{out / foreign[0]}: expected nothing or an earlier overview there, found another "
            "file; it is left as it is: move it away, then run posturecheck overview"
        )
    if failed:
        name = next(iter(failed))
        raise _unwritable(out / name, failed[name])


def _may_replace(path: Path) -> bool:
    """Whether nothing is there, or what an earlier run wrote."""
    if not os.path.lexists(path):
        return True
    if path.is_symlink() or not path.is_file():
        return False
    try:
        if path.name == SHEET:
            with zipfile.ZipFile(path) as book:
                return TITLE.encode() in book.read("docProps/core.xml")
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return False
    return (TITLE if path.name == PAGE else ",".join(COLUMNS[:MARKED])).encode() in head


def _text(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        f"{path}: cannot be written ({error.strerror or error}); close it where it is open, or "
        "make room, then run posturecheck overview"
    )
