"""Serve the page of a session on this computer, and to nobody else."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import sys
import threading
from collections.abc import Callable

import uvicorn

from posturecheck.app.guard import Guard, Keys
from posturecheck.app.routes import site
from posturecheck.app.stream import Feed
from posturecheck.app.view import Watched
from posturecheck.core import InputError

HOST = "127.0.0.1"
START_WITHIN_S = 10.0
GOODBYE_S = 0.25  # for the last view to arrive
STOP_WITHIN_S = 0.45
LONGEST_ASKED_BYTES = 4096


class _Server(uvicorn.Server):
    """uvicorn in a thread of its own; it leaves signals to the main thread there."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.running: asyncio.AbstractEventLoop | None = None
        self.answers = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.running = asyncio.get_running_loop()
        self.answers.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        for connection in list(self.server_state.connections):
            transport = connection.transport
            if transport is not None:  # a browser that does not listen is not waited for
                transport.abort()


class Page:
    """A page that is being served.

    Attributes:
        url: Its address with the secret; whoever has it can watch. For the terminal.
    """

    def __init__(self, server: _Server, thread: threading.Thread, feed: Feed, at: _Address) -> None:
        self.url = at.url()
        self._server = server
        self._thread = thread
        self._feed = feed
        self._at = at
        self._unsubscribe: Callable[[], None] = lambda: None

    def watch(self, session: Watched) -> None:
        """Show the session's views from now on."""
        self._unsubscribe = session.subscribe(self._feed.tell)

    def url_once(self) -> str:
        """Return an address that opens the page once, to start a browser with.

        Other users of this computer can see the command line of a browser as it starts.
        """
        return self._at.url(once=True)

    @property
    def viewers(self) -> int:
        """How many browser windows show the page just now."""
        return len(self._feed.viewers)

    def latencies_ms(self) -> tuple[float, ...]:
        """Return the newest 1000 delays from capture to the page's canvas, all windows."""
        return self._feed.latencies_ms()

    def close(self) -> None:
        """Show the last view, send everybody away and stop, within 0.7 s; twice is fine."""
        self._unsubscribe()
        self._unsubscribe = lambda: None
        loop = self._server.running
        if loop is not None and self._thread.is_alive():
            with contextlib.suppress(RuntimeError, TimeoutError):
                said = asyncio.run_coroutine_threadsafe(_goodbye(self._feed), loop)
                said.result(GOODBYE_S + 0.05)
        self._server.should_exit = True
        self._thread.join(STOP_WITHIN_S)


def serve(session: Watched, port: int = 0) -> Page:
    """Serve a session's page on 127.0.0.1 in a thread of its own.

    Args:
        session: Whom the page shows and whom its buttons ask.
        port: Where; 0 takes a free one.

    Raises:
        InputError: The port is taken or not allowed, or this computer has no loopback.
    """
    listener = _listener(port)
    address = _Address(Keys(), listener.getsockname()[1])
    feeds: list[Feed] = []
    app = Guard(site(session, address.keys.room, lambda: feeds[0]), address.keys, address.port)
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level=logging.CRITICAL,  # the terminal belongs to the session
        access_log=False,
        lifespan="off",
        interface="asgi3",
        loop="asyncio",
        http="h11",
        ws="websockets-sansio",
        ws_max_size=LONGEST_ASKED_BYTES,
        ws_per_message_deflate=False,  # JPEG does not get smaller
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=0,  # who should know has been told already
    )
    server = _Server(config)
    thread = threading.Thread(
        target=server.run, args=([listener],), name="posturecheck page", daemon=True
    )
    thread.start()
    if not server.answers.wait(START_WITHIN_S) or server.running is None:
        raise RuntimeError("the page's server did not start")
    feeds.append(Feed(server.running))
    page = Page(server, thread, feeds[0], address)
    page.watch(session)
    return page


class _Address:
    def __init__(self, keys: Keys, port: int) -> None:
        self.keys = keys
        self.port = port

    def url(self, *, once: bool = False) -> str:
        token = self.keys.ticket() if once else self.keys.token
        return f"http://{HOST}:{self.port}/{self.keys.room}/?token={token}"


async def _goodbye(feed: Feed) -> None:
    feed.finish()
    rounds = 25
    for _ in range(rounds):
        if not feed.viewers:
            return
        await asyncio.sleep(GOODBYE_S / rounds)


def _listener(port: int) -> socket.socket:
    """Take the port now, so that a taken one is known before anything else starts."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":  # there, "reuse" would let others listen beside us
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"page: expected a free port on {HOST}; got {reason} for {port}; "
            "choose another port, or 0 for any free one"
        ) from error
    return listener
