"""The guide of the first time, in a real browser: skipped, gone through, and run again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from app.fakes import moving_square, standing
from home.house import Scripted
from home.test_pages import SIZES, Window
from patience import until

from posturecheck.core import InputError
from posturecheck.home import words
from posturecheck.home.house import GUIDE_UNSEEN_S
from posturecheck.home.settings import HomeSettings, load_settings
from posturecheck.live import words as live_words


@pytest.fixture
def first_time(tmp_path: Path) -> Iterator[Scripted]:
    house = Scripted(tmp_path / "data", guided=False)
    yield house
    house.close()


@pytest.fixture
def window(chromium, first_time: Scripted) -> Iterator[Window]:
    one = Window(chromium, first_time)
    yield one
    one.context.close()
    assert one.errors == []


def shown(window: Window) -> str:
    parts = "[...document.querySelectorAll('.part')].filter((one) => !one.hidden)"
    return str(window.tab.evaluate(f"{parts}.map((one) => one.dataset.part).join()"))


def press_next(window: Window, then: str) -> None:
    window.tab.click(".part:not([hidden]) .next")
    window.tab.wait_for_selector(f"[data-part={then}]:not([hidden])")


def looks(first_time: Scripted, sessions: int) -> None:
    assert until(lambda: len(first_time.watch.sessions) == sessions)
    assert until(lambda: first_time.house.desk.camera_on)


def test_the_first_start_is_the_guide_and_it_can_be_skipped_once_for_all(
    first_time: Scripted, window: Window, tmp_path: Path
) -> None:
    assert window.tab.url.endswith("/guide/")
    assert shown(window) == "place"
    window.tab.click("#skip")
    window.tab.wait_for_selector("#begin")
    assert load_settings(tmp_path / "data")[0] == HomeSettings(guided=True)
    assert first_time.watch.sessions == []  # the camera stayed off


@pytest.mark.parametrize("page", ["settings/", "help/"])
def test_it_can_be_gone_through_again(first_time: Scripted, window: Window, page: str) -> None:
    window.tab.click("#skip")
    window.tab.wait_for_selector("#begin")
    window.tab.goto(window.tab.url + page)
    window.tab.click("a[href$='guide/']")
    window.tab.wait_for_selector("[data-part=place]:not([hidden])")


def test_all_five_steps(first_time: Scripted, window: Window, tmp_path: Path) -> None:
    window.tab.keyboard.press("Enter")  # "Next" has the focus
    window.tab.wait_for_selector("[data-part=camera]:not([hidden])")
    looks(first_time, 1)
    assert first_time.watch.options[-1].guide == "look"
    first_time.watch.session.show(
        phase="look", tone="praise", headline=live_words.FEET_SEEN(), picture=moving_square(1),
        pose=standing(),
    )  # fmt: skip
    window.until(f"document.getElementById('headline').textContent === {live_words.FEET_SEEN()!r}")
    window.until("document.getElementById('picture').width > 200")

    press_next(window, "sound")
    assert until(lambda: not first_time.house.desk.busy)  # the camera is off again
    assert window.tab.is_hidden("#live")
    window.tab.fill("#volume", "60")
    window.tab.click("#louder")
    assert until(lambda: first_time.house.settings.volume == 80)
    window.tab.check("#slower")
    assert until(lambda: first_time.house.settings.slower)
    window.tab.click("#louder")
    window.tab.click("#louder")
    window.until("document.getElementById('sound-full').textContent !== ''")

    press_next(window, "therapist")
    window.tab.check("#holds-on")
    press_next(window, "bend")
    looks(first_time, 2)
    options = first_time.watch.options[-1]
    assert (options.guide, options.holds_on, options.volume) == ("bend", True, 1.0)
    headline, detail = live_words.TRIED["try-long"]
    first_time.watch.session.show(
        phase="watching", tone="praise", headline=headline, detail=detail.format(lean=31)
    )
    window.until(f"document.getElementById('headline').textContent === {headline!r}")
    assert window.tab.is_visible("#how")

    window.tab.click("#hurt")
    assert first_time.watch.session.wait_asked("hurt")
    window.tab.click("#watch-now")
    window.tab.wait_for_url("**/watch/")
    looks(first_time, 3)
    assert first_time.watch.options[-1].guide is None
    kept = HomeSettings(guided=True, holds_on=True, slower=True, volume=100)
    assert load_settings(tmp_path / "data")[0] == kept


def test_who_has_not_agreed_the_movements_leaves_the_bend_out(
    first_time: Scripted, window: Window
) -> None:
    for part in ("camera", "sound", "therapist"):
        press_next(window, part)
    window.tab.click("#not-yet")
    assert window.tab.inner_text("#ask-first") == words.WORDS["guide_therapist_ask"]
    window.tab.click("#done-early")
    window.tab.wait_for_selector("#begin")
    assert [options.guide for options in first_time.watch.options] == ["look"]


def test_a_step_can_be_gone_back(first_time: Scripted, window: Window) -> None:
    press_next(window, "camera")
    looks(first_time, 1)
    window.tab.click(".part:not([hidden]) .before")
    window.tab.wait_for_selector("[data-part=place]:not([hidden])")
    assert not first_time.house.desk.busy


@pytest.mark.parametrize("size", SIZES)
def test_no_step_is_wider_than_its_window(first_time: Scripted, window: Window, size: str) -> None:
    window.tab.set_viewport_size(SIZES[size])
    for part in ("camera", "sound", "therapist", "bend"):
        press_next(window, part)
        if part in ("camera", "bend"):
            looks(first_time, 1 if part == "camera" else 2)
            first_time.watch.session.show(
                phase="look", tone="trouble", headline=live_words.HALVES["low"][0],
                detail=live_words.HALVES["low"][1], picture=moving_square(1),
            )  # fmt: skip
            window.until("document.getElementById('detail').textContent !== ''")
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert window.tab.evaluate(wide) <= 0, part


def test_what_is_to_be_read_from_afar_has_capitals_of_66_px_on_a_laptop(
    first_time: Scripted, window: Window
) -> None:
    press_next(window, "camera")
    looks(first_time, 1)
    height = """() => {
      const pen = document.createElement('canvas').getContext('2d');
      const style = getComputedStyle(document.getElementById('headline'));
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      return pen.measureText('H').actualBoundingBoxAscent;
    }"""
    assert window.tab.evaluate(height) >= 65.5


def test_leaving_the_guide_by_its_address_closes_the_camera(
    first_time: Scripted, window: Window
) -> None:
    press_next(window, "camera")
    looks(first_time, 1)
    first_time.house.remember({"guided": True})
    window.tab.goto(window.tab.url.replace("guide/", ""))
    window.tab.wait_for_selector("#begin")
    assert not first_time.house.desk.busy


def test_the_watching_page_knows_nothing_of_the_guide(first_time: Scripted, window: Window) -> None:
    press_next(window, "camera")
    looks(first_time, 1)
    first_time.house.remember({"guided": True})
    window.tab.goto(window.tab.url.replace("guide/", "watch/"))
    window.tab.wait_for_selector("#begin")


def test_a_guide_that_nobody_looks_at_is_ended(first_time: Scripted) -> None:
    house, now = first_time.house, [100.0]
    house._clock = lambda: now[0]
    house.guide("look")
    looks(first_time, 1)
    for viewers, seconds in ((0, 1), (1, GUIDE_UNSEEN_S), (0, 1), (0, GUIDE_UNSEEN_S - 1)):
        now[0] += seconds
        house.look(viewers)
        assert house.desk.busy
    now[0] += 2
    house.look(0)
    assert until(lambda: not house.desk.busy)


def test_a_session_under_way_is_not_broken_off_by_the_guide(first_time: Scripted) -> None:
    house = first_time.house
    house.begin()
    looks(first_time, 1)
    with pytest.raises(InputError, match="watching just now"):
        house.guide("look")
    house.end_guide()
    house.look(0)
    assert house.desk.camera_on


def test_watching_begins_though_the_guide_looks(first_time: Scripted) -> None:
    first_time.house.guide("look")
    looks(first_time, 1)
    first_time.house.begin()
    looks(first_time, 2)
    assert [options.guide for options in first_time.watch.options] == ["look", None]


@pytest.mark.parametrize("asked", [None, [1], {"camera": "9"}, {"films": "/"}])
def test_the_guide_chooses_nothing_else(first_time: Scripted, asked: object) -> None:
    first_time.house.remember(asked)
    assert first_time.house.settings == HomeSettings()
