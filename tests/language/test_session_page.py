"""In a language nobody speaks the session's page has no English left, and nothing cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from app.browser import Browser
from app.fakes import FakeSession
from language import histories
from language.reading import SIZES, cut_off_on, english_on
from made_up_language import made_up, spoken
from patience import PATIENCE_S

from posturecheck.app.figures import OF_ADVICE
from posturecheck.app.server import Page, serve
from posturecheck.app.view import Gauge, Tone
from posturecheck.core import Reading
from posturecheck.live import words
from posturecheck.live.farewell import farewell_of
from posturecheck.rules.guidance import load_guidance


@pytest.fixture(autouse=True)
def made_up_language(tmp_path: Path) -> Iterator[None]:
    with spoken(tmp_path / "catalogues"):
        yield


@pytest.fixture
def session() -> FakeSession:
    session = FakeSession()
    session.tasks = words.task_titles(load_guidance())
    return session


@pytest.fixture
def page(session: FakeSession) -> Iterator[Page]:
    served = serve(session)
    yield served
    served.close()


def scenes() -> Iterator[dict[str, Any]]:
    """Yield what the page shows: every state, every trouble, every cue with its drawing."""
    said = load_guidance()
    for phase, tone, headline, detail in (
        ("starting", "calm", *words.TROUBLES["opening"]),
        ("look", "ask", words.STAND(), f"{words.FEET_SEEN()} {words.SIGHTS['oblique']}"),
        ("stand", "ask", words.STAND(), words.STAND_HINT()),
        ("look", "ask", words.WAVE(), words.WAVE_HINT()),
        ("watching", "calm", words.WATCHING(), words.SKIPPED_HINT()),
        ("watching", "calm", words.LOOKING(), ""),
        ("watching", "ask", words.HOLD_HAND(), words.HAND_HINT()),
        ("waiting", "ask", words.HOLD_HAND_ON(), words.HAND_HINT()),
        *(("watching", "trouble", *trouble) for trouble in words.TROUBLES.values()),
        *(("watching", "trouble", *half) for half in words.HALVES.values()),
        *(("watching", "trouble", busy, "") for busy in words.BUSY.values()),
        *(("waiting", "calm", words.WAITING(), hint) for hint in words.WAITING_HINTS.values()),
        *(("off", "calm", words.OFF(), hint) for hint in words.OFF_HINTS.values()),
        *(("hurt", "calm", words.HURT(), hint) for hint in words.HURT_HINTS.values()),
    ):
        yield {"phase": phase, "tone": tone, "headline": headline, "detail": detail}
    for i, guide in enumerate(said.advice):
        tone = get_args(Tone)[i % len(get_args(Tone))]
        figure = OF_ADVICE[guide.id]
        yield {"tone": tone, "headline": guide.cue, "detail": "", "figure": figure}
    yield {"phase": "ended", "headline": words.ENDED(), "detail": words.ENDED_HINT()}
    for kept in (histories.six_weeks()[-1], histories.six_weeks()[-3], histories.one_day()[0]):
        farewell = farewell_of(kept, said)
        assert farewell is not None
        yield {"phase": "ended", "headline": farewell.headline, "farewell": farewell}


def until(tab: Any, script: str) -> None:
    tab.wait_for_function(f"() => {script}", timeout=1000 * PATIENCE_S)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_no_english_is_left_and_nothing_is_cut_off(
    chromium, session: FakeSession, page: Page, size: str
) -> None:
    context = chromium.new_context(viewport=SIZES[size])
    tab = context.new_page()
    tab.goto(page.url_once())
    for i, scene in enumerate(scenes()):
        dark = i % 2 == 0
        session.show(
            muted=dark,
            snoozed_s=272.0 if dark else 0.0,
            task="sit-stand",
            task_chosen=not dark,
            bend=Gauge(Reading(34.0, 5.0), "amber") if dark else Gauge(),
            twist=Gauge(Reading(-14.0 if i % 4 else 14.0, 5.0), "amber") if dark else Gauge(),
            **scene,
        )
        shown = f"document.getElementById('headline').textContent.startsWith({scene['headline']!r})"
        until(tab, shown)
        assert english_on(tab) == [], scene
        assert cut_off_on(tab) == [], scene
    context.close()


@pytest.mark.parametrize("size", SIZES)
def test_leaving_is_asked_in_the_language(
    chromium, session: FakeSession, page: Page, size: str
) -> None:
    session.show(headline=words.WATCHING())
    context = chromium.new_context(viewport=SIZES[size])
    tab = context.new_page()
    tab.goto(page.url_once())
    until(tab, "!document.getElementById('quit').disabled")
    tab.click("#quit")
    until(tab, "document.getElementById('quit-dialog').open")
    assert english_on(tab) == []
    assert cut_off_on(tab) == []
    tab.click("#quit-no")
    page.close()
    until(tab, "document.body.dataset.phase === 'ended'")
    assert english_on(tab) == []
    assert cut_off_on(tab) == []
    context.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_door_speaks_the_language(chromium, page: Page, size: str) -> None:
    context = chromium.new_context(viewport=SIZES[size])
    tab = context.new_page()
    tab.goto(f"http://{Browser(page).host}/")
    for typed in ("", "12", "123456", "123457", "123458", "123459"):
        if typed:
            tab.fill("#code", typed)
            tab.click("button")
            tab.wait_for_load_state()
        assert english_on(tab) == []
        assert cut_off_on(tab) == []
    used = page.url_once()
    tab.goto(used)
    other = chromium.new_context(viewport=SIZES[size])
    tab = other.new_page()
    tab.goto(used)
    assert made_up("Opened once already") in tab.content()
    assert english_on(tab) == []
    assert cut_off_on(tab) == []
    other.close()
    context.close()
