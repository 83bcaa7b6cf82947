"""``posturecheck review``: serve the page until it is ended, or nobody is there any more."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from starlette.routing import BaseRoute

from posturecheck.app.alone import Alone
from posturecheck.app.server import Page, serve_pages
from posturecheck.console.stopping import stopped_kindly
from posturecheck.live.opening import Opening, Opens
from posturecheck.review import words
from posturecheck.review.pages import page_routes
from posturecheck.review.requests import routes
from posturecheck.review.rooms import Rooms
from posturecheck.review.shelf import Shelf

EVERY_S = 0.1

Say = Callable[[str], None]
Open = Callable[[Opens, Say], Opening]


def run_review(out: Path, clips: Sequence[Path], say: Say, open_page: Open = Opening) -> None:
    """Serve the page of a folder of results.

    Args:
        out: The folder.
        clips: Folders to look for the clips in.
        say: Gets a line on what the owner should know.
        open_page: Starts a browser.

    Raises:
        InputError: There is no result in the folder, or the page cannot be served.
    """
    rooms = Rooms(Shelf(out, clips))
    with contextlib.ExitStack() as stack:
        stack.enter_context(stopped_kindly(rooms.done.set))
        page = stack.enter_context(contextlib.closing(served(rooms)))
        stack.callback(rooms.close)
        opening = stack.enter_context(contextlib.closing(open_page(page, say)))
        alone, told = Alone(time.monotonic), "here"
        while not rooms.done.wait(EVERY_S):
            opening.look()
            before, told = told, alone.look(rooms.windows)
            if told == "over" and not rooms.counting.now.running:
                say(words.NOBODY_STOPPED())
                return
            if told == "gone" != before:
                say(words.NOBODY())


def served(rooms: Rooms) -> Page:
    """Serve the pages."""

    def inside(room: str) -> Sequence[BaseRoute]:
        return [*page_routes(rooms, room), *routes(rooms)]

    return serve_pages(inside)
