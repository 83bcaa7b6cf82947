"""Pages that hold their own style and script: shown under a policy that names just these."""

from __future__ import annotations

import base64
import hashlib
import re

from starlette.responses import HTMLResponse, Response

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
HANDLER = re.compile(r' on[a-z]+="[^"]*"')  # no policy without "unsafe" lets these run
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def document(html: str) -> Response:
    """Return a page of our own making that is complete in itself (a report, the days)."""
    html = HANDLER.sub("", html)
    return HTMLResponse(html, headers={"content-security-policy": policy_of(html)})


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
    named = [
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in part.findall(html)
    ]
    return " ".join(named) or "'none'"
