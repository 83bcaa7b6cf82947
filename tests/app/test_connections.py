"""Half requests and too many: the page goes on, and its session does not notice."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from app.browser import Browser, received
from app.fakes import FakeSession
from patience import PATIENCE_S, until
from websockets.exceptions import ConnectionClosed

from posturecheck.app.connections import Limits
from posturecheck.app.server import Page, serve
from posturecheck.app.stream import CROWDED, MOST_VIEWERS

resource = pytest.importorskip("resource", reason="needs POSIX")
FILES = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
HERE = Path(__file__).parents[1]
HALVES = (b"", b"G", b"GET / HTTP/1.1\r\nHost: ", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nco")


class Attacked:
    """A page in a program of its own, and what it says of its files."""

    def __init__(self, files: int, whole_within_s: float) -> None:
        self.program = subprocess.Popen(
            [sys.executable, "-m", "app.attacked", str(files), str(whole_within_s)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=HERE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join((str(HERE), str(HERE.parent)))},
        )
        address = self.program.stdout.readline().strip()
        self.page = SimpleNamespace(url_once=lambda: address)

    def ask(self, line: str) -> int:
        self.program.stdin.write(line + "\n")
        self.program.stdin.flush()
        return int(self.program.stdout.readline())

    def end(self) -> str:
        """End it; return what it wrote to its errors."""
        _, errors = self.program.communicate(timeout=PATIENCE_S)
        assert self.program.returncode == 0
        return errors


@contextmanager
def attacked(files: int, whole_within_s: float) -> Iterator[Attacked]:
    target = Attacked(files, whole_within_s)
    try:
        yield target
    finally:
        target.program.kill()
        target.program.wait()


@contextmanager
def many_files(wanted: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < wanted:
        pytest.skip(f"needs {wanted} open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def half_asked(host: str, said: bytes = HALVES[2]) -> socket.socket:
    name, port = host.split(":")
    link = socket.create_connection((name, int(port)), timeout=PATIENCE_S)
    link.sendall(said)
    return link


def is_over(link: socket.socket) -> bool:
    """Whether nothing more comes, after an answer or without one."""
    try:
        while link.recv(65536):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


@contextmanager
def page_with(**limits: float) -> Iterator[Page]:
    with closing(serve(FakeSession(), limits=Limits(**limits))) as page:
        yield page


@FILES
def test_1500_half_requests_shut_nobody_out_and_leave_files_for_the_session() -> None:
    with many_files(2000), attacked(1024, 60.0) as target, ExitStack() as stack:
        browser = Browser(target.page).enter()
        watching = stack.enter_context(browser.watch())
        before = target.ask("before")
        assert received(watching)[0]["headline"] == "before"
        for i in range(1500):
            stack.enter_context(closing(half_asked(browser.host, HALVES[i % len(HALVES)])))
        assert target.ask("attacked") - before < 200
        watching.send('{"drawn": 1}')
        assert received(watching)[0]["headline"] == "attacked"
        assert browser.get()[0].status == 200
        with browser.watch() as newcomer:
            assert received(newcomer)[0]["headline"] == "attacked"
        assert target.end() == ""


@FILES
def test_where_no_file_is_left_it_takes_people_in_again_once_there_is_one() -> None:
    with attacked(100, 60.0) as target, ExitStack() as stack:
        browser = Browser(target.page).enter()
        watching = stack.enter_context(browser.watch())
        target.ask("fill 0")
        received(watching)
        outside = [stack.enter_context(closing(half_asked(browser.host))) for _ in range(3)]
        time.sleep(0.1)
        target.ask("still")
        watching.send('{"drawn": 1}')
        assert received(watching)[0]["headline"] == "still"
        target.ask("free")
        assert browser.get()[0].status == 200
        assert len(outside) == 3
        assert target.end() == ""


@pytest.mark.parametrize("said", HALVES)
def test_who_does_not_come_to_the_end_of_a_request_is_sent_away(said: bytes) -> None:
    with page_with(whole_within_s=0.2) as page:
        link = half_asked(Browser(page).host, said)
        with closing(link):
            assert is_over(link)


def test_who_says_a_letter_now_and_then_is_sent_away_too() -> None:
    with page_with(whole_within_s=0.3) as page:
        link = half_asked(Browser(page).host, b"GET / HTTP/1.1\r\nX-Slow: ")
        with closing(link):

            def is_refused() -> bool:
                try:
                    link.sendall(b"a")
                except ConnectionError:
                    return True
                return False

            assert until(is_refused)


def test_a_half_second_request_on_an_open_connection_is_sent_away() -> None:
    with page_with(whole_within_s=0.2) as page:
        browser = Browser(page)
        with closing(half_asked(browser.host, b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /")) as link:
            said = b""
            while part := link.recv(65536):
                said += part
            assert said.startswith(b"HTTP/1.1 403")


def test_a_window_that_watches_is_no_half_request() -> None:
    session = FakeSession()
    with closing(serve(session, limits=Limits(whole_within_s=1.0))) as page:
        browser = Browser(page).enter()
        with browser.watch() as link:
            time.sleep(1.2)
            session.show(headline="still here")
            assert received(link)[0]["headline"] == "still here"


def test_a_newcomer_takes_the_place_of_who_has_kept_us_waiting_for_longest() -> None:
    with page_with(whole_within_s=60.0, connections=4) as page, ExitStack() as stack:
        browser = Browser(page)
        links = [stack.enter_context(closing(half_asked(browser.host))) for _ in range(4)]
        assert browser.get("?" + browser.query)[0].status == 200
        assert is_over(links[0])
        links[3].settimeout(0.1)
        with pytest.raises(TimeoutError):
            links[3].recv(1)


def test_where_all_places_are_taken_by_windows_nobody_else_is_let_in() -> None:
    with page_with(connections=2) as page, ExitStack() as stack:
        browser = Browser(page).enter()
        watching = [stack.enter_context(browser.watch()) for _ in range(2)]
        assert until(lambda: page.viewers == 2)
        with pytest.raises((http.client.HTTPException, OSError)):
            browser.get()
        assert page.viewers == 2
        watching[0].close()
        assert until(lambda: page.viewers == 1)
        assert browser.get()[0].status == 200


def test_one_window_too_many_is_told_so_and_may_come_later(session, page, browser) -> None:
    with ExitStack() as stack:
        windows = [stack.enter_context(browser.watch()) for _ in range(MOST_VIEWERS)]
        assert until(lambda: page.viewers == MOST_VIEWERS)
        with browser.watch() as late, pytest.raises(ConnectionClosed) as closed:
            late.recv(timeout=PATIENCE_S)
        assert closed.value.rcvd.code == CROWDED
        windows[0].close()
        assert until(lambda: page.viewers == MOST_VIEWERS - 1)
        session.show(headline="welcome")
        with browser.watch() as late:
            assert received(late)[0]["headline"] == "welcome"


def test_headers_without_end_are_refused() -> None:
    start = b"GET / HTTP/1.1\r\nX: "
    with page_with() as page, closing(half_asked(Browser(page).host, start)) as link:
        link.sendall(b"a" * 40_000)
        assert link.recv(20).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",  # TLS
        b"\x00" * 1000,
        b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET /%ff%00 HTTP/1.1\r\nHost: \xff\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ],
)
def test_nonsense_leaves_no_word_in_the_terminal(nonsense: bytes, capfd) -> None:
    with page_with(whole_within_s=1.0) as page:
        browser = Browser(page).enter()
        with closing(half_asked(browser.host, nonsense)) as link:
            assert is_over(link)
        assert browser.get()[0].status == 200
    assert capfd.readouterr() == ("", "")
