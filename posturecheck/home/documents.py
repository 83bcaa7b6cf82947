"""Pages that hold their own style and script: shown under a policy that names just these."""

from __future__ import annotations

import re

from jinja2 import Environment
from starlette.responses import HTMLResponse, Response

from posturecheck.report.page_parts import hash_source

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
HANDLER = re.compile(r' on[a-z]+="[^"]*"')  # no policy without "unsafe" lets these run
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def document(html: str) -> Response:
    """Return a page of our own making that is complete in itself (a report, the days)."""
    html = HANDLER.sub("", html)
    return HTMLResponse(html, headers={"content-security-policy": policy_of(html)})


def framed(html: str, environment: Environment, root: str, to: str, back: str) -> str:
    """Put the icon and a link back into a page that knows nothing of the one it is opened from.

    Args:
        html: The page.
        environment: Knows this room's templates.
        root: Where the pages begin.
        to: Where the link leads, from there.
        back: What stands on it.
    """
    about = {"root": root, "to": to, "words": {"back": back}}
    for tag, part in (("<head>", "icon.html"), ("<body>", "back.html")):
        html = html.replace(tag, tag + environment.get_template(part).render(about), 1)
    return html


def policy_of(html: str) -> str:
    """Return what the page may do: its own words, pictures within it, the film beside it.

    Style and script are named by their hashes, so that no other is ever run.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_hashes(STYLE, html)}",
            f"script-src {_hashes(SCRIPT, html)}",
            "img-src 'self' data:",
            "media-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def _hashes(part: re.Pattern[str], html: str) -> str:
    return " ".join(map(hash_source, part.findall(html))) or "'none'"
