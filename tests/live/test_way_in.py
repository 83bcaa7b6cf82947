"""From the command line to the page, in a real browser: by the page on the disk, or by code."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from app.browser import Browser
from app.fakes import FakeSession
from patience import PATIENCE_S

from posturecheck.app.server import Page, serve
from posturecheck.app.stream import MOST_VIEWERS
from posturecheck.live.lead_on import lead_on
from posturecheck.live.opening import Opening


@pytest.fixture
def page() -> Iterator[Page]:
    session = FakeSession()
    session.show(headline="Stay tall")
    served = serve(session)
    yield served
    served.close()


@pytest.fixture
def tab(chromium):
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    yield context.new_page()
    context.close()


def is_in(tab) -> bool:
    tab.wait_for_function("() => document.getElementById('headline')?.innerText === 'Stay tall'")
    return bool(tab.evaluate("() => document.body.dataset.link === 'open'"))


def code_told(page: Page) -> str:
    (code,) = re.findall(r"\d{3} \d{3}", " ".join(page.news()))
    return code


def test_the_page_on_the_disk_leads_in_and_is_deleted(page: Page, tab, tmp_path: Path) -> None:
    addresses: list[str] = []
    came = threading.Event()

    def browse(address: str) -> bool:
        addresses.append(address)
        came.set()
        return True

    said: list[str] = []
    opening = Opening(page, said.append, lambda: 0.0, browse, lambda a: lead_on(a, [tmp_path]))
    assert came.wait(PATIENCE_S)
    tab.goto(addresses[0])
    assert is_in(tab)
    opening.look()
    assert list(tmp_path.iterdir()) == []
    tab.reload()  # its cookie counts though it came from a file
    assert is_in(tab)
    assert "ticket" not in tab.url
    assert len(said) == 1


def test_who_is_in_comes_in_again_by_a_link_of_another_page(page, tab, tmp_path: Path) -> None:
    tab.goto(page.url_once())
    assert is_in(tab)
    link = tmp_path / "link.html"
    link.write_text(f'<a href="{tab.url}">there</a>')
    tab.goto(link.as_uri())
    tab.click("a")
    assert is_in(tab)
    assert page.news() == []
    tab.context.clear_cookies()
    tab.goto(link.as_uri())
    tab.click("a")
    tab.wait_for_selector("#code")
    assert tab.inner_text("#headline") == "Type the code"


def test_the_code_that_the_terminal_tells_leads_in(page: Page, tab) -> None:
    tab.goto(page.url)
    tab.keyboard.type(code_told(page))  # the field has the focus
    tab.keyboard.press("Enter")
    assert is_in(tab)
    tab.reload()
    assert is_in(tab)


def test_a_wrong_code_is_told_kindly_and_asked_for_again(page: Page, tab) -> None:
    tab.goto(page.url)
    code = code_told(page)
    tab.fill("#code", "000000" if code != "000 000" else "000001")
    tab.click("button")
    assert tab.inner_text("#headline") == "That is not the code"
    tab.fill("#code", code)
    tab.click("button")
    if tab.locator("#code").count():  # it was quicker than a second
        assert tab.inner_text("#headline") == "A moment, please"
        tab.wait_for_timeout(1000)
        tab.fill("#code", code)
        tab.click("button")
    assert is_in(tab)


def test_a_used_address_says_what_to_do_and_the_code_still_leads_in(page: Page, tab) -> None:
    address = page.url_once()
    tab.goto(address)
    assert is_in(tab)
    tab.context.clear_cookies()
    tab.goto(address)
    assert tab.inner_text("#headline") == "Opened once already"
    told = page.news()
    assert "was used a second time" in told[0]
    tab.fill("#code", re.findall(r"\d{3} \d{3}", told[1])[0])
    tab.click("button")
    assert is_in(tab)


def test_one_window_too_many_says_so_and_begins_when_another_closes(page: Page, tab) -> None:
    browser = Browser(page).enter()
    tab.clock.install()
    with ExitStack() as stack:
        for _ in range(MOST_VIEWERS):
            stack.enter_context(browser.watch()).recv(timeout=PATIENCE_S)
        tab.goto(page.url_once())
        tab.wait_for_selector("body[data-link=crowded]")
        assert tab.inner_text("#headline").startswith("Too many windows.")
    tab.clock.run_for(3000)
    assert is_in(tab)


@pytest.mark.parametrize("size", [(1366, 768), (390, 844), (320, 568)])
def test_the_door_fits_its_window(page: Page, tab, size: tuple[int, int]) -> None:
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    used = page.url_once()
    tab.goto(used)
    tab.context.clear_cookies()
    for address in (page.url, used):
        tab.goto(address)
        assert tab.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        for selector in ("#headline", "#detail", "#code", "button"):
            box = tab.locator(selector).bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size[0]
