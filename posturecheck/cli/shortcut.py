"""``posturecheck shortcut``: an icon in the start menu and on the desktop."""

from __future__ import annotations

from typing import Annotated

import typer

from posturecheck.console.terminal import tell
from posturecheck.core import InputError


def shortcut(
    remove: Annotated[bool, typer.Option("--remove", help="Take the icons away.")] = False,
    at_login: Annotated[
        bool, typer.Option("--at-login", help="Also open the page at login; the camera stays off.")
    ] = False,
) -> None:
    """Put an icon into the start menu and on the desktop that opens the page."""
    from posturecheck.home.shortcut import make_shortcut, remove_shortcut

    if remove and at_login:
        raise InputError("--remove: expected alone; leave out --at-login")
    if remove:
        gone = remove_shortcut()
        tell(f"Taken away: {', '.join(map(str, gone))}." if gone else "There was no icon.")
        return
    for path in make_shortcut(at_login=at_login):
        tell(f"Icon: {path}")
    tell("A click on it opens the page. 'posturecheck shortcut --remove' takes it away.")
