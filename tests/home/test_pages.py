"""The start page and those behind it, as a person meets them: in a real browser, headless."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from app.browser import Browser
from clips import ROUNDED
from home.house import Scripted
from patience import PATIENCE_S, until

from posturecheck.clips.batch import Outcome
from posturecheck.clips.identity import content_sha256
from posturecheck.history.goals import Goal
from posturecheck.history.paths import NAME
from posturecheck.history.store import History
from posturecheck.home import words
from posturecheck.home.films import REPORTS
from posturecheck.rules.guidance import load_guidance
from tests.history.practice import Plan, keep, nothing_said

SIZES = {
    "a laptop": {"width": 1366, "height": 768},
    "an old laptop": {"width": 1024, "height": 768},
    "a phone": {"width": 390, "height": 844},
    "a laptop at 200 % zoom": {"width": 683, "height": 384},
}
PAGES = ("", "days/", "films/", "settings/", "help/", "guide/")


class Window:
    """A browser window at the start page, and all that went wrong in it."""

    def __init__(self, chromium, scripted: Scripted) -> None:
        self.context = chromium.new_context(viewport=SIZES["a laptop"])
        self.context.set_default_timeout(1000 * PATIENCE_S)
        self.tab = self.context.new_page()
        self.errors: list[str] = []
        self.asked: list[str] = []
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))
        self.tab.on("console", self._note)
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.goto(scripted.page.url_once())
        self.root = self.tab.url

    def _note(self, message) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(message.text)

    def to(self, page: str) -> None:
        self.tab.goto(self.root + page)

    def loaded(self, selector: str) -> None:
        """Wait for another page: until its own script has run, what is pressed is lost."""
        self.until(f"document.readyState === 'complete' && document.querySelector({selector!r})")

    def until(self, script: str, within_s: float = PATIENCE_S) -> None:
        self.tab.wait_for_function(f"() => {script}", timeout=1000 * within_s)


@pytest.fixture
def window(chromium, scripted: Scripted) -> Iterator[Window]:
    one = Window(chromium, scripted)
    yield one
    one.context.close()
    assert one.errors == []


def test_one_click_watches_and_the_end_leads_back(scripted: Scripted, window: Window) -> None:
    assert "?" not in window.tab.url
    window.tab.keyboard.press("Enter")  # the large button has the focus
    window.tab.wait_for_url("**/watch/")
    window.until("document.getElementById('headline').textContent === 'I can see you.'")
    assert not window.tab.is_visible("#after")
    scripted.watch.session.show(phase="watching", headline="Watching.")
    window.tab.keyboard.press("q")
    window.tab.click("#quit-yes")
    window.until("document.getElementById('headline').textContent === 'That was all.'")
    window.tab.reload()
    window.until("document.getElementById('headline').textContent === 'That was all.'")
    window.tab.keyboard.press("Space")  # once more
    window.until("document.getElementById('headline').textContent === 'I can see you.'")
    assert len(scripted.watch.sessions) == 2
    scripted.house.desk.close()
    window.tab.click("#to-start")
    window.tab.wait_for_selector("#begin")


def test_while_it_watches_the_start_leads_there(scripted: Scripted, window: Window) -> None:
    scripted.watch.cameras.clear()
    scripted.house.begin()
    window.to("")
    assert window.tab.inner_text("#go-on small") == words.WORDS["watching_camera_off"]
    scripted.watch.cameras.set()
    assert until(lambda: scripted.house.desk.camera_on)
    window.to("")
    assert window.tab.inner_text("#go-on small") == words.WORDS["watching_camera_on"]
    window.tab.click("#go-on")
    window.tab.wait_for_url("**/watch/")
    assert len(scripted.watch.sessions) == 1


def test_without_a_camera_the_page_says_so_and_goes_on_when_it_is_there(scripted, window) -> None:
    scripted.watch.cameras.clear()
    window.tab.click("#begin")
    window.tab.wait_for_url("**/watch/")
    said = f"{words.NO_CAMERA()} Plug one in"  # what is to be done in letters as large
    window.until(f"document.getElementById('headline').textContent.startsWith({said!r})")
    scripted.watch.cameras.set()
    window.until("document.getElementById('headline').textContent === 'I can see you.'")


def test_the_watching_page_leads_to_the_start_while_there_is_nothing(window: Window) -> None:
    window.to("watch/")
    assert window.tab.url == window.root


def test_settings_are_chosen_kept_and_shown(scripted: Scripted, window: Window, tmp_path) -> None:
    scripted.plugged_in = ["0", "2"]
    window.to("settings/")
    window.until("document.querySelectorAll('.camera').length === 2")
    window.until("document.querySelector('.camera img').naturalWidth === 320")
    window.tab.click(".camera[data-place='2']")
    window.tab.fill("#height", "158,5")
    window.tab.select_option("#profile", "recent-vertebral-fracture")
    window.tab.select_option("#task", "sink")
    window.tab.uncheck("#voice")
    window.tab.check("input[value=largest]")
    window.tab.uncheck("#mirror")
    window.tab.fill("#films", str(tmp_path))
    window.tab.click("form button.main")
    window.until("document.getElementById('saved').textContent !== ''")
    kept = scripted.house.settings
    assert (kept.camera, kept.height_cm, kept.task, kept.voice) == ("2", 158.5, "sink", False)
    assert (kept.profile, kept.text_size, kept.mirror) == (
        "recent-vertebral-fracture",
        "largest",
        False,
    )
    window.tab.reload()
    assert window.tab.input_value("#height") == "158.5"
    assert window.tab.input_value("#camera") == "2"
    assert window.tab.evaluate("getComputedStyle(document.documentElement).fontSize") == "27px"


def test_what_cannot_be_is_said_beside_and_nothing_is_kept(scripted, window: Window) -> None:
    before = scripted.house.settings
    window.to("settings/")
    window.tab.fill("#height", "tall")
    window.tab.click("form button.main")
    window.until("!document.getElementById('trouble').hidden")
    assert window.tab.inner_text("#trouble").startswith("your height in cm: expected a number")
    assert scripted.house.settings == before
    window.errors = [e for e in window.errors if "400" not in e]  # as it should be


def test_a_recording_is_checked_where_it_lies_and_its_report_opens(
    scripted: Scripted, window: Window, tmp_path: Path
) -> None:
    films = tmp_path / "films"
    films.mkdir()
    shutil.copy(ROUNDED, films / "my bend.mp4")
    (films / "notes.txt").write_text("no film")
    scripted.house.choose({"films": str(films)})

    def run(job, progress, say) -> Outcome:
        progress(1.0)
        folder = job.folder
        folder.mkdir(parents=True)
        summary = {"clip": {"sha256": content_sha256(job.clip)}}
        (folder / "summary.json").write_text(json.dumps(summary))
        style = "<style>body { color: rgb(1, 2, 3); }</style>"
        script = "<script>document.title = 'it ran';</script>"
        page = f"<!doctype html><html><head>{style}</head><body><p>Seen</p>{script}</body></html>"
        (folder / "report.html").write_text(page)
        return Outcome(job.clip, "", folder, headline="Two moments over a limit.")

    scripted.house.films._run = run
    window.to("films/")
    assert window.tab.inner_text(".film-name").startswith("my bend.mp4")
    assert window.tab.locator(".film").count() == 1
    window.tab.click(".check")
    window.until("document.getElementById('checking-said').textContent.startsWith('Two moments')")
    window.tab.click(".film a.button")  # which is there when the check is done
    window.until("document.title === 'it ran'")
    colour = "getComputedStyle(document.body).color"
    assert window.tab.evaluate(colour) == "rgb(1, 2, 3)"
    window.tab.click(f"text={words.WORDS['back']}")
    assert window.tab.url == window.root + "films/"
    assert {path.name for path in films.iterdir()} == {"my bend.mp4", "notes.txt", REPORTS}


def test_on_every_screen_nothing_is_cut_off(scripted: Scripted, window: Window, tmp_path) -> None:
    shutil.copy(ROUNDED, tmp_path / ("a rather long name of a film " * 3 + ".mp4"))
    scripted.plugged_in = ["0"]
    for letters in ("normal", "largest"):
        scripted.house.choose({"films": str(tmp_path), "text_size": letters})
        for name, size in SIZES.items():
            window.tab.set_viewport_size(size)
            for page in PAGES:
                window.to(page)
                wide = window.tab.evaluate("document.documentElement.scrollWidth")
                assert wide <= size["width"], (name, page, letters)
                low = window.tab.eval_on_selector_all(
                    "button, a.button, a.choice-card, select, input:not([type])",
                    "all => all.filter(e => e.checkVisibility())"
                    ".map(e => e.getBoundingClientRect().height).filter(h => h < 44)",
                )
                assert low == [], (name, page)


def test_every_page_has_one_heading_the_note_and_only_named_fields(window: Window) -> None:
    for page in PAGES:
        window.to(page)
        assert window.tab.locator("h1:visible").count() == 1, page
        if page != "guide/":  # of whose five steps one is shown
            assert window.tab.locator("h1").count() == 1, page
        assert window.tab.inner_text("footer") == load_guidance().disclaimer
        unnamed = window.tab.eval_on_selector_all(
            "input, select, button, a, img",
            "all => all.filter(e => !(e.innerText || e.ariaLabel || e.alt"
            " || (e.labels && e.labels.length))).map(e => e.outerHTML)",
        )
        assert unnamed == [], page


def test_stopping_asks_once_and_ends_all(scripted: Scripted, window: Window) -> None:
    window.tab.click("#stop")
    window.tab.keyboard.press("Escape")
    assert not scripted.house.done.is_set()
    window.tab.click("#stop")
    window.tab.click("#stop-yes")
    assert until(scripted.house.done.is_set)
    window.until(f"document.querySelector('h1').textContent === {words.WORDS['stopped']!r}")


def test_every_window_counts_as_somebody_being_there(scripted: Scripted, window: Window) -> None:
    assert until(lambda: scripted.house.windows == 1)
    window.to("help/")
    assert until(lambda: scripted.house.windows == 1)
    window.tab.goto("about:blank")
    assert until(lambda: scripted.house.windows == 0)


def test_no_page_holds_a_cameras_password(scripted: Scripted) -> None:
    scripted.house.choose({"camera": "rtsp://me:geheim@127.0.0.1:9/stream"})
    browser = Browser(scripted.page).enter()
    for page in (*PAGES, "cameras", "films/now"):
        assert b"geheim" not in browser.get(page)[1], page
    assert b"rtsp://127.0.0.1:9" in browser.get("settings/")[1]


def test_nothing_is_asked_of_another_computer(scripted: Scripted, window: Window) -> None:
    for page in PAGES:
        window.to(page)
    host = scripted.page.url.removeprefix("http://").partition("/")[0]
    assert {re.match(r"https?://([^/]+)/", url)[1] for url in window.asked} == {host}


@pytest.mark.parametrize("page", [*PAGES, "cameras", "films/now", "home/home.css", "none"])
def test_every_answer_carries_the_strict_policy(scripted: Scripted, page: str) -> None:
    policy = Browser(scripted.page).enter().get(page)[0].headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy


@pytest.mark.parametrize("page", [*PAGES, "cameras", "films/now", "here", "home/home.js"])
def test_without_the_key_nothing_answers(scripted: Scripted, page: str) -> None:
    assert Browser(scripted.page).get(page)[0].status == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_another_pages_script_changes_nothing(scripted: Scripted, origin: str) -> None:
    browser = Browser(scripted.page).enter()
    for act in ("begin", "quit", "settings"):
        answer = browser.post("{}", browser.folder + act, Cookie=browser.cookie, Origin=origin)
        assert answer.status == 403, act
    assert not scripted.house.desk.busy
    assert not scripted.house.done.is_set()
    assert browser.post("null", browser.folder + "quit", Cookie=browser.cookie).status == 200


@pytest.mark.parametrize("name", ["..", "../../etc/passwd", "%2e%2e%2fx", "gone.mp4"])
def test_only_films_of_the_folder_have_reports(scripted: Scripted, name: str, tmp_path) -> None:
    scripted.house.choose({"films": str(tmp_path)})
    browser = Browser(scripted.page).enter()
    assert browser.get(f"films/{name}/")[0].status in {307, 404}
    assert b"Seen" not in browser.get(f"films/{name}/")[1]
    answer = browser.post(f'"{name}"', browser.folder + "check", Cookie=browser.cookie)
    assert answer.status == 400


@pytest.mark.parametrize("body", ["{", "x" * 20_000, "[" * 9000])
def test_what_is_no_json_is_refused_kindly(scripted: Scripted, body: str) -> None:
    browser = Browser(scripted.page).enter()
    answer = browser.post(body, browser.folder + "settings", Cookie=browser.cookie)
    assert answer.status == 400
    assert b"expected" in answer.body


def kept(scripted: Scripted, *plans: Plan, ended: str = "quit") -> History:
    history = History(scripted.folder / NAME, nothing_said)
    keep(history, plans, ended=ended)
    return history


def today(hour: int, **about: object) -> Plan:
    morning = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return Plan(morning + timedelta(minutes=hour), **{"seen_min": 1.0} | about)


def test_a_goal_is_set_shown_and_taken_away(scripted: Scripted, window: Window) -> None:
    history = kept(scripted, today(1, good={"hip-hinge": 3}))
    window.to("days/")
    window.tab.fill("#goal-target", "8")
    window.tab.select_option("#goal-kind", "bends")
    window.tab.click("#goal button.main")
    window.until("document.body.innerText.includes('Your goal: 8 good bends a day. Today: 3.')")
    assert history.goal() == Goal("bends", 8)
    window.until("document.readyState === 'complete'")  # loaded anew: its script listens by then
    window.tab.click("#goal-none")
    window.until("document.body.innerText.includes('No goal is set.')")
    assert history.goal() is None


@pytest.mark.parametrize("wrong", ["", "two", "1.5", "-1"])
def test_what_is_no_goal_is_said_and_not_set(scripted, window: Window, wrong: str) -> None:
    history = kept(scripted, today(1))
    window.to("days/")
    window.tab.fill("#goal-target", wrong)
    window.tab.click("#goal button.main")
    window.until("!document.getElementById('trouble').hidden")
    assert window.tab.inner_text("#trouble") == words.WORDS["goal_wrong"]
    assert history.goal() is None


def test_each_session_can_be_deleted_and_is_asked_for(scripted: Scripted, window: Window) -> None:
    history = kept(scripted, today(1), today(9, source="file"))
    window.to("days/")
    assert window.tab.locator(".film-name").count() == 2
    window.tab.click(".delete >> nth=0")
    assert "a clip" in window.tab.inner_text("#delete-which")
    window.tab.click("#delete-no")
    assert len(history.sessions()) == 2
    window.tab.click(".delete >> nth=0")
    window.tab.click("#delete-yes")
    window.until("document.querySelectorAll('.film-name').length === 1")
    assert [s.source for s in history.sessions()] == ["camera"]


def test_good_movements_stand_first_and_what_hurt_is_there(scripted, window: Window) -> None:
    plan = today(1, good={"hip-hinge": 4}, moments={"twist": 2}, pain_at_s=50.0)
    kept(scripted, plan)
    window.to("days/")
    sections = window.tab.locator("main h2").all_inner_texts()
    assert sections[:4] == [
        words.WORDS[name] for name in ("days_well", "days_hurt", "days_goal", "days_work")
    ]
    assert window.tab.locator(".how svg").count() == 1
    window.tab.click("a[href$='days/page/']")
    window.until("document.getElementById('hurt') !== null")
    assert "Said to have hurt" in window.tab.inner_text("main")


def test_the_last_time_is_read_at_the_start_only_where_nobody_saw_its_end(
    scripted: Scripted, window: Window
) -> None:
    kept(scripted, today(1, good={"squat": 2}))
    window.to("")
    assert not window.tab.is_visible("#last-time")
    kept(scripted, today(20, good={"hip-hinge": 5}, moments={"twist": 1}), ended="left")
    window.to("")
    said = window.tab.inner_text("#last-time")
    assert "Well done: 5 good bends." in said
    assert window.tab.is_visible("#last-time svg")
    for size in SIZES.values():
        window.tab.set_viewport_size(size)
        width = window.tab.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"]


def test_days_fit_every_screen(scripted: Scripted, window: Window) -> None:
    kept(scripted, today(1, good={"hip-hinge": 4}, moments={"twist": 2}, pain_at_s=50.0))
    for page in ("days/", "days/page/"):
        window.to(page)
        for size in SIZES.values():
            window.tab.set_viewport_size(size)
            width = window.tab.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], (page, size)
