"""In a language nobody speaks the start page and all behind it have no English left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from home.house import Scripted
from language import histories
from language.reading import SIZES, cut_off_on, english_on
from made_up_language import NAME, left_in_english, made_up, spoken
from patience import PATIENCE_S
from rich.console import Console

from posturecheck.history.page import render_history
from posturecheck.history.terminal import tell, tell_sessions
from posturecheck.home.house import House, Kept
from posturecheck.language import catalogue
from posturecheck.rules.guidance import load_guidance

PAGES = ("", "days/", "days/page/", "films/", "settings/", "help/", "guide/")
# Names of films and of their folder, and what English calls itself.
NAMES = frozenset({"bend", "mp", "films", "English"})


@pytest.fixture(autouse=True)
def made_up_language(tmp_path: Path) -> Iterator[None]:
    with spoken(tmp_path / "catalogues"):
        yield


@pytest.fixture
def scripted(tmp_path: Path) -> Iterator[Scripted]:
    house = Scripted(tmp_path / "empty")
    yield house
    house.close()


@pytest.fixture
def full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scripted]:
    """A house with weeks of practice, films, and a session that ended by walking away."""
    (tmp_path / "films").mkdir()
    (tmp_path / "films" / "bend.mp4").write_bytes(b"0" * 2_300_000)
    kept = Kept(histories.six_weeks(), histories.GOALS[1], histories.pains())
    kept.sessions[-1] = replace(kept.sessions[-1], ended="nobody there")
    monkeypatch.setattr(House, "kept", lambda self: kept)
    scripted = Scripted(tmp_path / "data")
    settings = scripted.house.settings
    scripted.house.settings = settings.model_copy(update={"films": str(tmp_path / "films")})
    yield scripted
    scripted.close()


@pytest.fixture
def opened(chromium) -> Iterator[Any]:
    contexts = []

    def tab_of(scripted: Scripted, size: str) -> Any:
        contexts.append(chromium.new_context(viewport=SIZES[size]))
        tab = contexts[-1].new_page()
        tab.goto(scripted.page.url_once())
        return tab

    yield tab_of
    for context in contexts:
        context.close()


def names_of(tmp_path: Path) -> frozenset[str]:
    """Return what of a page no language changes: files, folders, numbers of cameras."""
    return NAMES | frozenset(re.findall(r"[a-z]+", str(tmp_path)))


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("empty", [True, False], ids=["at first", "after weeks"])
def test_no_page_has_english_left_or_is_cut_off(
    opened, scripted: Scripted, full: Scripted, tmp_path: Path, size: str, empty: bool
) -> None:
    tab = opened(scripted if empty else full, size)
    root = tab.url
    for page in PAGES:
        if empty and page == "days/page/":
            continue
        tab.goto(root + page)
        kept = "[data-place], .film-name, input" if page != "days/" else "input"
        assert english_on(tab, kept, names_of(tmp_path)) == [], page
        assert cut_off_on(tab) == [], page


@pytest.mark.parametrize("size", SIZES)
def test_what_is_asked_and_answered_is_in_the_language(
    opened, full: Scripted, tmp_path: Path, size: str
) -> None:
    tab = opened(full, size)
    root = tab.url
    asked = (
        ("days/", ".delete", "document.getElementById('delete-dialog').open"),
        ("", "#stop", "document.getElementById('stop-dialog').open"),
    )
    for page, button, then in asked:
        tab.goto(root + page)
        tab.locator(button).first.click()
        tab.wait_for_function(f"() => {then}", timeout=1000 * PATIENCE_S)
        assert english_on(tab, "input", names_of(tmp_path)) == [], page
        assert cut_off_on(tab) == [], page
    tab.goto(root + "settings/")
    tab.click("button.main")
    tab.wait_for_function(
        "() => document.getElementById('saved').textContent", timeout=1000 * PATIENCE_S
    )
    assert english_on(tab, "[data-place], input", names_of(tmp_path)) == []
    assert cut_off_on(tab) == []


def test_the_language_is_chosen_in_settings_and_holds_from_then_on(
    opened, scripted: Scripted
) -> None:
    catalogue.choose("en")
    tab = opened(scripted, "a laptop")
    root = tab.url
    tab.goto(root + "settings/")
    tab.select_option("#language", NAME)
    tab.click("button.main")
    tab.wait_for_function(
        f"() => document.documentElement.lang === '{NAME}'", timeout=1000 * PATIENCE_S
    )
    assert tab.inner_text("h1") == made_up("Settings")
    assert scripted.house.settings.language == NAME
    assert catalogue.language() == NAME


@pytest.mark.parametrize("size", SIZES)
def test_every_history_is_shown_in_the_language(chromium, tmp_path: Path, size: str) -> None:
    context = chromium.new_context(viewport=SIZES[size])
    tab, path = context.new_page(), tmp_path / "history.html"
    for sessions, pains in (
        (histories.six_weeks(), histories.pains()),
        (histories.one_day(), []),
        (histories.long_ago(), []),
    ):
        page = render_history(
            sessions, histories.TODAY, 30, load_guidance(), goal=histories.GOALS[3], pains=pains
        )
        path.write_text(page, encoding="utf-8")
        tab.goto(path.as_uri())
        assert english_on(tab) == []
        assert cut_off_on(tab) == []
    context.close()


@pytest.mark.parametrize("goal", histories.GOALS)
def test_a_terminal_tells_days_in_the_language(goal: Any) -> None:
    out = StringIO()
    console = Console(file=out, width=200)
    for sessions in (histories.six_weeks(), histories.one_day(), histories.long_ago(), []):
        tell(sessions, histories.TODAY, 30, load_guidance(), console, goal=goal)
        tell_sessions(sessions, console)
    words = {line for line in out.getvalue().splitlines() if left_in_english(line)}
    assert words == set()
