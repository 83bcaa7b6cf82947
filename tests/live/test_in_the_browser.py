"""The whole of live: the real pose model, the real page, a real browser, a sample as camera."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from clips import ROUNDED, film
from patience import PATIENCE_S, until

from posturecheck.detectors.model_store import CACHE_VARIABLE, ModelFile, models_folder
from posturecheck.live import words
from posturecheck.live.lead_on import EVERY_NAME
from posturecheck.rules.guidance import load_guidance
from posturecheck.sources.clip import open_facts, read_clip

pytestmark = pytest.mark.slow

HERE = ("http://127.0.0.1:", "blob:http://127.0.0.1:")
BEND_CUE = load_guidance().guide("deep-lean", "dishwasher").cue


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half a bend, some seconds of standing tall, a deep bend, standing: of the sample's frames.

    Played at two fifths of their speed, for computers that are busy.
    """
    frames = [f.image for f in read_clip(open_facts(ROUNDED))]
    tall = frames[:28]
    played = [*frames[:75], *frames[75::-1], *3 * [*tall, *tall[::-1]], *frames, *tall[::-1], *tall]
    times = [i / 10 for i in range(len(played))]
    return film(tmp_path_factory.mktemp("day") / "day.mp4", times, played)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a browser that writes down what stands in its command line."""
    (tmp_path / "Downloads").mkdir()
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{tmp_path}/asked"\n')
    browser.chmod(0o700)
    return tmp_path


@pytest.fixture
def live(day: Path, pose_model: ModelFile, home: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {
        **os.environ,
        "HOME": str(home),
        "POSTURECHECK_DATA": str(home),
        CACHE_VARIABLE: str(models_folder().parent),
        "BROWSER": str(home / "browser"),
    }
    command = [sys.executable, "-m", "posturecheck", "live", "--camera", str(day)]
    program = subprocess.Popen(
        [*command, "--task", "dishwasher"], stdout=subprocess.PIPE, text=True, env=environment
    )
    yield program
    program.kill()
    program.wait()


def browser_asked(home: Path) -> str:
    """What stands in the command line of the browser that was started."""
    while not (home / "asked").exists() or not (home / "asked").read_text().endswith("\n"):
        time.sleep(0.02)
    return (home / "asked").read_text().strip()


def test_no_secret_stands_in_a_command_line_and_the_page_on_the_disk_goes(
    chromium, live: subprocess.Popen[str], home: Path
) -> None:
    assert live.stdout is not None
    line = live.stdout.readline()
    asked = browser_asked(home)
    (leads_on,) = (home / "Downloads").glob(EVERY_NAME)
    assert asked == leads_on.as_uri()
    (ticket,) = set(re.findall(r"ticket=([\w-]+)", leads_on.read_text()))
    assert ticket not in line + asked
    assert leads_on.stat().st_mode & 0o077 == 0
    tab = chromium.new_page()
    tab.goto(asked)
    tab.wait_for_selector("body[data-phase=look]")
    assert until(lambda: not leads_on.exists())
    live.send_signal(signal.SIGINT)
    assert live.wait(PATIENCE_S) == 0
    assert "code" not in live.stdout.read()


def test_from_start_to_quit(chromium, live: subprocess.Popen[str], tmp_path: Path) -> None:
    assert live.stdout is not None
    address = re.search(r"http://127\.0\.0\.1:\d+/", live.stdout.readline())
    assert address
    tab = chromium.new_page(viewport={"width": 1280, "height": 720})
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(address[0])
    code = re.search(r"\d{3} \d{3}", live.stdout.readline())
    assert code
    tab.fill("#code", code[0])
    tab.keyboard.press("Enter")

    def reached(script: str) -> None:
        tab.wait_for_function(f"() => {script}", timeout=1000 * PATIENCE_S)

    reached("document.body.dataset.phase === 'look'")
    reached(f"document.getElementById('headline').innerText === '{words.STAND()}'")
    tab.keyboard.press("Space")
    reached("document.body.dataset.phase === 'stand'")
    reached("document.body.dataset.phase === 'watching'")
    reached(f"document.getElementById('headline').innerText === '{BEND_CUE}'")
    assert tab.get_attribute("#cue", "data-tone") in ("amber", "red")
    tab.keyboard.press("Space")
    reached("document.body.dataset.phase === 'off'")
    tab.reload()
    reached("document.body.dataset.phase === 'off'")
    tab.keyboard.press("q")
    tab.click("#quit-yes")
    reached("document.body.dataset.phase === 'ended'")
    assert live.wait(PATIENCE_S) == 0
    assert list((tmp_path / "Downloads").iterdir()) == []
    assert "cue(s) spoken" in live.stdout.read()
    assert [url for url in asked if not url.startswith(HERE)] == []
    assert remembered(tmp_path, "SELECT say FROM cues WHERE kind = 'correct'") == [(BEND_CUE,)]
    assert remembered(tmp_path, "SELECT ended FROM sessions") == [("quit",)]


def test_ctrl_c_ends_it_and_the_session_is_kept(
    day: Path, pose_model: ModelFile, tmp_path: Path
) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "posturecheck", "live", "--camera", str(day), "--no-window"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "POSTURECHECK_DATA": str(tmp_path)},
    )
    assert program.stdout is not None
    assert program.stdout.readline()  # it watches
    assert until(lambda: (tmp_path / "history.sqlite3").exists())
    program.send_signal(signal.SIGINT)
    assert program.wait(PATIENCE_S) == 0
    assert remembered(tmp_path, "SELECT ended FROM sessions") == [("quit",)]


def remembered(folder: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "history.sqlite3")) as connection:
        return connection.execute(question).fetchall()
