"""What the browsers are sent, and what they ask."""

from __future__ import annotations

import json
import threading
import time
from itertools import pairwise

import cv2
import numpy as np
import pytest
from app.browser import Browser, acknowledge, received
from app.fakes import standing
from patience import PATIENCE_S, until
from websockets.exceptions import ConnectionClosed

from posturecheck.app.server import Page
from posturecheck.app.stream import MOST_IN_FLIGHT
from posturecheck.app.view import Gauge
from posturecheck.core import Reading


def test_a_view_arrives_with_all_it_holds_and_nan_as_null(session, browser: Browser) -> None:
    with browser.watch() as link:
        session.show(
            headline="Stay tall",
            detail="Nearly there",
            bend=Gauge(Reading(34.26, 5.0), "amber"),
            picture=np.zeros((480, 640, 3), np.uint8),
            pose=_pose_with_a_hidden_hand(),
            captured_unix_s=12.5,
            muted=True,
        )
        head, jpeg = received(link)
    assert head["headline"] == "Stay tall"
    assert head["bend"] == {"value": 34.3, "sd": 5.0, "severity": "amber", "limits": None}
    assert head["twist"] == {"value": None, "sd": None, "severity": None, "limits": None}
    assert head["progress"] is None
    assert head["captured_unix_s"] == 12.5
    assert head["size"] == [640, 480]
    assert head["muted"] is True
    assert head["pose"]["points"][5] == [0.5625, 0.3125]
    assert head["pose"]["points"][9] is None
    assert head["pose"]["points"][23] == [0.5, 0.3125]  # between the shoulders
    assert len(head["pose"]["visibility"]) == 25
    assert jpeg.startswith(b"\xff\xd8")


def _pose_with_a_hidden_hand():
    return standing({9: (float("nan"), float("nan"))})


def test_a_new_window_gets_the_newest_view_at_once(session, browser: Browser) -> None:
    session.show(headline="before")
    session.show(headline="now")
    with browser.watch() as link:
        assert received(link)[0]["headline"] == "now"


def test_a_window_gets_no_more_than_it_draws_and_then_the_newest(session, browser: Browser) -> None:
    with browser.watch() as link:
        for i in range(2):
            session.show(headline=str(i))
            assert received(link)[0]["headline"] == str(i)
        for i in range(2, 50):
            session.show(headline=str(i))
        with pytest.raises(TimeoutError):
            link.recv(timeout=0.2)
        acknowledge(link, {"number": 1})
        assert received(link)[0]["headline"] == "49"


def test_slow_windows_see_rising_numbers_and_always_the_last(session, browser: Browser) -> None:
    last, draws_every = 120, (0, 3, 10)
    seen: dict[int, list[int]] = {every: [] for every in draws_every}

    def draw(every: int) -> None:
        with browser.watch() as link:
            while not seen[every] or seen[every][-1] < last:
                head, _ = received(link)
                seen[every].append(head["number"])
                drawn_at = min(last, head["number"] + every)
                until(lambda n=drawn_at: session.number >= n)
                acknowledge(link, head)

    session.show()
    windows = [threading.Thread(target=draw, args=(every,)) for every in draws_every]
    for window in windows:
        window.start()
    assert until(lambda: all(seen.values()))
    while session.number < last:
        session.show()
        assert until(lambda: seen[0][-1] == session.number)
    for window in windows:
        window.join(PATIENCE_S)
    assert seen[0] == list(range(1, last + 1))
    for every, numbers in seen.items():
        assert all(a < b for a, b in pairwise(numbers))
        assert numbers[-1] == last
        assert every == 0 or len(numbers) <= MOST_IN_FLIGHT * (last / every + 1)


def test_a_picture_is_as_wide_as_the_widest_canvas_needs(session, browser: Browser) -> None:
    with browser.watch(px="300") as narrow, browser.watch(px="500") as wide:
        time.sleep(0.05)
        session.show(picture=np.zeros((480, 640, 3), np.uint8))
        jpegs = [received(link)[1] for link in (narrow, wide)]
    assert jpegs[0] == jpegs[1]
    shape = cv2.imdecode(np.frombuffer(jpegs[0], np.uint8), cv2.IMREAD_COLOR).shape
    assert shape == (480, 640, 3)  # 500 rounded up to a shared step
    with browser.watch(px="300") as link:
        jpeg = received(link)[1]
    shape = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR).shape
    assert shape == (240, 320, 3)


def test_who_hides_the_picture_is_sent_none(session, browser: Browser) -> None:
    with browser.watch(px="0") as hiding, browser.watch() as watching:
        time.sleep(0.05)
        session.show(picture=np.zeros((48, 64, 3), np.uint8), pose=_pose_with_a_hidden_hand())
        head, jpeg = received(hiding)
        assert jpeg == b""
        assert head["size"] == [64, 48]
        assert head["pose"] is not None
        assert received(watching)[1]
        hiding.send(json.dumps({"canvas_px": 640}))
        assert received(hiding)[1]  # it comes back though nothing new is shown


def test_delays_are_known_for_drawn_pictures_only(session, page: Page, browser: Browser) -> None:
    picture = np.zeros((48, 64, 3), np.uint8)
    with browser.watch() as link:
        for at_unix_ms, shown in ((1_000_040.0, picture), (None, picture), (1_000_040.0, None)):
            session.show(captured_unix_s=1000.0, picture=shown)
            acknowledge(link, received(link)[0], at_unix_ms=at_unix_ms)
        acknowledge(link, {"number": 99}, at_unix_ms=5.0)
        link.send("{}")
        session.show(headline="last")
        received(link)
    assert page.latencies_ms() == pytest.approx([40.0])


def test_commands_reach_the_session_in_order(session, browser: Browser) -> None:
    with browser.watch() as link:
        for command, value in (("start", ""), ("task", "shoes"), ("pause", "")):
            link.send(json.dumps({"command": command, "value": value}))
        assert session.wait_asked("pause")
    assert session.asked == [("start", ""), ("task", "shoes"), ("pause", "")]


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "[]",
        "no json",
        "[" * 2000,
        '{"command": "rm"}',
        '{"command": ["start"]}',
        '{"command": "task", "value": {"a": 1}}',
        '{"drawn": "x", "at_unix_ms": []}',
        '{"canvas_px": -1e400}',
        '{"drawn": NaN}',
    ],
)
def test_nonsense_is_ignored_and_the_stream_goes_on(
    session, browser: Browser, nonsense: str
) -> None:
    with browser.watch() as link:
        link.send(nonsense)
        link.send(json.dumps({"command": "pause"}))
        assert session.wait_asked("pause")
    assert session.asked == [("pause", "")]


def test_a_task_that_does_not_exist_is_answered_in_words(session, browser: Browser) -> None:
    with browser.watch() as link:
        link.send(json.dumps({"command": "task", "value": "ironing"}))
        answer = json.loads(link.recv(timeout=PATIENCE_S))
    assert answer["trouble"].startswith("task: expected one of dishwasher")


def test_too_long_a_message_ends_that_connection_only(session, browser: Browser) -> None:
    with browser.watch() as link:
        link.send("x" * 10_000)
        with pytest.raises(ConnectionClosed):
            link.recv(timeout=PATIENCE_S)
    with browser.watch() as link:
        session.show(headline="still here")
        assert received(link)[0]["headline"] == "still here"
