"""A browser as the server sees it, without a window."""

from __future__ import annotations

import http.client
import json
import struct
from contextlib import closing

from patience import PATIENCE_S
from websockets.sync.client import ClientConnection, connect

from posturecheck.app.server import Page


class Browser:
    """It may bring a cookie, a host's name, an origin; ``query`` is its own ticket."""

    def __init__(self, page: Page) -> None:
        rest = page.url_once().removeprefix("http://")
        self.host, _, path = rest.partition("/")
        self.folder, _, self.query = ("/" + path).partition("?")
        self.cookie = ""

    def get(self, path: str = "", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        with closing(http.client.HTTPConnection(self.host, timeout=PATIENCE_S)) as link:
            mine = {"Host": self.host, "Cookie": self.cookie}
            link.request("GET", self.folder + path, headers=mine | headers)
            answer = link.getresponse()
            return answer, answer.read()

    def post(self, form: str, path: str = "/", **headers: str) -> http.client.HTTPResponse:
        """Send a form as our own page does; what is answered lies in ``body``."""
        mine = {
            "Host": self.host,
            "Origin": f"http://{self.host}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        with closing(http.client.HTTPConnection(self.host, timeout=PATIENCE_S)) as link:
            link.request("POST", path, form, mine | headers)
            answer = link.getresponse()
            answer.body = answer.read()
            return answer

    def enter(self) -> Browser:
        answer, _ = self.get("?" + self.query)
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        return self

    def watch(self, **changes: str) -> ClientConnection:
        asked = {"cookie": self.cookie, "origin": f"http://{self.host}", "px": "640"} | changes
        url = f"ws://{self.host}{self.folder}live?canvas_px={asked['px']}"
        cookie = {"Cookie": asked["cookie"]}
        return connect(
            url, origin=asked["origin"] or None, additional_headers=cookie, compression=None
        )


def unpacked(message: bytes) -> tuple[dict, bytes]:
    (length,) = struct.unpack(">I", message[:4])
    return json.loads(message[4 : 4 + length]), message[4 + length :]


def received(link: ClientConnection) -> tuple[dict, bytes]:
    message = link.recv(timeout=PATIENCE_S)
    assert isinstance(message, bytes)
    return unpacked(message)


def acknowledge(link: ClientConnection, head: dict, **about: object) -> None:
    link.send(json.dumps({"drawn": head["number"], **about}))
