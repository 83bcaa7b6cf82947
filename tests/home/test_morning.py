"""A whole morning without hands, rendered people before the camera, in a real browser."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from home.test_pages import Window
from home.test_watching import Real
from live.stand_ins import EveryPicture

from posturecheck.app.view import View
from posturecheck.live import waiting, watch, words
from posturecheck.voice.prompts import PROMPTS

pytestmark = [pytest.mark.slow, pytest.mark.render]

AWAY_AFTER_S, AWAY_AT_MOST_S = 12.0, 40.0  # in place of minutes
ACT_S = 300.0  # at most, for what takes as long as the computer needs for every picture
PLAYED = (
    ("is away", 2.0),
    ("unleaves", 0.0),
    ("stands", 0.0),
    ("bends", 0.0),
    ("pauses", 0.0),
    ("goes on", 0.0),
    ("leaves", 0.0),
    ("is away", 20.0),
    ("unleaves", 0.0),
    ("stands", 0.0),
    ("leaves", 0.0),
    ("is away", 90.0),
)
PHASES = ["starting", "look", "watching", *["waiting", "watching"] * 2, "waiting", "off"]
BEGUN = ("half", "stand", "one", "two", "thanks")
SAID = (*BEGUN, "hand", "resumed", "away", "welcome", "away", "off")


@pytest.fixture(scope="module")
def film():
    from home.morning import acts

    return acts()


@pytest.fixture
def morning(tmp_path: Path, pose_model, film, monkeypatch: pytest.MonkeyPatch) -> Iterator[Real]:
    from home.morning import Kitchen

    monkeypatch.setenv("POSTURECHECK_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(watch, "Camera", EveryPicture)
    monkeypatch.setattr(watch, "device_of", lambda _: Kitchen(film, PLAYED))
    monkeypatch.setattr(waiting, "AWAY_AFTER_S", AWAY_AFTER_S)
    monkeypatch.setitem(waiting.AT_MOST_S, "away", AWAY_AT_MOST_S)
    made = Real(tmp_path / "data")
    yield made
    made.house.close()
    made.page.close()


def test_a_morning_without_hands(chromium, morning: Real, tmp_path: Path) -> None:
    views: list[View] = []
    morning.house.choose({"camera": "0", "volume": 50})
    end = morning.house.desk.subscribe(views.append)
    window = Window(chromium, morning)
    window.tab.click("#skip")  # the guide of the first time
    window.loaded("#begin")
    window.tab.keyboard.press("Enter")
    window.tab.wait_for_url("**/watch/")
    window.until("document.body.dataset.phase === 'watching'", ACT_S)
    tone = "document.getElementById('cue').dataset.tone"
    window.until(f"['amber', 'red'].includes({tone})", ACT_S)
    window.until("document.body.dataset.phase === 'waiting'", ACT_S)
    window.until("document.body.dataset.phase === 'off'", ACT_S)
    assert window.tab.inner_text("#headline") == words.OFF()
    assert window.tab.is_visible("#farewell")  # whoever comes back reads how it went
    window.context.close()
    end()
    as_it_was_meant_to_be(views)
    morning.house.desk.close(left=True)  # as where nobody is at the page any more
    assert window.errors == []
    again = Real(tmp_path / "data")
    window = Window(chromium, again)
    window.tab.wait_for_selector("#begin")
    assert window.tab.is_visible("#last-time")
    window.context.close()
    (kept,) = again.house.sessions()
    assert kept.ended == "left"
    again.house.close()
    again.page.close()
    assert window.errors == []


def as_it_was_meant_to_be(views: list[View]) -> None:
    phases = [phase for phase, _ in itertools.groupby(view.phase for view in views)]
    assert phases == PHASES
    told = [text for text in said(views) if text in PROMPTS.values()]
    assert told == [PROMPTS[prompt] for prompt in SAID]
    corrected = [text for text in said(views) if text not in PROMPTS.values()]
    assert any("hips back" in text for text in corrected)
    watching = [view.headline for view in views if view.phase == "watching"]
    assert watching[-1] != words.WATCHING()  # whom it lost it does not say that it watches


def said(views: list[View]) -> list[str]:
    """What was said aloud, each thing once."""
    utterances = {view.say.number: view.say.text for view in views if view.say is not None}
    return [utterances[number] for number in sorted(utterances)]
