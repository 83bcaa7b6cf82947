"""A report as a PDF, from the same page, by WeasyPrint: an extra, ``posturecheck[pdf]``.

WeasyPrint draws a picture within the page (SVG) without the page's style, its variables, what
another picture defines, and links: each picture gets its own copy.
"""

from __future__ import annotations

import re
from typing import Any

from posturecheck.core import InputError

WAY_OUT = (
    "--export pdf: expected WeasyPrint, which is not here; install posturecheck[pdf], or open "
    "report.html and print it into a file"
)
# What of the style is for pictures: the rules that begin with one of these.
DRAWN = (
    *(".filled", ".track", ".hatched", ".axis", ".plot", ".grid", ".tick", ".line", ".band"),
    *(".limit", ".episode", ".shape", ".gap-text", ".over"),
)
HIDDEN = ".cursor { display: none; }"
LINKED = re.compile(r'(<svg x="[^"]*" y="[^"]*" class="over[^>]*>)<a [^>]*>(.*?)</a>', re.DOTALL)


def find_weasyprint() -> Any:
    """Return the library.

    Raises:
        InputError: It, or what it needs of the system, is not here.
    """
    try:
        import weasyprint
    except (ImportError, OSError) as error:  # OSError: Pango is lacking
        raise InputError(WAY_OUT) from error
    return weasyprint


def pdf_of(page: str) -> bytes:
    """Return a report's page as a PDF; nothing else is read for it, on the disk or the net.

    Raises:
        InputError: WeasyPrint is not here.
    """
    weasyprint = find_weasyprint()
    within = weasyprint.urls.URLFetcher(allowed_protocols=["data"])
    return bytes(weasyprint.HTML(string=for_print(page), url_fetcher=within).write_pdf())


def for_print(page: str) -> str:
    """Return the page with each picture drawn as the page's style has it."""
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    defined = re.search(r"<defs>.*?</defs>", page, re.DOTALL)
    if style is None or defined is None:
        return page
    names = dict(re.findall(r"(--[\w-]+):\s*([^;}]+)", style[1]))
    rules = [
        line
        for line in style[1].partition("@media")[0].splitlines()
        if line.lstrip().startswith(DRAWN)
    ]
    drawn = re.sub(r"var\((--[\w-]+)\)", lambda name: names[name[1]], "\n".join([*rules, HIDDEN]))
    unlinked = LINKED.sub(r"\1<g>\2</g>", page)
    return re.sub(
        r"<svg\b[^>]*>", lambda tag: f"{tag[0]}<style>{drawn}</style>{defined[0]}", unlinked
    )
