"""``posturecheck profile``: print the limits, or check a profile of one's own."""

from __future__ import annotations

from typing import Annotated

import typer

from posturecheck.console.terminal import tell_lines
from posturecheck.profiles.files import commented, load_profile


def profile(
    file: Annotated[
        str | None, typer.Argument(metavar="[NAME|FILE]", help="A profile to check and print.")
    ] = None,
) -> None:
    """Print the commented default profile, or check one and print it whole."""
    tell_lines(commented(load_profile(file or "default")))
