"""What the site is built from: the documents named in ``zensical.toml``, at their own paths."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SETTINGS = Path(__file__).parent / "zensical.toml"
FENCE = re.compile(r"\s*(```|~~~)")
LIST = re.compile(r"([-*+]|1\.) ")  # of numbers only a 1 may begin a list within a paragraph
CODE = re.compile(r"`[^`]+`")
NOT_PROSE = re.compile(r"\s|#|\||>|([-*+]|\d+\.) |$")


def pages() -> list[str]:
    """Return the documents in the order of the menu, as paths in the repository."""
    settings = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))
    return list(_named(settings["project"]["nav"]))


def _named(menu: Any) -> Iterator[str]:
    if isinstance(menu, str):
        yield menu
        return
    for entry in menu.values() if isinstance(menu, dict) else menu:
        yield from _named(entry)


def gather(folder: Path, root: Path = ROOT) -> None:
    """Copy settings, documents and the documents' pictures into an empty folder.

    Args:
        folder: Gets ``zensical.toml`` and ``pages/``.
        root: The repository.

    Raises:
        OSError: A document of the menu is not there.
    """
    shutil.copy(SETTINGS, folder)
    for page in pages():
        text = (root / page).read_text(encoding="utf-8")
        place = folder / "pages" / page
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(as_on_github(text), encoding="utf-8")
    for picture in (root / "docs").glob("*.png"):
        shutil.copy(picture, folder / "pages" / "docs")


def as_on_github(text: str) -> str:
    r"""Return Markdown that Python-Markdown shows as GitHub shows the given one.

    A list that follows upon a paragraph gets an empty line before it (CommonMark 0.31, section
    5.3), and ``\|`` in the code of a table loses its stroke (GFM 0.29, section 4.10). Fenced
    blocks stay as they are.
    """
    lines: list[str] = []
    fenced, before = False, ""
    for line in text.splitlines():
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced and LIST.match(line) and not NOT_PROSE.match(before):
            lines.append("")
        in_table = not fenced and line.startswith("|")
        lines.append(CODE.sub(_with_bars, line) if in_table else line)
        before = line
    return "\n".join(lines) + "\n"


def _with_bars(code: re.Match[str]) -> str:
    return code[0].replace(r"\|", "|")
