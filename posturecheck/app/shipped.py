"""The files and templates that come with the page."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Shipped:
    """All files of a folder, read once: a name that is not among them leads nowhere.

    ``names`` are those that are served, None for all; ``folder`` None is the page's own.
    """

    def __init__(
        self, names: frozenset[str] | None = None, folder: Traversable | None = None
    ) -> None:
        folder = folder or files("posturecheck.app").joinpath("static")
        self._files = {
            f.name: f.read_bytes()
            for f in folder.iterdir()
            if _suffix(f.name) in MEDIA_TYPES and (names is None or f.name in names)
        }

    def answer(self, name: str) -> Response:
        """Return a file, or that there is none."""
        if name not in self._files:
            return Response(status_code=404)
        return Response(self._files[name], media_type=MEDIA_TYPES[_suffix(name)])


def rendered(template: str, **about: Any) -> str:
    """Return a shipped template as HTML."""
    return _ENVIRONMENT.get_template(template).render(**about)


_ENVIRONMENT = Environment(
    loader=PackageLoader("posturecheck.app", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
)


def _suffix(name: str) -> str:
    return name[name.rfind(".") :]
