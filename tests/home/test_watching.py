"""From the start page to My days with nothing stood in for: model, session, page, history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from clips import ROUNDED, film
from home.test_pages import Window
from patience import until

from posturecheck.app.figures import OF_ADVICE
from posturecheck.home.house import House
from posturecheck.home.run import served
from posturecheck.live.words import HURT_AGAIN, HURT_HINTS
from posturecheck.rules.guidance import load_guidance
from posturecheck.sources.clip import open_facts, read_clip

pytestmark = pytest.mark.slow


class Real:
    """A house of which only the loudspeaker and the cameras' list are none."""

    def __init__(self, folder: Path) -> None:
        self.said: list[str] = []
        self.house = House(folder, self.said.append, player=lambda: None)
        self.page = served(self.house)


@pytest.fixture
def real(tmp_path: Path, pose_model, monkeypatch: pytest.MonkeyPatch) -> Iterator[Real]:
    monkeypatch.setenv("POSTURECHECK_DATA", str(tmp_path / "data"))
    made = Real(tmp_path / "data")
    yield made
    made.house.close()
    made.page.close()


@pytest.fixture
def kitchen(tmp_path: Path) -> Path:
    """Standing, a deep bend with a round back, standing: again and again, slowed down."""
    frames = [frame.image for frame in read_clip(open_facts(ROUNDED))]
    played = [*frames, *frames[::-1]] * 6
    return film(tmp_path / "kitchen.mp4", [i / 10 for i in range(len(played))], played)


def test_a_morning_from_the_start_page_to_my_days(chromium, real: Real, kitchen: Path) -> None:
    real.house.remember({"guided": True})
    real.house.choose({"camera": str(kitchen), "task": "dishwasher", "volume": 50})
    window = Window(chromium, real)
    window.tab.click("#begin")
    window.tab.wait_for_url("**/watch/")
    window.until("document.body.dataset.phase === 'look'")
    window.tab.keyboard.press("c")  # a clip cannot be asked to stand tall
    window.until("document.body.dataset.phase === 'watching'")
    window.until("['amber', 'red'].includes(document.getElementById('cue').dataset.tone)")
    assert window.tab.is_visible("#figure")
    shown = window.tab.get_attribute("#cue", "data-figure")
    said = window.tab.inner_text("#headline")
    families = {OF_ADVICE[g.id] for g in load_guidance().advice if g.cue == said}
    assert shown in families
    window.tab.keyboard.press("p")
    window.until("document.body.dataset.phase === 'hurt'")
    assert window.tab.inner_text("#detail") == HURT_HINTS[True]
    window.tab.keyboard.press("g")
    window.until("document.body.dataset.phase === 'watching'")
    window.tab.keyboard.press("q")
    window.tab.click("#quit-yes")
    window.until("document.body.dataset.phase === 'ended'")
    window.tab.reload()
    window.until("document.body.dataset.phase === 'ended'")
    assert window.tab.inner_text("#end-advice-words") == HURT_AGAIN()
    assert until(lambda: not real.house.desk.busy)
    window.tab.click("#after a[href$='days/']")
    window.until("document.body.innerText.includes('it does not count')")  # a clip is no practice
    window.context.close()
    (kept,) = real.house.sessions()
    assert (kept.ended, kept.pains) == ("quit", 1)
    (pain,) = real.house.kept().pains
    assert max(m.reading.value for m in pain.of("trunk_inclination_deg")) > 20
    assert [line for line in real.said if "fault" in line] == []
    assert window.errors == []
