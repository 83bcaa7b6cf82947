"""A house with a page of its own: its sessions, cameras and loudspeaker follow a script."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import numpy as np
from app.fakes import FakeSession

from posturecheck.core import Image
from posturecheck.home.cameras import Cameras
from posturecheck.home.desk import Desk
from posturecheck.home.house import House
from posturecheck.home.run import served
from posturecheck.home.settings import HomeSettings, save_settings
from posturecheck.live.assembling import LiveOptions
from posturecheck.live.watch import NoCameraError
from posturecheck.sinks.totals import Totals
from posturecheck.voice.prompts import PROMPTS
from posturecheck.voice.sounds import Sounds


class ScriptedWatch:
    """In the place of ``watch_live``: sessions of a test's own, as often as a camera is there."""

    def __init__(self) -> None:
        self.cameras = threading.Event()
        self.cameras.set()
        self.looked = 0
        self.taken = ""  # the camera that another program has
        self.options: list[LiveOptions] = []
        self.sessions: list[FakeSession] = []

    def __call__(self, options, say, shown=None) -> Totals:
        self.looked += 1
        self.options.append(options)
        if not self.cameras.is_set() or options.camera == self.taken:
            raise NoCameraError("camera 0: expected a camera that opens")
        session = FakeSession()
        # What the guide asks aloud may be fetched while its camera step is still closing.
        heard = Sounds().wav(PROMPTS["heard"])
        session.sounds = {PROMPTS["heard"]: heard} if heard else {}
        session.show(phase="look", tone="ask", headline="I can see you.")
        with shown(session, say):
            self.sessions.append(session)
            session.wait_asked("quit")
            session.show(phase="ended", headline="That was all.")
        return Totals()

    @property
    def session(self) -> FakeSession:
        return self.sessions[-1]


class Still:
    """A camera that gives the same picture until it is let go of."""

    comes_back = True
    compressed = False

    def __init__(self, place: str, opened: list[str], gone: list[str]) -> None:
        self.name, self._place = f"camera {place}", place
        self._opened, self._gone = opened, gone
        self._stop = threading.Event()

    def pictures(self) -> Iterator[tuple[float | None, Image]]:
        self._opened.append(self._place)
        while not self._stop.wait(0.01):
            yield None, np.full((240, 320, 3), (40, 120, 90), np.uint8)

    def close(self) -> None:
        self._gone.append(self._place)
        self._stop.set()


class Scripted:
    """A house, what it says, and its page."""

    def __init__(self, folder: Path, guided: bool = True) -> None:
        self.folder = folder
        self.said: list[str] = []
        save_settings(HomeSettings(guided=guided), folder)
        self.watch = ScriptedWatch()
        self.plugged_in: list[str] = []
        self.opened: list[str] = []
        self.let_go: list[str] = []
        self.house = House(
            folder,
            self.said.append,
            desk=partial(
                Desk,
                watch=self.watch,
                pause=lambda event, _: event.wait(0.01),
                cameras=lambda: ["0", "1"],
            ),
            cameras=partial(Cameras, self._devices, rest=lambda event, _: event.wait(0.01)),
            player=lambda: None,
        )
        self.page = served(self.house)

    def _devices(self) -> Mapping[str, Still]:
        return {place: Still(place, self.opened, self.let_go) for place in self.plugged_in}

    def close(self) -> None:
        self.house.close()
        self.page.close()
