"""The page's sounds, and how its server starts and stops."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import closing

import numpy as np
import pytest
from app.browser import Browser, acknowledge, received
from patience import PATIENCE_S, returns, until
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from posturecheck.app.server import Page, serve
from posturecheck.app.view import Utterance
from posturecheck.core import InputError


def test_a_known_sound_is_sent_and_an_unknown_one_is_not_there(session, browser: Browser) -> None:
    session.sounds["Stay tall"] = b"RIFF...."
    answer, body = browser.get("sound?text=Stay%20tall")
    assert (answer.status, body) == (200, b"RIFF....")
    assert answer.headers["content-type"] == "audio/wav"
    for path in ("sound?text=other", "sound", "sound?text=" + "x" * 500):
        assert browser.get(path)[0].status == 404


def test_words_are_said_by_one_window_once_and_are_never_skipped(
    session, page: Page, browser: Browser
) -> None:
    with browser.watch() as first, browser.watch() as second:
        assert until(lambda: page.viewers == 2)
        for _ in (first, second):  # both are busy drawing
            session.show()
            session.show()
        windows = list(page.feed.viewers)
        first.send(json.dumps({"looked_at": True}))
        assert until(lambda: page.feed.viewers == windows[::-1])
        words = Utterance(1, "Stay tall")
        for _ in range(3):
            session.show(say=words)
        session.show()
        heard = {first: _notes(first, 1), second: _notes(second)}
    assert heard[first] == [{"say": {"number": 1, "text": "Stay tall"}}]
    assert heard[second] == []


def _notes(link: ClientConnection, expected: int = 0) -> list[dict]:
    notes = []
    while True:
        try:
            message = link.recv(timeout=0.2 if len(notes) >= expected else PATIENCE_S)
        except TimeoutError:
            return notes
        if isinstance(message, str):
            notes.append(json.loads(message))


def test_words_said_before_anybody_came_are_not_said_late(session, browser: Browser) -> None:
    session.show(say=Utterance(1, "Stay tall"))
    time.sleep(0.05)
    with browser.watch() as link:
        assert _notes(link) == []


def test_it_stops_with_windows_open_and_one_that_does_not_listen(session) -> None:
    before = set(threading.enumerate())
    page = serve(session)
    browser = Browser(page).enter()
    with browser.watch() as link, closing(_deaf(browser)), closing(_half_asked(browser)):
        big = np.random.default_rng(0).integers(0, 255, (900, 1400, 3), dtype=np.uint8)
        for _ in range(4):
            session.show(picture=big)
            acknowledge(link, received(link)[0])
        session.show(phase="ended")
        assert returns(page.close)
        last = received(link)[0]
        with pytest.raises(ConnectionClosed) as closed:
            link.recv(timeout=PATIENCE_S)
    assert last["phase"] == "ended"
    assert closed.value.rcvd.code == 4001
    assert not session.tells
    assert until(lambda: {t for t in threading.enumerate() if "posturecheck" in t.name} <= before)
    page.close()  # twice is fine


def _deaf(browser: Browser) -> socket.socket:
    """Open a stream and never read from it, with as little room as there can be."""
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    host, port = browser.host.split(":")
    deaf.connect((host, int(port)))
    asked = (
        f"GET {browser.folder}live HTTP/1.1",
        f"Host: {browser.host}",
        f"Origin: http://{browser.host}",
        f"Cookie: {browser.cookie}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    )
    deaf.sendall("\r\n".join((*asked, "", "")).encode())
    return deaf


def _half_asked(browser: Browser) -> socket.socket:
    host, port = browser.host.split(":")
    asking = socket.create_connection((host, int(port)))
    asking.sendall(b"GET / HTTP/1.1\r\nHost: ")
    return asking


def test_views_after_the_end_harm_nobody(session) -> None:
    page = serve(session)
    tell = session.tells[0]
    page.close()
    tell(session.show())
    assert page.latencies_ms() == ()


def test_nothing_is_written_on_the_terminal(session, capfd) -> None:
    page = serve(session)
    browser = Browser(page).enter()
    browser.get("none")
    with browser.watch(), closing(_half_asked(browser)):
        session.show()
        page.close()
    assert capfd.readouterr() == ("", "")


def test_a_taken_port_is_said_in_one_line(session, page: Page) -> None:
    port = int(page.url.split(":")[2].split("/")[0])
    with pytest.raises(InputError, match=f"expected a free port on 127.0.0.1; .*{port}") as error:
        serve(session, port)
    assert "\n" not in str(error.value)


def test_an_impossible_port_is_said_too(session) -> None:
    with pytest.raises(InputError, match="choose another port"):
        serve(session, 70_000)
