"""Who may stay connected: a request comes whole and soon, and half ones never shut others out.

Anybody on this computer may connect to 127.0.0.1. Every connection costs a file of ours, and
without files neither the history nor a film can be written. So there are few, those that have
not asked yet are sent away after a while, and when all places are taken the one that has kept
us waiting for longest makes room.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of this computer the page may use up.

    Attributes:
        whole_within_s: How long a request may take to come whole, and the next one to begin.
        connections: At most so many at once; a browser window needs seven for a moment.
        longest_header_bytes: A browser's are about a thousand.
        at_a_time: So many are taken in before any of them is looked at.
        queue: So many the system keeps for us meanwhile; they cost no file.
    """

    whole_within_s: float = 5.0
    connections: int = 64
    longest_header_bytes: int = 16_384
    at_a_time: int = 32
    queue: int = 1024


def patient_protocol(limits: Limits) -> type[H11Protocol]:
    """Return uvicorn's HTTP protocol, kept within these limits; one of its own for a server."""
    return type("Patient", (_Patient,), {"_limits": limits, "_waiting": {}})


class _Patient(H11Protocol):
    _limits: ClassVar[Limits]
    _waiting: ClassVar[dict[_Patient, asyncio.TimerHandle]]  # a server's; the longest first

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        if len(self.connections) >= self._limits.connections and not self._make_room():
            self.transport = transport
            transport.abort()
            return
        super().connection_made(transport)
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        if self.flow is not None:
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._wait_no_more()
        super().handle_websocket_upgrade(event)

    def _look(self) -> None:
        """Wait for a request that has begun or may begin; not for one that is whole."""
        whole = self.conn.their_state not in {h11.IDLE, h11.SEND_BODY}
        upgraded = self.transport.get_protocol() is not self  # it is a stream now
        if whole or upgraded or self.transport.is_closing():
            self._wait_no_more()
        elif self not in self._waiting:
            self._waiting[self] = self.loop.call_later(self._limits.whole_within_s, self._give_up)

    def _wait_no_more(self) -> None:
        timer = self._waiting.pop(self, None)
        if timer is not None:
            timer.cancel()

    def _give_up(self) -> None:
        self._wait_no_more()
        self.connections.discard(self)  # its place is free now, not at the loop's next turn
        self.transport.abort()

    def _make_room(self) -> bool:
        for longest in self._waiting:
            longest._give_up()
            return True
        return False
