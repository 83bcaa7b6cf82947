"""Serve the page of a session, on this computer only."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import queue
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp

from posturecheck.app.code_lock import CodeLock
from posturecheck.app.connections import Limits, patient_protocol
from posturecheck.app.door import Door, code_told
from posturecheck.app.guard import TICKET, Guard, hosts, origins
from posturecheck.app.keys import Keys
from posturecheck.app.routes import Beside, site
from posturecheck.app.stream import Broadcaster
from posturecheck.app.view import LiveSession
from posturecheck.core import InputError

HOST = "127.0.0.1"
START_WITHIN_S = 10.0
GOODBYE_S = 0.25  # for the last view to arrive
STOP_WITHIN_S = 0.45
LONGEST_ASKED_BYTES = 4096
LIMITS = Limits()


class _Server(uvicorn.Server):
    """uvicorn in a thread of its own; it leaves signals to the main thread there."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.running: asyncio.AbstractEventLoop | None = None
        self.answers = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.running = asyncio.get_running_loop()
        self.running.set_exception_handler(_quietly)
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
        url: Its plain address: no secret is in it, and it asks for the code.
        feed: The stream of a session's views.
    """

    def __init__(
        self, server: _Server, thread: threading.Thread, feed: Broadcaster, entry: _Entry
    ) -> None:
        self.url = entry.address
        self._server = server
        self._thread = thread
        self.feed = feed
        self._entry = entry
        self._unsubscribe: Callable[[], None] = lambda: None

    def watch(self, session: LiveSession) -> None:
        """Show the session's views from now on."""
        self._unsubscribe = session.subscribe(self.feed.tell)

    def url_once(self) -> str:
        """Return an address with a secret that opens the page once.

        It must not stand in a command line: every user of this computer can read those.
        """
        keys = self._entry.keys
        return f"{self.url}{keys.room}/?{TICKET}={keys.ticket()}"

    @property
    def opened(self) -> bool:
        """Whether a browser has been let in so far."""
        return self._entry.guard.opened

    @property
    def entered(self) -> int:
        """How often a ticket has let a browser in."""
        return self._entry.guard.entered

    def ask_for_code(self) -> None:
        """Have a code shown in the terminal, because no browser has come."""
        self._entry.lock.show("late")

    def news(self) -> list[str]:
        """Return the lines that the owner should read and has not been given yet."""
        lines = []
        with contextlib.suppress(queue.Empty):
            while True:
                lines.append(self._entry.told.get_nowait())
        return lines

    @property
    def viewers(self) -> int:
        """How many browser windows show the page just now."""
        return len(self.feed.viewers)

    def latencies_ms(self) -> tuple[float, ...]:
        """Return the newest 1000 delays from capture to the page's canvas, all windows."""
        return self.feed.latencies_ms()

    def close(self) -> None:
        """Show the last view, send everybody away and stop, within 0.7 s; twice is fine."""
        self._unsubscribe()
        self._unsubscribe = lambda: None
        loop = self._server.running
        if loop is not None and self._thread.is_alive():
            with contextlib.suppress(RuntimeError, TimeoutError):
                said = asyncio.run_coroutine_threadsafe(_goodbye(self.feed), loop)
                said.result(GOODBYE_S + 0.05)
        self._server.should_exit = True
        self._thread.join(STOP_WITHIN_S)


def serve(
    session: LiveSession,
    port: int = 0,
    *,
    limits: Limits = LIMITS,
    clock: Callable[[], float] = time.monotonic,
    beside: Beside | None = None,
) -> Page:
    """Serve a session's page on 127.0.0.1 in a thread of its own.

    Args:
        session: The session that the page shows and that its buttons ask.
        port: Where; 0 takes a free one.
        limits: How many may connect, and how long they may take to ask.
        clock: Seconds that only rise; by it wrong codes are waited for.
        beside: Other pages, if the session's is not the only one.

    Raises:
        InputError: The port is taken or not allowed, or this computer has no loopback.
    """
    feeds: list[Broadcaster] = []
    page = _serve(port, lambda room: site(session, room, lambda: feeds[0], beside), limits, clock)
    feeds.append(page.feed)
    page.watch(session)
    return page


def serve_pages(
    routes: Callable[[str], Sequence[BaseRoute]],
    port: int = 0,
    *,
    limits: Limits = LIMITS,
    clock: Callable[[], float] = time.monotonic,
) -> Page:
    """Serve pages of which none shows a session, as ``serve`` does.

    Args:
        routes: Gives them, below the room whose name it gets.
        port: Where; 0 takes a free one.
        limits: How many may connect, and how long they may take to ask.
        clock: Seconds that only rise; by it wrong codes are waited for.

    Raises:
        InputError: As ``serve``.
    """

    def inside(room: str) -> ASGIApp:
        return Starlette(routes=[Mount(f"/{room}", routes=list(routes(room)))])

    return _serve(port, inside, limits, clock)


def _serve(
    port: int, inside: Callable[[str], ASGIApp], limits: Limits, clock: Callable[[], float]
) -> Page:
    listener = _listener(port)
    entry = _entry(listener.getsockname()[1], inside, clock)
    server = _Server(_config(entry.guard, limits))
    thread = threading.Thread(
        target=server.run, args=([listener],), name="posturecheck page", daemon=True
    )
    thread.start()
    if not server.answers.wait(START_WITHIN_S) or server.running is None:
        raise RuntimeError("the page's server did not start")
    listener.listen(limits.queue)  # again: asyncio takes in as many at once as it lets wait
    return Page(server, thread, Broadcaster(server.running), entry)


@dataclass(frozen=True, slots=True)
class _Entry:
    """How one comes in: all that is before the page itself."""

    address: str
    keys: Keys
    lock: CodeLock
    guard: Guard
    told: queue.SimpleQueue[str]


def _entry(port: int, inside: Callable[[str], ASGIApp], clock: Callable[[], float]) -> _Entry:
    address, keys = f"http://{HOST}:{port}/", Keys()
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    lock = CodeLock(code_told(address, told.put), clock)
    door = Door(keys, lock, origins(hosts(port)), told.put)
    return _Entry(address, keys, lock, Guard(inside(keys.room), door, keys, port), told)


def _config(app: Guard, limits: Limits) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        log_level=logging.CRITICAL,  # the terminal belongs to the session
        access_log=False,
        lifespan="off",
        interface="asgi3",
        loop="asyncio",
        http=patient_protocol(limits),
        h11_max_incomplete_event_size=limits.longest_header_bytes,
        backlog=limits.at_a_time,
        ws="websockets-sansio",
        ws_max_size=LONGEST_ASKED_BYTES,
        ws_per_message_deflate=False,  # JPEG does not get smaller
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=0,  # the owner has been informed already
    )


def _quietly(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Keep what goes wrong with one connection out of the terminal: the server goes on."""
    if os.environ.get("POSTURECHECK_DEBUG"):
        loop.default_exception_handler(context)


async def _goodbye(feed: Broadcaster) -> None:
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
