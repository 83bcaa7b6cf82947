"""Opening the page in a browser, and saying in the terminal what is to be known about it."""

from __future__ import annotations

import contextlib
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from typing import Protocol

from posturecheck.app.words import TOLD
from posturecheck.live.attendance import Attendance
from posturecheck.live.lead_on import LeadOn, lead_on
from posturecheck.live.session import Session

CODE_AFTER_S = 10.0  # a browser that starts for the first time takes five or so

Say = Callable[[str], None]


class Opens(Protocol):
    """A page that is being served: see ``app.server.Page``."""

    url: str

    @property
    def opened(self) -> bool:
        """Whether a browser has been let in so far."""
        ...

    def url_once(self) -> str:
        """Return an address with a secret that opens the page once."""
        ...

    def ask_for_code(self) -> None:
        """Have a code shown in the terminal."""
        ...

    def news(self) -> list[str]:
        """Return the lines that the owner should read and has not been given yet."""
        ...


class Opening:
    """Starts a browser without a secret in its command line, and watches whether it comes.

    Args:
        page: What is opened.
        say: Gets a line on what the user should know.
        clock: Seconds that only rise.
        browse: Starts a browser with an address; False where there is none.
        lead: Writes the page that leads on to an address, where there is a place for it.
    """

    def __init__(
        self,
        page: Opens,
        say: Say,
        clock: Callable[[], float] = time.monotonic,
        browse: Callable[[str], bool] = webbrowser.open,
        lead: Callable[[str], LeadOn | None] = lead_on,
    ) -> None:
        self._page = page
        self._say = say
        self._clock = clock
        self._browse = browse
        say(TOLD["address"].format(address=page.url))
        self._lead = lead(page.url_once())
        self._no_hope = self._lead is None  # that one comes without the code
        self._since_s = clock()
        threading.Thread(target=self._open, name="browser", daemon=True).start()

    def look(self) -> None:
        """Say what is new; call it several times a second."""
        if self._page.opened:
            self.close()
        elif self._no_hope or self._clock() - self._since_s >= CODE_AFTER_S:
            self._page.ask_for_code()
        for line in self._page.news():
            self._say(line)

    def close(self) -> None:
        """Remove the page that led on; twice is fine."""
        if self._lead is not None:
            self._lead.remove()
            self._lead = None

    def _open(self) -> None:
        lead = self._lead  # without one the browser asks for the code
        try:
            found = self._browse(self._page.url if lead is None else lead.url)
        except Exception:  # whatever is wrong with the browser: there is the code
            found = False
        self._no_hope = self._no_hope or not found


@contextlib.contextmanager
def opened_page(session: Session, say: Say) -> Iterator[Callable[[], None]]:
    """Serve a session's page and open it; gives what is to be called several times a second.

    Raises:
        InputError: The page cannot be served.
    """
    from posturecheck.app.server import serve

    with (
        contextlib.closing(serve(session)) as page,
        contextlib.closing(Opening(page, say)) as opening,
    ):
        attendance = Attendance(page, session, say)

        def look() -> None:
            opening.look()
            attendance.look()

        yield look
