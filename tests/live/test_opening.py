"""How the page is opened, and what the terminal says when no browser comes."""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import pytest
from patience import PATIENCE_S

from posturecheck.live.lead_on import LeadOn, lead_on
from posturecheck.live.opening import Opening

ONCE = "http://127.0.0.1:1234/room/?ticket=secret"


class FakePage:
    """A page that nobody has opened until a test says so."""

    url = "http://127.0.0.1:1234/"

    def __init__(self) -> None:
        self.opened = False
        self.told: list[str] = []
        self.asked = 0

    def url_once(self) -> str:
        return ONCE

    def ask_for_code(self) -> None:
        self.asked += 1
        if self.asked == 1:
            self.told.append("open it and type the code 123 456")

    def news(self) -> list[str]:
        news, self.told = self.told, []
        return news


class Started:
    """An opening, its clock, and what it did."""

    def __init__(
        self,
        folder: Path | None,
        browse: Callable[[str], bool] = lambda address: True,
    ) -> None:
        self.page = FakePage()
        self.said: list[str] = []
        self.browsed: list[str] = []
        self.now_s = 50.0
        self.came = threading.Event()

        def start(address: str) -> bool:
            self.browsed.append(address)
            try:
                return browse(address)
            finally:
                self.came.set()

        def lead(address: str) -> LeadOn | None:
            return None if folder is None else lead_on(address, [folder])

        self.opening = Opening(self.page, self.said.append, lambda: self.now_s, start, lead)
        self.thread = next((t for t in threading.enumerate() if t.name == "browser"), None)
        assert self.came.wait(PATIENCE_S)
        if self.thread is not None:
            self.thread.join(PATIENCE_S)

    def after(self, seconds: float) -> list[str]:
        """What is said when so much time has passed."""
        self.now_s += seconds
        before = len(self.said)
        self.opening.look()
        return self.said[before:]


def test_no_secret_is_handed_to_the_browsers_command_line_or_printed(tmp_path: Path) -> None:
    started = Started(tmp_path)
    (address,) = started.browsed
    assert address.startswith("file://")
    assert "ticket" not in address
    (line,) = started.said
    assert line.startswith("The page is at http://127.0.0.1:1234/ ")
    assert "secret" not in line
    (page,) = tmp_path.iterdir()
    assert ONCE in page.read_text()
    started.opening.close()


def test_the_page_on_the_disk_is_gone_once_it_was_used(tmp_path: Path) -> None:
    started = Started(tmp_path)
    started.after(1.0)
    assert len(list(tmp_path.iterdir())) == 1
    started.page.opened = True
    assert started.after(0.25) == []
    assert list(tmp_path.iterdir()) == []


def test_the_page_on_the_disk_is_gone_at_the_end(tmp_path: Path) -> None:
    started = Started(tmp_path)
    started.opening.close()
    started.opening.close()
    assert list(tmp_path.iterdir()) == []


def test_where_no_browser_comes_for_ten_seconds_there_is_a_code(tmp_path: Path) -> None:
    started = Started(tmp_path)
    assert started.after(9.9) == []
    assert started.after(0.1) == ["open it and type the code 123 456"]
    assert started.after(60) == []
    started.opening.close()


def test_who_has_come_is_asked_for_no_code(tmp_path: Path) -> None:
    started = Started(tmp_path)
    started.page.opened = True
    assert started.after(60) == []
    assert started.page.asked == 0


def _breaks(address: str) -> bool:
    raise webbrowser.Error("could not locate runnable browser")


@pytest.mark.parametrize("browse", [lambda address: False, _breaks])
def test_where_there_is_no_browser_the_code_comes_at_once(tmp_path, browse, capfd) -> None:
    started = Started(tmp_path, browse)
    assert started.after(0.0) == ["open it and type the code 123 456"]
    started.opening.close()
    assert capfd.readouterr() == ("", "")


def test_without_a_place_for_the_page_the_browser_asks_for_the_code() -> None:
    started = Started(None)
    assert started.browsed == ["http://127.0.0.1:1234/"]
    assert started.after(0.0) == ["open it and type the code 123 456"]


def test_what_the_page_has_to_tell_is_said_also_later(tmp_path: Path) -> None:
    started = Started(tmp_path)
    started.page.opened = True
    started.after(1)
    started.page.told = ["used a second time"]
    assert started.after(1) == ["used a second time"]
