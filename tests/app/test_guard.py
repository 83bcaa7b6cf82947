"""Who is let in to the page, and who is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from app.browser import Browser
from app.fakes import FakeSession
from websockets.exceptions import InvalidStatus

from posturecheck.app.keys import COOKIE, Keys
from posturecheck.app.server import Page, serve


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """One page for all: nothing here changes it."""
    served = serve(FakeSession())
    yield served
    served.close()


def test_it_listens_on_this_computer_only(page: Page) -> None:
    port = int(page.url.split(":")[2].split("/")[0])
    mine = page._server.servers[0].sockets[0].getsockname()
    assert mine == ("127.0.0.1", port)


def test_without_a_ticket_every_address_is_refused(page: Page) -> None:
    stranger = Browser(page)
    for path in ("", "?ticket=", "?ticket=guess", "static/main.js", "sound?text=x", "live", "none"):
        answer, body = stranger.get(path)
        assert answer.status == 403, path
        assert b"<canvas" not in body


def test_a_ticket_opens_the_page_and_hands_out_a_cookie_scripts_cannot_read(page: Page) -> None:
    browser = Browser(page)
    answer, body = browser.get("?" + browser.query)
    cookie = answer.headers["set-cookie"]
    assert answer.status == 200
    assert b"<canvas" in body
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert f"Path={browser.folder}" in cookie
    assert browser.query.partition("=")[2] not in cookie


def test_with_the_cookie_everything_opens_and_no_new_cookie_comes(browser: Browser) -> None:
    for path in ("", "static/main.js", "static/look.css", "static/icon.svg"):
        answer, body = browser.get(path)
        assert answer.status == 200
        assert body
        assert answer.headers["set-cookie"] is None


def test_another_cookie_is_refused(browser: Browser) -> None:
    assert browser.get(Cookie=f"{COOKIE}=guess")[0].status == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "0.0.0.0:80"])
def test_another_host_name_is_refused_even_with_cookie_or_ticket(
    page: Page, browser: Browser, host: str
) -> None:
    assert browser.get(Host=host)[0].status == 403
    newcomer = Browser(page)
    answer, body = newcomer.get("?" + newcomer.query, Host=host)
    assert answer.status == 403
    assert answer.headers["set-cookie"] is None
    assert b"<form" not in body
    assert newcomer.get("?" + newcomer.query)[0].status == 200  # the ticket was not used up


def test_localhost_is_this_computer_too(browser: Browser) -> None:
    assert browser.get(Host=browser.host.replace("127.0.0.1", "localhost"))[0].status == 200


@pytest.mark.parametrize("origin", ["", "null", "http://evil.example", "http://127.0.0.1:1"])
def test_a_script_of_another_page_gets_no_stream(browser: Browser, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        browser.watch(origin=origin)
    assert refused.value.response.status_code == 403


def test_without_the_cookie_there_is_no_stream(page: Page, browser: Browser) -> None:
    with pytest.raises(InvalidStatus) as refused:
        browser.watch(cookie="")
    assert refused.value.response.status_code == 403
    assert page.viewers == 0


def test_an_address_for_once_opens_the_page_once(page: Page) -> None:
    browser = Browser(page)
    ticket = page.url_once().partition("?")[2]
    assert ticket != browser.query
    assert browser.get("?" + ticket)[0].status == 200
    assert browser.get("?" + ticket)[0].status == 403


def test_the_plain_address_holds_no_secret(page: Page) -> None:
    assert page.url == f"http://{Browser(page).host}/"


def test_keys_are_different_every_time() -> None:
    one, other = Keys(), Keys()
    tickets = [one.ticket(), one.ticket(), other.ticket()]
    assert len({*tickets, one.room, other.room, one.set_cookie, other.set_cookie}) == 7
    assert [one.take(given) for given in (tickets[2], "é", "", *tickets[:2], tickets[0])] == [
        *("unknown", "unknown", "unknown"),
        *("opens", "opens", "used"),
    ]


def test_every_answer_carries_the_strict_headers(browser: Browser) -> None:
    refused = browser.get(Cookie="", Host="evil.example")[0]
    for answer in (browser.get()[0], browser.get(Cookie="")[0], browser.get("none")[0], refused):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["server"] is None


def test_only_shipped_files_are_served(browser: Browser) -> None:
    for name in ("none.js", "..%2fserver.py", "%2e%2e/view.py", "main.js/", "__init__.py"):
        assert browser.get("static/" + name)[0].status in {404, 307}, name


def test_the_page_names_no_other_address(browser: Browser) -> None:
    _, body = browser.get()
    for text in (body, *(browser.get(f"static/{n}.css")[1] for n in ("look", "layout"))):
        assert b"http" not in text.replace(b"http-equiv", b"")
        assert b"//" not in text
