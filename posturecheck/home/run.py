"""``posturecheck home``: serve the page until it is ended, open it, and open it again if asked."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from posturecheck.app.alone import Alone
from posturecheck.app.routes import Beside
from posturecheck.app.server import Page, serve
from posturecheck.app.view import PagePrefs
from posturecheck.console.stopping import stopped_kindly
from posturecheck.core import InputError
from posturecheck.history.paths import DATA_VARIABLE, data_folder
from posturecheck.home import words
from posturecheck.home.house import House, Say
from posturecheck.home.pages import routes
from posturecheck.home.requests import WATCH
from posturecheck.home.running import knock, knocked, lock_in
from posturecheck.live.opening import Opening

EVERY_S = 0.1

Open = Callable[["Visit", Say], Opening]


class Visit:
    """A page that is to be opened now, however often it was before; see ``live.opening``."""

    def __init__(self, page: Page) -> None:
        self.url = page.url
        self.url_once = page.url_once
        self.ask_for_code = page.ask_for_code
        self.news = page.news
        self._page = page
        self._before = page.entered
        self._anybody = page.opened

    @property
    def opened(self) -> bool:
        """Whether a browser has come since."""
        return self._page.entered > self._before or (self._page.opened and not self._anybody)


def run_home(say: Say, folder: Path | None = None, open_page: Open = Opening) -> None:
    """Serve the start page until somebody ends it, or nobody is there any more.

    Where one is running already, that one is asked to open its page, and this returns.

    Args:
        say: Gets a line on what the owner should know.
        folder: Where the settings are, and the history.
        open_page: Starts a browser.

    Raises:
        InputError: The folder cannot be written, or the page cannot be served.
    """
    place = folder or data_folder()
    try:
        with lock_in(place) as lock:
            if not lock.held:
                say(words.ALREADY() if knock(place) else words.NOT_HEARD())
                return
            knocked(place)  # of one that is gone
            _run(House(place, say), place, say, open_page)
    except OSError as error:
        reason = error.strerror or error
        raise InputError(
            words.NO_ROOM(folder=place, reason=reason, variable=DATA_VARIABLE)
        ) from error


def _run(house: House, place: Path, say: Say, open_page: Open) -> None:
    with contextlib.ExitStack() as stack:
        stack.enter_context(stopped_kindly(house.quit))
        page = stack.enter_context(contextlib.closing(served(house)))
        stack.callback(house.close)  # before the page goes, so that it shows the end
        opening = open_page(Visit(page), say)
        stack.callback(lambda: opening.close())
        alone = Alone(time.monotonic)
        told = "here"
        while not house.done.wait(EVERY_S):
            opening.look()
            if knocked(place):
                opening.close()
                opening = open_page(Visit(page), say)
            house.look(page.viewers)
            before, told = told, alone.look(page.viewers + house.windows)
            if told == "over":
                house.close(left=True)
                say(words.NOBODY_STOPPED())
                return
            if told == "gone" != before:
                say(words.NOBODY())
                house.try_voice(words.NOBODY())


def served(house: House) -> Page:
    """Serve a house's pages, and the session's beside them."""

    def prefs() -> PagePrefs:
        chosen = house.settings
        return PagePrefs(chosen.mirror, chosen.text_size, "../")

    def begun() -> bool:
        return house.desk.begun

    return serve(house.desk, beside=Beside(partial(routes, house), WATCH, prefs, begun))
