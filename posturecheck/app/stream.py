"""The live stream: every browser gets the newest view it can draw, and never a queue.

A browser says when it has drawn; until then at most ``MOST_IN_FLIGHT`` messages are under
way to it. What came meanwhile is skipped, so a slow browser gets fewer pictures, not older
ones. A view is encoded once for all, and only when a browser is ready for it.
"""

from __future__ import annotations

import asyncio
import json
import math
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, cast, get_args

from starlette.websockets import WebSocket, WebSocketDisconnect

from posturecheck.app.message import packed
from posturecheck.app.view import Command, LiveSession, Utterance, View
from posturecheck.core import InputError

MOST_IN_FLIGHT = 2
LATENCIES_KEPT = 1000
OVER = 4001  # our own close code: the session has ended, do not come back
CROWDED = 4002  # as many windows as there may be are open
MOST_VIEWERS = 8
COMMANDS: frozenset[str] = frozenset(get_args(Command))


class Broadcaster:
    """The newest view, and the browsers that wait for it; lives on the server's loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._told: View | None = None
        self._words: Utterance | None = None
        self._waking = False
        self._said = -1
        self._encoding: dict[int, asyncio.Future[bytes]] = {}
        self._latencies_ms: deque[float] = deque(maxlen=LATENCIES_KEPT)
        self._lock = threading.Lock()
        self.view: View | None = None
        self.over = False
        self.viewers: list[Client] = []  # the one looked at last comes last

    def tell(self, view: View) -> None:
        """Take a view, from any thread; never blocks, never raises."""
        self._told = view
        if view.say is not None:
            self._words = view.say
        if not self._waking:
            self._waking = True
            try:
                self._loop.call_soon_threadsafe(self._take)
            except RuntimeError:  # the loop is closed: no browser is watching any more
                self._waking = False

    def finish(self) -> None:
        """Bring everybody the last view, then send them away; on the loop."""
        self._take()
        self.over = True
        for viewer in self.viewers:
            viewer.wake()

    def latencies_ms(self) -> tuple[float, ...]:
        """Return the newest delays from a picture's capture to its being drawn."""
        with self._lock:
            return tuple(self._latencies_ms)

    def note_latency(self, latency_ms: float) -> None:
        """Remember how long one picture took."""
        with self._lock:
            self._latencies_ms.append(latency_ms)

    async def message(self, view: View, viewer: Client) -> bytes:
        """Return the view's message, encoded in a thread, once for all that want it so."""
        width_px = max(v.canvas_px for v in self.viewers) if viewer.canvas_px else 0
        encoding = self._encoding.get(width_px)
        if encoding is None:
            encoding = asyncio.ensure_future(asyncio.to_thread(packed, view, width_px))
            self._encoding[width_px] = encoding
        return await asyncio.shield(encoding)  # others may wait for it too

    def _take(self) -> None:
        self._waking = False  # before reading: what arrives from here on wakes again
        view, words = self._told, self._words
        if view is not None and (self.view is None or view.number > self.view.number):
            self.view = view
            self._encoding = {}
        if words is not None and words.number > self._said:
            self._said = words.number  # without a browser it is lost: late words are wrong
            if self.viewers:
                say = {"number": words.number, "text": words.text}
                self.viewers[-1].note({"say": say})
        for viewer in self.viewers:
            viewer.wake()


class Client:
    """One browser window."""

    def __init__(
        self, feed: Broadcaster, session: LiveSession, socket: WebSocket, canvas_px: int
    ) -> None:
        self.canvas_px = canvas_px
        self._feed = feed
        self._session = session
        self._socket = socket
        self._news = asyncio.Event()
        self._notes: deque[dict[str, Any]] = deque(maxlen=8)
        self._in_flight: dict[int, float] = {}
        self._sent = -1
        self._asks: dict[str, Callable[[dict[str, Any]], None]] = {
            "drawn": self._drawn,
            "canvas_px": self._resize,
            "looked_at": self._looked_at,
        }

    def wake(self) -> None:
        """Look again whether there is something to send."""
        self._news.set()

    def note(self, note: dict[str, Any]) -> None:
        """Send something that must not be skipped."""
        self._notes.append(note)
        self.wake()

    async def serve(self) -> None:
        """Send and listen until the browser or the session goes."""
        await self._socket.accept()
        if len(self._feed.viewers) >= MOST_VIEWERS:
            await self._socket.close(CROWDED)
            return
        self._feed.viewers.append(self)
        self.wake()
        sending = asyncio.create_task(self._send())
        listening = asyncio.create_task(self._listen())
        try:
            await asyncio.wait((sending, listening), return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._feed.viewers.remove(self)
            for task in (sending, listening):
                task.cancel()
            await asyncio.gather(sending, listening, return_exceptions=True)

    async def _send(self) -> None:
        try:
            while True:
                await self._news.wait()
                self._news.clear()
                await self._send_news()
                if self._feed.over:
                    await self._socket.close(OVER)
                    return
        except (WebSocketDisconnect, RuntimeError):
            return  # the browser went in mid-sentence

    async def _send_news(self) -> None:
        while self._notes:
            await self._socket.send_text(json.dumps(self._notes.popleft()))
        view = self._feed.view
        if view is None or view.number <= self._sent:
            return
        if len(self._in_flight) >= MOST_IN_FLIGHT and not self._feed.over:
            return
        self._sent = view.number
        shown = self.canvas_px > 0 and view.picture is not None
        self._in_flight[view.number] = view.captured_unix_s if shown else math.nan
        await self._socket.send_bytes(await self._feed.message(view, self))
        self.wake()  # a newer one may have come meanwhile

    async def _listen(self) -> None:
        try:
            while True:
                asked = _parsed(await self._socket.receive_text())
                if "command" in asked:
                    await self._command(asked["command"], asked.get("value", ""))
                for name, take in self._asks.items():
                    if name in asked:
                        take(asked)
        except (WebSocketDisconnect, RuntimeError, KeyError):  # KeyError: bytes, not text
            return

    async def _command(self, command: object, value: object) -> None:
        if not isinstance(command, str) or not isinstance(value, str) or command not in COMMANDS:
            return
        try:  # the session may have to wait for its own lock
            await asyncio.to_thread(self._session.command, cast(Command, command), value)
        except InputError as error:
            self.note({"trouble": str(error)})

    def _drawn(self, asked: dict[str, Any]) -> None:
        captured_unix_s = self._in_flight.pop(_number(asked["drawn"]), math.nan)
        latency_ms = _float(asked.get("at_unix_ms")) - 1000 * captured_unix_s
        if math.isfinite(latency_ms):
            self._feed.note_latency(latency_ms)
        self.wake()

    def _resize(self, asked: dict[str, Any]) -> None:
        hidden, self.canvas_px = self.canvas_px == 0, max(0, _number(asked["canvas_px"]))
        if hidden and self.canvas_px:
            self._sent = -1  # while paused nothing newer would bring the picture back
            self.wake()

    def _looked_at(self, asked: dict[str, Any]) -> None:
        self._feed.viewers.remove(self)
        self._feed.viewers.append(self)


def _parsed(text: str) -> dict[str, Any]:
    try:
        asked = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return asked if isinstance(asked, dict) else {}


def _float(value: object) -> float:
    return float(value) if isinstance(value, int | float) and abs(value) < 1e15 else math.nan


def _number(value: object) -> int:
    number = _float(value)
    return int(number) if math.isfinite(number) else 0
