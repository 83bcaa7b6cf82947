"""What every page that needs nothing but itself is made with: templates, and what it may do."""

from __future__ import annotations

import base64
import hashlib

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined


def page_environment(*rooms: str) -> Environment:
    """Return what pages are rendered with, whose templates lie in these rooms, the first first."""
    return Environment(
        loader=ChoiceLoader([PackageLoader("posturecheck", room) for room in rooms]),
        autoescape=True,  # names of clips, folders and profiles come from outside
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def rendered(environment: Environment, *parts: str) -> str:
    """Return some templates that need nothing, one after the other: a style, a script."""
    return "".join(environment.get_template(part).render() for part in parts)


def sealed(style: str, script: str, also: str = "") -> str:
    """Return the policy of a page that runs its one script and loads nothing.

    Args:
        style: What stands in its style element.
        script: What stands in its script element.
        also: What it may load all the same, directives that end with "; ".
    """
    return (
        f"default-src 'none'; style-src {hash_source(style)}; script-src {hash_source(script)}; "
        f"{also}base-uri 'none'; form-action 'none'"
    )


def hash_source(text: str) -> str:
    """Return how a Content-Security-Policy names a style or script by what stands in it."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
