"""How many windows show a page: each stays connected for as long as it is open."""

from __future__ import annotations

import threading
from typing import Protocol

from starlette.websockets import WebSocket, WebSocketDisconnect


class Attended(Protocol):
    """What counts its windows, and says when all is to end."""

    windows: int
    done: threading.Event


async def stay(attended: Attended, socket: WebSocket) -> None:
    """Stay connected as long as the window does."""
    await socket.accept()
    attended.windows += 1
    try:
        while not attended.done.is_set():
            await socket.receive_text()
    except (WebSocketDisconnect, RuntimeError, KeyError):
        return
    finally:
        attended.windows -= 1
