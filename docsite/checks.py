"""What must hold of a built site, beyond what its generator looks after."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADING = {"src", "srcset", "poster", "data", "background"}
LOADED_LINKS = {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "preconnect"}
IN_STYLE = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')\s]+)""")


@dataclass
class Page(HTMLParser):
    """What one page links to, loads, and can be linked to by."""

    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag points at."""
        given = {name: value or "" for name, value in attrs}
        self.names |= {given[name] for name in ("id", "name") if name in given}
        self.loads += [given[name] for name in LOADING & set(given)]
        self.loads += IN_STYLE.findall(given.get("style", ""))
        if "href" in given:
            rel = set(given.get("rel", "").split())
            loaded = tag not in ("a", "area") and (tag != "link" or rel & LOADED_LINKS)
            (self.loads if loaded else self.links).append(given["href"])

    def handle_data(self, data: str) -> None:
        """Note what a style sheet within the page loads."""
        if self.lasttag == "style":
            self.loads += IN_STYLE.findall(data)


def problems(site: Path) -> list[str]:
    """Return a line for each link that leads nowhere and each thing loaded from elsewhere.

    Args:
        site: The folder of the built pages.
    """
    pages = {path: _read(path) for path in sorted(site.rglob("*.html"))}
    found = [] if pages else [f"{site.name}: there is no page"]
    for path, page in pages.items():
        here = path.relative_to(site).as_posix()
        found += [f"{here}: loads {target}" for target in page.loads if _elsewhere(target)]
        found += [
            f"{here}: {target} leads nowhere"
            for target in [*page.links, *page.loads]
            if not _elsewhere(target) and not _there(target, path, site, pages)
        ]
    for sheet in sorted(site.rglob("*.css")):
        loads = IN_STYLE.findall(sheet.read_text(encoding="utf-8"))
        found += [f"{sheet.name}: loads {target}" for target in loads if _elsewhere(target)]
    return found


def _read(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    return page


def _elsewhere(target: str) -> bool:
    parts = urlsplit(target)
    return bool(parts.netloc) or parts.scheme not in ("", "data")


def _there(target: str, path: Path, site: Path, pages: dict[Path, Page]) -> bool:
    parts = urlsplit(target)
    if parts.scheme == "data":
        return True
    name = unquote(parts.path)
    start = site if name.startswith("/") else path.parent
    file = (start / name.lstrip("/")).resolve() if name else path
    file = file / "index.html" if file.is_dir() else file
    if not file.is_file() or not file.is_relative_to(site.resolve()):
        return False
    named = unquote(parts.fragment)
    return not named or file not in pages or named in pages[file].names
