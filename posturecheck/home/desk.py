"""The session behind the page, begun and ended from it; between two there is none.

The page shows a ``Desk`` as it would a session, so that it is there before a camera is, and
stays when a session is over.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol

from posturecheck.app.view import Command, Tone, Utterance, View
from posturecheck.core import InputError, PostureCheckError
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.home import words
from posturecheck.home.cameras import plugged_in
from posturecheck.home.renumbered import Renumbered
from posturecheck.home.settings import HomeSettings
from posturecheck.live.assembling import LiveOptions
from posturecheck.live.publisher import Tell
from posturecheck.live.session import Session
from posturecheck.live.session_parts import GuidePart
from posturecheck.live.watch import NoCameraError, Say, Shown, watch_live
from posturecheck.live.words import FAULT, FAULT_HINT, HURT, HURT_HINTS, task_titles
from posturecheck.profiles.files import load_profile
from posturecheck.profiles.settings import Profile
from posturecheck.rules.guidance import load_guidance
from posturecheck.sinks.totals import Totals
from posturecheck.sources.address import without_secrets
from posturecheck.voice.pace import SLOWER, USUAL
from posturecheck.voice.prompts import PROMPTS
from posturecheck.voice.sounds import Sounds

LOOK_AGAIN_S = 1.0  # between two looks for a camera
CAMERA_OFF = frozenset({"starting", "off", "hurt", "ended"})  # phases
END_WITHIN_S = 20.0  # a session that is being ended keeps what was seen


class Watches(Protocol):
    """What runs a session to its end: see ``live.watch.watch_live``."""

    def __call__(self, options: LiveOptions, say: Say, shown: Shown | None = None) -> Totals:
        """Watch until it ends."""
        ...


class Desk:
    """Begins sessions with the settings of the moment; see ``app.view.LiveSession``.

    Args:
        settings: What is chosen on the page.
        say: Gets a line on what the owner should know.
        watch: Runs a session.
        pause: Waits some seconds for what it gets, and returns whether that was set.
        cameras: Gives what may be tried where none is chosen, as ``live --camera`` takes it.
    """

    def __init__(
        self,
        settings: Callable[[], HomeSettings],
        say: Say,
        watch: Watches = watch_live,
        pause: Callable[[threading.Event, float], bool] = threading.Event.wait,
        cameras: Callable[[], Iterable[str]] = plugged_in,
    ) -> None:
        self._settings, self._say = settings, say
        self._watch, self._pause, self._cameras = watch, pause, cameras
        self._lock = threading.RLock()
        self._listeners: list[Tell] = []
        self._view: View | None = None
        self._words = Renumbered()
        self._session: Session | None = None
        self._thread: threading.Thread | None = None
        self._given_up = threading.Event()
        self._guide: GuidePart | None = None
        self._begun = False
        self._hurt = False  # somebody said so before a camera was there

    @property
    def tasks(self) -> Mapping[str, str]:
        """The tasks that can be chosen: id to title."""
        return task_titles(load_guidance())

    @property
    def limits(self) -> GaugeLimits:
        """Where the gauges' amber and red begin."""
        try:
            profile = load_profile(self._settings().profile)
        except InputError:  # it says so when a session is begun with it
            profile = Profile()
        return GaugeLimits.of(profile.rules)

    @property
    def busy(self) -> bool:
        """Whether a session is under way, or waits for its camera."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def guiding(self) -> bool:
        """Whether what is under way is a part of the guide."""
        return self.busy and self._guide is not None

    @property
    def begun(self) -> bool:
        """Whether there was a session yet that was none of the guide."""
        return self._begun

    @property
    def camera_on(self) -> bool:
        """Whether a camera is open just now."""
        view = self._view
        return self._session is not None and view is not None and view.phase not in CAMERA_OFF

    @property
    def view(self) -> View | None:
        """The newest view; None before the first session."""
        return self._view

    def subscribe(self, tell: Tell) -> Callable[[], None]:
        """Subscribe to every view, the newest at once; returns what ends that."""
        with self._lock:
            self._listeners.append(tell)
            if self._view is not None:
                tell(self._view)

        def end() -> None:
            with self._lock, contextlib.suppress(ValueError):
                self._listeners.remove(tell)

        return end

    def command(self, command: Command, value: str = "") -> None:
        """Ask the session for something; without one only quitting has a meaning.

        Raises:
            InputError: There is no such task.
        """
        with self._lock:
            session = self._session
            if command == "quit" or (command == "hurt" and session is None):
                self._given_up.set()
                self._hurt = command == "hurt"
        if session is not None:
            session.command(command, value)

    def sound(self, text: str) -> bytes | None:
        """Return a WAV file of these words, None where there is none."""
        session = self._session
        if session is not None:
            return session.sound(text)
        settings = self._settings()
        return Sounds(volume=settings.volume / 100, pace=pace_of(settings)).wav(text)

    def begin(self, guide: GuidePart | None = None) -> bool:
        """Begin a session, or a part of the guide, unless one is under way; return whether."""
        self._cut_goodbye_short()
        with self._lock:
            if self.busy:
                return False
            self._guide, self._begun = guide, self._begun or guide is None
            self._given_up.clear()
            self._hurt = False
            self._tell(View(0, "starting", headline=words.OPENING()))
            self._thread = threading.Thread(target=self._work, name="desk", daemon=True)
            self._thread.start()
            return True

    def close(self, *, left: bool = False) -> None:
        """End the session, if there is one, and wait until what was seen is kept.

        Args:
            left: Whether that is because nobody is there any more.
        """
        session = self._session
        if session is not None and left:
            session.leave()
        self.command("quit")
        if session is not None:
            session.hush()
        if self._thread is not None:
            self._thread.join(END_WITHIN_S)

    def _cut_goodbye_short(self) -> None:
        """A session that is over may still be saying its last words: go on without them."""
        session, thread, view = self._session, self._thread, self._view
        over = view is not None and view.phase == "ended"
        if over and session is not None and thread is not None:
            session.hush()
            thread.join(END_WITHIN_S)

    def _work(self) -> None:
        try:
            options = replace(live_options(self._settings()), guide=self._guide)
            while not self._given_up.is_set():
                for place in [options.camera] if options.camera else self._cameras():
                    with contextlib.suppress(NoCameraError):
                        self._watch(replace(options, camera=place), self._say, self._shown)
                        return
                self._wait_for_camera()
        except PostureCheckError as error:
            self._end("trouble", words.CANNOT(), self._told(error))
        except Exception as error:  # the page stays: another try may go better
            self._say(f"a fault of ours: {type(error).__name__}: {self._told(error)}")
            self._end("trouble", FAULT(), FAULT_HINT())
        else:
            if self._hurt:
                aloud = PROMPTS["hurt"] if self._settings().voice else ""
                self._end("trouble", HURT(), HURT_HINTS[False], aloud)
            else:
                self._end("calm", words.NOT_BEGUN(), "")

    def _told(self, error: Exception) -> str:
        return without_secrets(str(error), [self._settings().camera])

    def _wait_for_camera(self) -> None:
        if not self._given_up.is_set():
            self._tell(View(0, "starting", "trouble", words.NO_CAMERA(), words.NO_CAMERA_HINT()))
            self._pause(self._given_up, LOOK_AGAIN_S)

    def _end(self, tone: Tone, headline: str, detail: str, aloud: str = "") -> None:
        """Show the last view; no session is there to say ``aloud``, so that the browser does."""
        self._words.restart()
        say = Utterance(1, aloud) if aloud else None
        self._tell(View(0, "ended", tone, headline, detail, say=say))

    @contextlib.contextmanager
    def _shown(self, session: Session, say: Say) -> Iterator[Callable[[], None]]:
        self._words.restart()
        with self._lock:
            self._session = session
            given_up = self._given_up.is_set()
        unsubscribe = session.subscribe(self._tell)
        if given_up:  # while the camera was being opened
            session.command("quit")
        try:
            yield lambda: None
        finally:
            unsubscribe()
            with self._lock:
                self._session = None

    def _tell(self, view: View) -> None:
        with self._lock:
            number = 1 if self._view is None else self._view.number + 1
            self._view = replace(view, number=number, say=self._words.of(view.say))
            for tell in self._listeners:
                tell(self._view)


def live_options(settings: HomeSettings) -> LiveOptions:
    """Return the options of a session with these settings.

    Raises:
        InputError: The profile or the task is not there any more.
    """
    return LiveOptions(
        camera=settings.camera,
        profile=load_profile(settings.profile),
        task=settings.task,
        height_cm=settings.height_cm,
        muted=not settings.voice,
        volume=settings.volume / 100,
        pace=pace_of(settings),
        holds_on=settings.holds_on,
    )


def pace_of(settings: HomeSettings) -> float:
    """Return at what share of its pace the voice is to speak."""
    return SLOWER if settings.slower else USUAL
