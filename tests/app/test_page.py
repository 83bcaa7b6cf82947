"""The page as a person meets it: driven in a real browser, headless."""

from __future__ import annotations

import io
import math
import re
import time
import wave
from collections.abc import Callable, Iterator
from typing import get_args

import pytest
from app.fakes import FakeSession, moving_square, standing
from patience import PATIENCE_S

from posturecheck.app.figures import OF_ADVICE, OF_TECHNIQUE, Figure
from posturecheck.app.server import Page, serve
from posturecheck.app.view import Farewell, Gauge, Utterance
from posturecheck.app.words import WORDS
from posturecheck.core import Reading
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.live import words as live_words
from posturecheck.rules.guidance import load_guidance

LAPTOP = {"width": 1280, "height": 720}
KITCHEN = {"width": 1366, "height": 768}  # 13 inch, 3 m away
PHONE = {"width": 390, "height": 844}
SCREEN_MM = 290.0  # a 13 inch screen is that wide
CAP_MM = 15.0  # read from 3 m: distance / 200
CAP_PX = 66.0  # at KITCHEN's size


class Window:
    """A browser window with the page open, and all that went wrong in it."""

    def __init__(self, chromium, page: Page, size: dict[str, int], **about: object) -> None:
        self.context = chromium.new_context(viewport=size, **about)
        self.tab = self.context.new_page()
        self.asked: list[str] = []
        self.errors: list[str] = []
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.on("websocket", lambda link: self.asked.append(link.url))
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))
        self.tab.on("console", self._note)
        self.tab.goto(page.url_once())
        self.tab.wait_for_selector("body[data-link]:not([data-phase=starting])")

    def _note(self, message) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(message.text)

    def until(self, script: str, within_s: float = PATIENCE_S) -> None:
        # As a function: the page's own policy forbids to evaluate text, and it holds here too.
        self.tab.wait_for_function(f"() => {script}", timeout=1000 * within_s)

    def text(self, selector: str) -> str:
        return self.tab.inner_text(selector).strip()


@pytest.fixture
def window(chromium, session: FakeSession, page: Page) -> Iterator[Callable[..., Window]]:
    opened: list[Window] = []

    def open_window(size: dict[str, int] = LAPTOP, **about: object) -> Window:
        if session.newest is None:
            session.show()
        opened.append(Window(chromium, page, size, **about))
        return opened[-1]

    yield open_window
    for one in opened:
        one.context.close()
        # Chromium's advice on reading a canvas is for these tests, not for the page.
        assert [e for e in one.errors if "getImageData" not in e] == []


def test_the_picture_appears_and_moves_and_its_delay_is_known(session, page, window) -> None:
    one = window()
    with session.film(moving_square, 25, pose=standing()):
        one.until("document.getElementById('mark-camera').dataset.on === 'true'")
        shots = []
        for _ in range(3):
            shots.append(one.tab.locator("#picture").screenshot())
            time.sleep(0.2)
    assert len(set(shots)) == 3
    assert len(page.latencies_ms()) >= 10
    assert 0 < sorted(page.latencies_ms())[len(page.latencies_ms()) // 2] < 500


def test_the_picture_is_a_mirror(session, window) -> None:
    one = window()
    session.show(picture=moving_square(0))  # orange at the camera's left
    orange = """() => {
        const c = document.getElementById('picture');
        const row = c.getContext('2d').getImageData(0, c.height / 2, c.width, 1).data;
        for (let x = 0; x < c.width; x++) {
            if (row[4 * x] > 180 && row[4 * x + 2] < 120) { return x / c.width; }
        }
        return -1;
    }"""
    one.until(f"({orange})() > 0.8")


def test_the_cue_the_signs_and_the_gauges_show(session, window) -> None:
    one = window()
    session.show(
        tone="amber",
        headline="Slide the rack out. Bend at your hips.",
        detail="Keep it close.",
        bend=Gauge(Reading(48.4, 5.2), "amber"),
        twist=Gauge(Reading(-12.0, 6.0)),
    )
    one.until("document.getElementById('headline').textContent.startsWith('Slide')")
    one.until("document.querySelector('#bend .gauge-value').textContent === '48° ±5'")
    assert one.text("#detail") == "Keep it close."
    assert one.text("#tone-word") == "Try this"
    assert one.tab.get_attribute("#sign use", "href") == "#sign-amber"
    assert one.tab.get_attribute("#bend", "data-severity") == "amber"
    assert one.tab.get_attribute("#twist", "aria-valuetext").endswith("right")
    assert one.text("#say-politely") == "Slide the rack out. Bend at your hips."
    one.until("document.querySelector('#twist .gauge-value').textContent === '12° ±6'")
    session.show(tone="red", headline="Stay tall", twist=Gauge(Reading(12.0, 6.0)))
    one.until("document.getElementById('say-now').textContent === 'Stay tall'")
    assert one.text("#say-politely") == ""
    assert one.tab.get_attribute("#sign use", "href") == "#sign-red"
    one.until("document.querySelector('#bend .gauge-value').textContent === 'cannot see'")


def test_a_twist_to_the_left_points_left_as_in_a_mirror(session, window) -> None:
    one = window()
    places = []
    for twist in (-30.0, 0.0, 30.0):
        session.show(headline=str(twist), twist=Gauge(Reading(twist, 4.0)))
        one.until(f"document.getElementById('headline').textContent === '{twist}'")
        places.append(float(one.tab.get_attribute("#twist .needle", "x")))
    assert places[0] > places[1] > places[2]


def test_where_there_is_no_limit_the_gauge_marks_none(session, window) -> None:
    session.limits = GaugeLimits(30.0, math.inf, math.nan, math.nan)
    one = window()
    session.show(bend=Gauge(Reading(40.0, 5.0), "amber"), twist=Gauge(Reading(40.0, 5.0)))
    one.until("document.querySelector('#twist .gauge-value').textContent === '40° ±5'")
    assert one.text("#bend .gauge-limits") == "30°"
    assert one.text("#twist .gauge-limits") == ""
    parts = "all => all.map(e => e.getAttribute('class'))"
    assert one.tab.eval_on_selector_all("#twist [class^=part]", parts) == ["part-free"] * 2
    assert one.tab.eval_on_selector_all("#bend [class^=part]", parts) == ["part-free", "part-amber"]


def cap_px(one: Window) -> float:
    """How high the headline's capital letters are."""
    return one.tab.evaluate("""() => {
        const h = document.getElementById('headline');
        const pen = document.createElement('canvas').getContext('2d');
        pen.font = getComputedStyle(h).font;
        return pen.measureText('H').actualBoundingBoxAscent;
    }""")


def fits(one: Window) -> bool:
    return one.tab.evaluate("""() => {
        const [h, bar] = ['headline', 'cue'].map((id) => document.getElementById(id));
        const [a, b] = [h, bar].map((e) => e.getBoundingClientRect());
        return a.top >= b.top && a.bottom <= b.bottom && h.scrollWidth <= h.clientWidth;
    }""")


@pytest.mark.parametrize("size", [LAPTOP, KITCHEN], ids=["1280", "1366"])
def test_every_cue_is_read_from_three_metres_with_its_drawing(session, window, size) -> None:
    one = window(size)
    words = load_guidance()
    figures = {guide.cue: OF_ADVICE[guide.id] for guide in words.advice} | {
        technique.praise: OF_TECHNIQUE[name] for name, technique in words.technique_words.items()
    }
    for i, (cue, figure) in enumerate(sorted(figures.items())):
        tone = "red" if i % 2 else "amber"
        session.show(tone=tone, headline=cue, detail="One smaller line.", figure=figure)
        one.until(f"document.getElementById('headline').textContent === {cue!r}")
        cap = cap_px(one)
        assert cap * SCREEN_MM / size["width"] >= CAP_MM, cue
        assert cap >= CAP_PX or size is LAPTOP, cue
        assert fits(one), cue
        assert one.tab.is_visible("#figure") == bool(figure)
        if figure:
            assert one.tab.eval_on_selector("#figure", "e => e.getBoundingClientRect().width") > 150


STATES = [
    *(("watching", "trouble", *said) for name, said in live_words.TROUBLES.items()),
    *(("watching", "trouble", *said) for said in live_words.HALVES.values()),
    *(("watching", "trouble", said, "") for said in live_words.BUSY.values()),
    ("look", "ask", live_words.FEET_SEEN(), live_words.SIGHTS["side"]),
    ("watching", "ask", live_words.HOLD_HAND(), live_words.HAND_HINT()),
    ("look", "ask", live_words.WAVE(), live_words.WAVE_HINT()),
    ("stand", "ask", live_words.STAND(), live_words.STAND_HINT()),
    ("watching", "calm", live_words.WATCHING(), live_words.SIGHTS["front"]),
    ("watching", "calm", live_words.LOOKING(), ""),
    *(
        ("waiting", "calm", live_words.WAITING(), hint)
        for hint in live_words.WAITING_HINTS.values()
    ),
    *(("off", "calm", live_words.OFF(), hint) for hint in live_words.OFF_HINTS.values()),
    *(("hurt", "calm", live_words.HURT(), hint) for hint in live_words.HURT_HINTS.values()),
    ("ended", "calm", live_words.ENDED(), live_words.ENDED_HINT()),
    ("watching", "ask", load_guidance().question.words, load_guidance().question.detail),
]


@pytest.mark.parametrize(("phase", "tone", "headline", "detail"), STATES)
def test_every_state_is_read_from_three_metres(
    session, window, phase, tone, headline, detail
) -> None:
    one = window(KITCHEN)
    session.show(phase=phase, tone=tone, headline=headline, detail=detail)
    one.until(f"document.getElementById('headline').textContent.startsWith({headline!r})")
    assert cap_px(one) >= CAP_PX
    assert fits(one)


@pytest.mark.parametrize("trouble", [n for n, said in live_words.TROUBLES.items() if said[1]])
def test_what_to_do_about_a_trouble_is_as_large_as_the_trouble(session, window, trouble) -> None:
    one = window(KITCHEN)
    headline, detail = live_words.TROUBLES[trouble]
    session.show(tone="trouble", headline=headline, detail=detail)
    todo = re.split(r"[.,;]", detail)[0]
    one.until(f"document.getElementById('headline').textContent.startsWith({headline!r})")
    assert todo in one.text("#headline")
    assert cap_px(one) >= CAP_PX


def test_a_drawing_says_what_it_shows_and_goes_with_its_words(session, window) -> None:
    one = window()
    for figure in get_args(Figure):
        session.show(headline=f"With {figure}", figure=figure)
        one.until(
            f"document.getElementById('headline').textContent.trim() === 'With {figure}'.trim()"
        )
        assert one.tab.is_visible("#figure") == bool(figure)
        if figure:
            assert one.tab.get_attribute("#figure", "aria-label") == WORDS[f"figure_{figure}"]
            drawn = one.tab.eval_on_selector("#figure use", "e => e.getBBox().width")
            assert drawn > 40, figure


def test_the_ring_fills_around_the_drawing(session, window) -> None:
    one = window(KITCHEN)
    session.show(phase="stand", tone="ask", headline="Stand tall", progress=0.4, figure="tall")
    one.until("!document.getElementById('ring').hasAttribute('hidden')")
    ring, figure = (one.tab.locator(name).bounding_box() for name in ("#ring", "#figure"))
    assert min(ring["width"], ring["height"]) > 150
    assert ring["x"] < figure["x"]
    assert ring["x"] + ring["width"] > figure["x"] + figure["width"]


def test_a_gauge_shows_the_limits_in_force(session, window) -> None:
    one = window()
    parts = "all => all.map(e => e.getAttribute('class'))"

    def limits_of(gauge: Gauge, limits: str) -> None:
        for _ in range(50):  # the bar changes no faster than its digits
            session.show(bend=gauge)
            time.sleep(0.1)
            if one.tab.text_content("#bend .gauge-limits") == limits:
                return
        assert one.tab.text_content("#bend .gauge-limits") == limits

    limits_of(Gauge(Reading(45.0, 5.0), "amber", 20.0, 60.0), "20°60°")
    # A taught hinge: nothing at 45 degrees is amber, and nothing is a warning.
    limits_of(Gauge(Reading(45.0, 5.0), None, 60.0, math.inf), "60°")
    assert one.tab.eval_on_selector_all("#bend [class^=part]", parts) == ["part-free", "part-amber"]
    needle, amber = (
        float(one.tab.get_attribute(f"#bend .{name}", "x")) for name in ("needle", "part-amber")
    )
    assert needle < amber


def test_rounding_has_a_gauge_of_its_own(session, window) -> None:
    session.limits = GaugeLimits(20, 60, 15, 30, 20, 40)
    one = window()
    session.show(rounding=Gauge(Reading(26.0, 6.0), "amber", 20.0, 40.0))
    one.until("document.querySelector('#rounding .gauge-value').textContent === '26° ±6'")
    assert one.tab.get_attribute("#rounding", "data-severity") == "amber"
    assert one.tab.get_attribute("#bend", "data-severity") == ""
    one.until("document.querySelector('#rounding .gauge-limits').textContent === '20°40°'")


def test_the_cue_has_triple_a_contrast(session, window) -> None:
    one = window(reduced_motion="reduce")  # or the grounds fade
    for tone in (
        "calm",
        "ask",
        "amber",
        "red",
        "praise",
        "trouble",
        "waiting",
        "off",
        "hurt",
        "ended",
    ):
        phase = tone if tone in {"waiting", "off", "hurt", "ended"} else "watching"
        session.show(phase=phase, tone="calm" if phase == tone else tone, headline="Stay tall")
        one.until(f"document.getElementById('cue').dataset.tone === '{tone}'")
        for selector in ("#cue", ".tile"):
            ground, ink = one.tab.eval_on_selector(
                selector, "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]"
            )
            assert contrast(ground, ink) >= 7, (tone, selector, ground, ink)


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, "contrast ratio"."""

    def luminance(css: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", css)[:3]]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("rgb(119, 119, 119)", "rgb(255, 255, 255)") == pytest.approx(4.48, abs=0.01)


def test_keys_ask_what_the_phase_allows(session, window) -> None:
    one = window()
    for phase, muted, key, command in (
        ("look", False, " ", "start"),
        ("look", False, "c", "skip"),
        ("watching", False, " ", "pause"),
        ("watching", False, "m", "mute"),
        ("watching", True, "M", "unmute"),
        ("watching", False, "s", "snooze"),
        ("watching", False, "c", "calibrate"),
        ("waiting", False, " ", "resume"),
        ("off", False, " ", "resume"),
        ("off", False, "x", "resume"),
    ):
        session.asked.clear()
        view = session.show(phase=phase, muted=muted, headline=f"{phase} {key} {muted}")
        one.until(f"document.getElementById('headline').textContent === {view.headline!r}")
        one.tab.keyboard.press("Space" if key == " " else key)
        assert session.wait_asked(command), (phase, key)
        assert len(session.asked) == 1


def test_that_it_hurt_can_be_said_at_all_times(session, window) -> None:
    one = window()
    for phase in ("look", "stand", "watching", "waiting", "off"):
        session.asked.clear()
        view = session.show(phase=phase, headline=f"Now {phase}")
        one.until(f"document.getElementById('headline').textContent === {view.headline!r}")
        assert one.tab.is_visible("#hurt")
        one.tab.keyboard.press("p")
        assert session.wait_asked("hurt"), phase
        assert session.asked == [("hurt", "")]


def test_after_it_hurt_only_her_own_word_goes_on(session, window) -> None:
    one = window()
    session.show(phase="hurt", headline=live_words.HURT(), detail=live_words.HURT_HINTS[True])
    one.until("document.body.dataset.phase === 'hurt'")
    assert one.text("#headline") == live_words.HURT()
    assert one.text("#detail") == live_words.HURT_HINTS[True]
    for key in ("Space", "x", "c", "m", "t", "Enter", "p"):
        one.tab.keyboard.press(key)
    one.tab.keyboard.press("g")
    assert session.wait_asked("go-on")
    assert session.asked == [("go-on", "")]
    one.tab.click("#stop-today")
    assert session.wait_asked("quit")


def test_what_is_read_at_the_end_survives_a_reload(session, window) -> None:
    one = window()
    farewell = Farewell(
        "Well done: 3 good bends.",
        "I could see you for 20 minutes.",
        ("3 good bends, from beginning to end.", "Squat: 3"),
        "Push your hips back. Back stays long.",
        "Stand close.",
        "hinge",
    )
    session.show(phase="ended", headline=farewell.headline, farewell=farewell)
    for again in (False, True):
        if again:
            one.tab.reload()
        one.until("!document.getElementById('farewell').hidden")
        assert one.text("#headline") == farewell.headline
        assert one.tab.locator("#end-well li").all_inner_texts() == list(farewell.well)
        assert one.text("#end-time") == farewell.time
        assert one.text("#end-words") == farewell.next_words
        assert one.tab.get_attribute("#end-figure use", "href") == "#figure-hinge"
        assert not one.tab.is_visible("#end-advice")


def test_who_comes_back_to_a_camera_that_went_off_reads_how_it_went(session, window) -> None:
    one = window(KITCHEN)
    told = Farewell("", "I could see you for 20 minutes.", ("Squat: 3",), "The same again.")
    session.show(phase="off", headline=live_words.OFF(), farewell=told)
    one.until("!document.getElementById('farewell').hidden")
    assert one.text("#end-words") == "The same again."
    assert one.tab.is_visible("#hurt")
    assert cap_px(one) >= CAP_PX
    one.tab.keyboard.press("Space")
    assert session.wait_asked("resume")
    session.show(phase="watching", headline="Watching again.")
    one.until("document.getElementById('farewell').hidden")
    assert one.tab.is_visible("#picture")


def test_after_it_hurt_the_end_gives_advice_and_nothing_to_practise(session, window) -> None:
    one = window()
    told = Farewell(live_words.FAREWELL["hurt"], "", ("Squat: 3",), advice=live_words.HURT_AGAIN())
    session.show(phase="ended", headline=told.headline, farewell=told)
    one.until("!document.getElementById('farewell').hidden")
    assert one.text("#end-advice-words") == live_words.HURT_AGAIN()
    assert not one.tab.is_visible("#end-next")
    assert one.tab.get_attribute("#cue", "data-tone") == "hurt"


def test_the_space_bar_pauses_also_after_a_click_elsewhere(session, window) -> None:
    one = window()
    one.tab.click("#mute")
    assert session.wait_asked("mute")
    one.tab.keyboard.press("Space")
    assert session.wait_asked("pause")
    assert session.asked == [("mute", ""), ("pause", "")]


def test_with_the_keyboard_alone_a_button_is_reached_and_pressed(session, window) -> None:
    one = window()
    for _ in range(4):
        one.tab.keyboard.press("Tab")
    assert one.tab.evaluate("document.activeElement.id") == "mute"
    one.tab.keyboard.press("Space")
    assert session.wait_asked("mute")
    assert session.asked == [("mute", "")]


def test_the_choice_of_a_task_is_no_trap_for_the_keys(session, window) -> None:
    one = window()
    one.tab.keyboard.press("t")
    assert one.tab.evaluate("document.activeElement.id") == "task"
    one.tab.keyboard.press("Escape")
    one.tab.keyboard.press("m")
    assert session.wait_asked("mute")
    one.tab.keyboard.press("t")
    one.tab.keyboard.press("Escape")
    one.tab.keyboard.press("Space")
    assert session.wait_asked("pause")
    one.tab.focus("#task")
    one.tab.keyboard.press("s")
    assert session.wait_asked("snooze")
    assert session.asked == [("mute", ""), ("pause", ""), ("snooze", "")]


def test_keys_work_wherever_the_focus_is(session, window) -> None:
    one = window()
    for place in ("main", "again", "mute", "quiet", "task", "full", "hide", "quit"):
        session.asked.clear()
        one.tab.focus(f"#{place}")
        one.tab.keyboard.press("c")
        assert session.wait_asked("calibrate"), place


WAKE = """() => {
    window.awake = [];
    const lock = () => ({
        released: false,
        async release() { this.released = true; window.awake.push('off'); },
    });
    const request = async () => {
        window.awake.push('on');
        window.last = lock();
        return window.last;
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request }, configurable: true });
}"""


def test_the_screen_stays_on_while_somebody_is_watched_and_only_then(session, window) -> None:
    one = window()
    session.show(phase="paused", headline="o")
    one.until("document.getElementById('headline').textContent === 'o'")
    one.tab.evaluate(WAKE)
    session.show(phase="watching", headline="a")
    one.until("String(window.awake) === 'on'")
    session.show(phase="watching", headline="b")
    session.show(phase="paused", headline="c")
    one.until("String(window.awake) === 'on,off'")
    session.show(phase="watching", headline="d")
    one.until("String(window.awake) === 'on,off,on'")
    # A browser lets go of it when the tab is hidden: asked for again when it is shown.
    one.tab.evaluate("() => { window.last.released = true; }")
    one.tab.evaluate("() => { document.dispatchEvent(new Event('visibilitychange')); }")
    one.until("String(window.awake) === 'on,off,on,on'")
    session.show(phase="ended", headline="e")
    one.until("String(window.awake) === 'on,off,on,on,off'")


def test_browser_shortcuts_are_left_alone(session, window) -> None:
    one = window()
    one.tab.keyboard.press("Control+m")
    one.tab.keyboard.press("Alt+s")
    one.tab.keyboard.press("Space")
    assert session.wait_asked("pause")
    assert session.asked == [("pause", "")]


def test_a_task_is_chosen_and_recognised(session, window) -> None:
    one = window()
    one.tab.select_option("#task", "shoes")
    assert session.wait_asked("task", "shoes")
    session.show(task="shoes", task_chosen=True)
    one.until("document.getElementById('mark-task').textContent === 'Shoes and socks'")
    assert one.tab.input_value("#task") == "shoes"
    one.tab.select_option("#task", "")
    assert session.wait_asked("task", "")
    session.show(task="dishwasher")
    one.until("document.getElementById('mark-task').textContent === 'Dishwasher (recognised)'")


def test_quit_asks_once_and_leaves_a_kind_word(session, window) -> None:
    one = window()
    one.tab.keyboard.press("q")
    assert one.tab.is_visible("#quit-dialog")
    one.tab.keyboard.press("m")  # no other key works meanwhile
    one.tab.keyboard.press("Escape")
    one.tab.keyboard.press("q")
    one.tab.click("#quit-yes")
    assert session.wait_asked("quit")
    assert session.asked == [("quit", "")]
    session.show(phase="ended")
    one.until("document.body.dataset.phase === 'ended'")
    assert one.text("#headline") == "All done"
    assert one.text("#detail") == "You can close this page."
    assert not one.tab.is_visible(".controls")


def test_reload_and_a_second_window_show_the_same(session, window) -> None:
    one = window()
    session.show(headline="Stay tall", muted=True, snoozed_s=431.0)
    one.tab.reload()
    other = one.context.new_page()
    other.goto(one.tab.url)
    for tab in (one.tab, other):
        tab.wait_for_function(
            "() => document.getElementById('headline').textContent === 'Stay tall'"
        )
        assert tab.inner_text("#mark-quiet") == "Quiet 7:12" or "7:11" in tab.inner_text(
            "#mark-quiet"
        )
        assert tab.is_visible("#mark-muted")
    assert session.asked == []


def test_the_secret_stays_neither_in_the_address_nor_in_a_script(page, window) -> None:
    one = window()
    assert one.tab.url == page.url_once().partition("?")[0]
    assert one.tab.evaluate("document.cookie") == ""


def test_nothing_is_asked_of_another_computer(session, page, window) -> None:
    one = window()
    session.show(say=Utterance(1, "Stay tall"), picture=moving_square(1))
    one.until("document.getElementById('mark-camera').dataset.on === 'true'")
    one.tab.wait_for_timeout(200)
    host = page.url.removeprefix("http://").partition("/")[0]
    assert len(one.asked) > 8
    hosts = {re.match(r"(?:http|ws)://([^/]+)/|blob:http://([^/]+)/", url) for url in one.asked}
    assert {m[1] or m[2] for m in hosts if m} == {host}
    assert None not in hosts
    one.errors = [e for e in one.errors if "404" not in e]  # there is no sound here: right


def test_a_hidden_picture_leaves_only_the_lines_and_stays_hidden(session, window) -> None:
    one = window()
    one.tab.keyboard.press("h")
    session.show(picture=moving_square(0), pose=standing())
    one.until("document.getElementById('mark-camera').dataset.on === 'true'")
    one.tab.reload()
    session.show(picture=moving_square(0), pose=standing())
    one.until("document.getElementById('mark-camera').dataset.on === 'true'")
    colours = one.tab.evaluate("""() => {
        const c = document.getElementById('picture');
        const all = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        let [orange, white] = [0, 0];
        for (let i = 0; i < all.length; i += 4) {
            orange += all[i] > 180 && all[i + 2] < 120;
            white += all[i] > 240 && all[i + 2] > 240;
        }
        return [orange, white];
    }""")
    assert colours[0] == 0
    assert colours[1] > 100
    assert one.text("#hide span") == "Show picture"


def test_the_ring_fills_while_standing_tall(session, window) -> None:
    one = window()
    assert not one.tab.is_visible("#ring")
    session.show(phase="stand", tone="ask", headline="Stand tall", progress=0.62)
    one.until("document.getElementById('ring').getAttribute('aria-valuenow') === '62'")
    assert one.tab.is_visible("#ring")
    assert not one.tab.is_visible("#sign")


def test_a_lost_connection_is_said_and_comes_back(session, chromium) -> None:
    session.show(headline="Stay tall", bend=Gauge(Reading(12.0, 3.0)))
    page = serve(session)
    one = Window(chromium, page, LAPTOP)
    one.until("document.getElementById('headline').textContent === 'Stay tall'")
    one.tab.evaluate("history.length")  # the page is alive
    page._server.running.call_soon_threadsafe(_cut, page)
    one.until("document.body.dataset.link === 'lost'")
    one.until(
        "document.getElementById('headline').textContent.startsWith('Connection lost.')"
        " && document.querySelector('#bend .gauge-value').textContent === 'cannot see'"
    )
    one.until("document.getElementById('headline').textContent === 'Stay tall'")
    page.close()
    one.until("document.body.dataset.phase === 'ended'")
    one.context.close()


def _cut(page: Page) -> None:
    for connection in list(page._server.server_state.connections):
        connection.transport.abort()


def test_a_picture_that_stands_still_does_not_pass_for_a_live_one(session, window) -> None:
    one = window()
    one.tab.clock.install()
    one.tab.reload()
    session.show(headline="Stay tall", picture=moving_square(0))
    one.until("document.getElementById('headline').textContent === 'Stay tall'")
    one.tab.clock.fast_forward(7000)
    one.until("document.body.dataset.link === 'stale'")
    assert one.text("#headline").startswith("The picture has stopped.")
    session.show(headline="Stay tall", picture=moving_square(1))
    one.tab.clock.run_for(500)
    one.until("document.body.dataset.link === 'open'")


SCREENS = (
    PHONE,
    {"width": 844, "height": 390},
    {"width": 820, "height": 1180},
    {"width": 640, "height": 360},  # a laptop at 200 % zoom
    {"width": 320, "height": 568},
    LAPTOP,
)


def test_on_every_screen_nothing_is_cut_off_and_buttons_are_large(session, window) -> None:
    one = window()
    session.show(
        tone="red", headline="Push your hips back. Back stays long.", picture=moving_square(0)
    )
    one.until("document.getElementById('headline').textContent.startsWith('Push')")
    for size in SCREENS:
        one.tab.set_viewport_size(size)
        one.tab.wait_for_timeout(60)  # the letters are fitted after the layout
        assert one.tab.evaluate("document.documentElement.scrollWidth") <= size["width"]
        sizes = one.tab.eval_on_selector_all(
            ".controls button, .controls select",
            "all => all.filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect())"
            ".map(r => [r.width, r.height])",
        )
        assert len(sizes) >= 7, size
        assert all(min(pair) >= 44 for pair in sizes), size
        cut = "e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1"
        assert not one.tab.eval_on_selector(".words", cut), size
        assert one.tab.evaluate("document.getElementById('picture').clientHeight") > 80, size


def test_there_is_no_motion_for_who_wants_none(window) -> None:
    one = window(reduced_motion="reduce")
    assert one.tab.eval_on_selector("#cue", "e => getComputedStyle(e).transitionDuration") == "0s"


def test_the_disclaimer_is_there_to_read(window) -> None:
    assert window().text("footer") == load_guidance().disclaimer


def beep() -> bytes:
    """A WAV of a fifth of a second."""
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\x00\x20\x00\xe0" * 800)
    return made.getvalue()


def test_words_are_heard_after_a_tap_where_the_browser_wants_one(session, window) -> None:
    session.sounds = {"Stay tall": beep(), "Step round": beep()}
    one = window()
    # The driver's own questions count as a touch, so the browser's refusal is played here.
    shy = """() => {
        [window.touched, window.ended] = [false, 0];
        window.addEventListener('pointerdown', () => { window.touched = true; }, true);
        const play = HTMLMediaElement.prototype.play;
        HTMLMediaElement.prototype.play = function () {
            if (!window.touched) {
                return Promise.reject(new DOMException('touch first', 'NotAllowedError'));
            }
            this.addEventListener('ended', () => { window.ended += 1; });
            return play.call(this);
        };
    }"""
    one.tab.evaluate(shy)
    session.show(say=Utterance(1, "Stay tall"))
    one.until("!document.getElementById('tap-for-sound').hidden")
    one.tab.click("#cue")
    one.until("window.ended === 1")
    assert not one.tab.is_visible("#tap-for-sound")
    session.show(say=Utterance(2, "Step round"))
    one.until("window.ended === 2")
    assert not one.tab.is_visible("#tap-for-sound")


def test_without_a_sound_only_a_voice_of_this_computer_speaks(session, window) -> None:
    one = window()
    one.tab.evaluate("""() => {
        window.said = [];
        const voice = (name, localService) => ({ name, localService, lang: 'en-GB' });
        const voices = [voice('far', false), voice('near', true)];
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
        speechSynthesis.getVoices = () => voices;
        speechSynthesis.speak = (words) => window.said.push([words.text, words.voice.name]);
    }""")
    session.show(say=Utterance(1, "Stay tall"))
    one.until("window.said.length === 1")
    assert one.tab.evaluate("window.said") == [["Stay tall", "near"]]
    one.tab.evaluate("speechSynthesis.getVoices = () => [{ localService: false, lang: 'en' }]")
    session.show(say=Utterance(2, "Step round"))
    one.tab.wait_for_timeout(300)
    assert one.tab.evaluate("window.said.length") == 1
    one.errors = [e for e in one.errors if "404" not in e]  # there is no sound here: right
