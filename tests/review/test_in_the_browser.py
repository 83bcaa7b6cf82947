"""The therapist's page in a real browser: by mouse and by keyboard, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from patience import PATIENCE_S, until


class Window:
    def __init__(self, chromium: Any, desk: Any, width: int = 1280) -> None:
        self.context = chromium.new_context(viewport={"width": width, "height": 900})
        self.tab = self.context.new_page()
        self.errors: list[str] = []
        self.asked: list[str] = []
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))
        self.tab.on("console", self._note)
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.goto(desk.page.url_once())
        self.root = self.tab.url

    def _note(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(message.text)

    def until(self, script: str) -> None:
        self.tab.wait_for_function(f"() => {script}", timeout=1000 * PATIENCE_S)

    def open(self) -> None:
        self.tab.locator(".results a").click()
        self.until("document.querySelectorAll('#there input').length === 2")


@pytest.fixture
def window(chromium: Any, desk: Any) -> Iterator[Window]:
    one = Window(chromium, desk)
    yield one
    one.context.close()
    assert one.errors == []


def test_a_mark_is_set_by_keyboard_and_said(desk, window):
    window.open()
    window.tab.locator(".moment input[value='as_found']").nth(1).focus()
    window.tab.keyboard.press("ArrowDown")
    window.until("document.getElementById('said').textContent === 'Kept.'")
    window.tab.keyboard.press("Tab")
    window.tab.keyboard.type("asked to")
    window.tab.keyboard.press("Tab")
    assert until(lambda: [m.remark for m in desk.review.marks] == ["asked to"])
    assert [m.verdict for m in desk.review.marks] == ["not a problem"]
    window.until("[...document.querySelectorAll('.after')].at(-1).textContent === '4'")


def test_a_click_on_somebody_counts_them(desk, window):
    window.open()
    window.tab.locator("#figures g").nth(1).locator("rect").click()
    assert "2" in window.tab.locator("#there input:checked").get_attribute("data-number")
    window.tab.click("#begin")
    assert until(lambda: desk.review.person is not None)
    assert desk.review.person.x > 0.6
    window.until("document.querySelector('input[name=person]:checked').value.includes('@')")


def test_a_part_is_counted_and_the_whole_again(desk, window):
    window.open()
    window.tab.fill("#to", "0:07")
    window.tab.click("#begin")
    assert until(lambda: desk.review.range_s == (0.0, 7.0))
    window.until("document.getElementById('to').value === '0:07.0'")
    window.tab.click("#whole")
    window.tab.click("#begin")
    assert until(lambda: not desk.review.said)


def test_times_that_are_none_are_said(window):
    window.open()
    window.tab.fill("#to", "soon")
    window.tab.click("#begin")
    window.until("!document.getElementById('trouble').hidden")


def test_everything_has_a_name_that_is_read_aloud(window):
    window.open()
    tab = window.tab
    assert tab.get_by_role("group", name="2. Deep lean").count() == 1
    assert tab.get_by_role("radiogroup", name="This moment 2").count() == 1
    assert tab.get_by_role("textbox", name="Remark on the whole").count() == 1
    assert tab.get_by_role("radio", name="Person 2, on the right, in view for 14 s").count() == 1
    assert tab.get_by_role("slider", name="Second").count() == 1
    names = "[...document.querySelectorAll('input, textarea, button')]"
    unnamed = f"{names}.filter((e) => !(e.labels?.length || e.textContent || e.ariaLabel)).length"
    assert tab.evaluate(unnamed) == 0


def test_nothing_is_asked_of_anybody_else(window):
    window.open()
    host = window.root.split("/")[2]
    assert {url.split("/")[2] for url in window.asked} == {host}


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_screen(chromium, desk, width):
    window = Window(chromium, desk, width)
    wide = "document.documentElement.scrollWidth"
    assert window.tab.evaluate(wide) <= width
    window.open()
    assert window.tab.evaluate(wide) <= width
    window.context.close()


def test_stop_ends_it(desk, window):
    window.tab.click("#stop")
    assert until(desk.rooms.done.is_set)
