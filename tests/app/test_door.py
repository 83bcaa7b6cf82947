"""What those meet who bring no key: how to come in, and that guessing leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from app.browser import Browser
from app.fakes import FakeSession

from posturecheck.app.server import Page, serve


class Clock:
    """Time that only a test moves."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def page(session: FakeSession, clock: Clock) -> Iterator[Page]:
    served = serve(session, clock=clock)
    yield served
    served.close()


@pytest.fixture
def stranger(page: Page) -> Browser:
    """A browser whose ticket is never used."""
    return Browser(page)


def code_in(lines: list[str]) -> str:
    (code,) = re.findall(r"\d{3} \d{3}", " ".join(lines))
    return code


def plain(stranger: Browser) -> tuple[int, bytes]:
    stranger.folder = "/"
    answer, body = stranger.get()
    return answer.status, body


def wrong(code: str) -> str:
    return f"{(int(code.replace(' ', '')) + 1) % 10**6:06}"


def test_the_plain_address_asks_for_the_code_and_the_terminal_tells_it(page, stranger) -> None:
    assert page.news() == []
    status, body = plain(stranger)
    assert status == 403
    assert b'name="code"' in body
    (line,) = page.news()
    code = code_in([line])
    assert page.url in line
    assert code.encode() not in body
    plain(stranger)
    assert page.news() == []  # told once, whoever asks how often


@pytest.mark.parametrize("path", ["", "?ticket=guess", "none", "../", "../old-room/?token=x"])
def test_every_address_without_a_key_says_how_to_come_in(stranger: Browser, path: str) -> None:
    answer, body = stranger.get(path)
    assert answer.status == 403
    assert b"Type the code" in body


def test_a_picture_or_a_frame_of_another_site_makes_no_code(page, stranger) -> None:
    for wanted in ("image", "script", "iframe", "empty"):
        answer, body = stranger.get("static/icon.svg", **{"Sec-Fetch-Dest": wanted})
        assert answer.status == 403
        assert b"<form" not in body
    assert page.news() == []
    stranger.get(**{"Sec-Fetch-Dest": "document"})
    assert len(page.news()) == 1


def test_the_code_opens_the_page_once(page: Page, stranger: Browser) -> None:
    page.ask_for_code()
    code = code_in(page.news())
    assert not page.opened
    answer = stranger.post(f"code={code.replace(' ', '+')}")
    assert answer.status == 303
    assert answer.headers["location"] == stranger.folder
    assert "HttpOnly; SameSite=Strict" in answer.headers["set-cookie"]
    stranger.cookie = answer.headers["set-cookie"].partition(";")[0]
    opened, body = stranger.get()
    assert opened.status == 200
    assert b"<canvas" in body
    assert page.opened
    again = stranger.post(f"code={code}")
    assert again.status == 403
    assert again.headers["set-cookie"] is None


def test_a_wrong_code_opens_nothing_and_the_next_try_has_to_wait(page, stranger, clock) -> None:
    page.ask_for_code()
    code = code_in(page.news())
    answer = stranger.post(f"code={wrong(code)}")
    assert (answer.status, answer.headers["set-cookie"]) == (403, None)
    assert b"That is not the code" in answer.body
    answer = stranger.post(f"code={code}")
    assert (answer.status, answer.headers["set-cookie"]) == (429, None)
    assert int(answer.headers["retry-after"]) >= 1
    clock.now_s += 1.0
    assert stranger.post(f"code={code}").status == 303


def test_five_wrong_codes_are_told_in_the_terminal_with_a_new_one(page, stranger, clock) -> None:
    page.ask_for_code()
    code = code_in(page.news())
    for _ in range(5):
        stranger.post(f"code={wrong(code)}")
        clock.now_s += 100
    (line,) = page.news()
    assert "Wrong codes were typed" in line
    assert stranger.post(f"code={code_in([line])}").status == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1:1"},
        {"Host": "evil.example"},
    ],
)
def test_a_form_of_another_page_gets_no_try(page, stranger, headers) -> None:
    page.ask_for_code()
    code = code_in(page.news())
    answer = stranger.post(f"code={code}", **headers)
    assert (answer.status, answer.headers["set-cookie"]) == (403, None)
    assert stranger.post(f"code={code}").status == 303  # nothing was used up


@pytest.mark.parametrize(
    "form", ["", "code", "code=", "x=1", "code=%ff%fe", "a&" * 200, "code=" + "1" * 5000, "é"]
)
def test_nonsense_in_the_form_is_answered_kindly(page, stranger, form: str) -> None:
    page.ask_for_code()
    code = code_in(page.news())
    answer = stranger.post(form.encode())
    assert answer.status == 403
    assert b'name="code"' in answer.body
    assert stranger.post(f"code={code}").status == 303


def test_other_methods_are_refused(page: Page, stranger: Browser) -> None:
    page.ask_for_code()
    code = code_in(page.news())
    assert stranger.post(f"code={code}", path=stranger.folder).status == 403
    assert stranger.post(f"code={code}", path="/none").status == 403


def test_a_ticket_used_twice_is_told_on_the_page_and_in_the_terminal(page, stranger) -> None:
    assert stranger.get("?" + stranger.query)[0].status == 200
    assert page.news() == []
    answer, body = stranger.get("?" + stranger.query)
    assert (answer.status, answer.headers["set-cookie"]) == (403, None)
    assert b"somebody else on this computer may be watching" in body
    assert b'name="code"' in body
    told = page.news()
    assert "was used a second time" in told[0]
    assert code_in(told[1:])
    stranger.get("?" + stranger.query)
    assert page.news() == []


def test_who_is_in_already_may_open_its_address_again(page: Page, browser: Browser) -> None:
    answer, body = browser.get("?" + browser.query)
    assert answer.status == 200
    assert b"<canvas" in body
    assert page.news() == []


def test_the_doors_own_files_are_for_everybody_and_no_others(stranger: Browser) -> None:
    stranger.folder = "/door/"
    for name in ("look.css", "door.css", "icon.svg"):
        assert stranger.get(name)[0].status == 200
    for name in ("main.js", "layout.css", "", "../door.py", "%2e%2e/door.py", "look.css/"):
        assert stranger.get(name)[0].status == 404, name


def test_only_the_doors_policy_allows_a_form(stranger: Browser, browser: Browser) -> None:
    door, inside = stranger.get()[0], browser.get()[0]
    assert "form-action 'self'" in door.headers["content-security-policy"]
    assert "script-src" not in door.headers["content-security-policy"]
    assert "form-action 'none'" in inside.headers["content-security-policy"]
