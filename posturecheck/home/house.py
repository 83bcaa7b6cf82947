"""What the start page can do: all that lies behind its buttons, in one place."""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from posturecheck.core import InputError
from posturecheck.history.deletion import no_session
from posturecheck.history.goals import Goal
from posturecheck.history.pain import SaidPain
from posturecheck.history.paths import NAME
from posturecheck.history.reading import PracticeSession, practised
from posturecheck.history.store import History
from posturecheck.home import words
from posturecheck.home.cameras import Cameras
from posturecheck.home.desk import Desk
from posturecheck.home.films import Films
from posturecheck.home.settings import (
    HomeSettings,
    chosen_settings,
    load_settings,
    merged,
    save_settings,
)
from posturecheck.language.catalogue import choose
from posturecheck.live.session_parts import GuidePart
from posturecheck.voice.players import Player, find_player

Say = Callable[[str], None]
GUIDE_UNSEEN_S = 10.0  # a page that is loaded again is back in a second
GUIDED_SETTINGS = frozenset({"volume", "slower", "holds_on", "guided"})


@dataclass(frozen=True, slots=True)
class Kept:
    """The sessions, clips among them, the goal, and what was said to hurt; oldest first."""

    sessions: list[PracticeSession] = field(default_factory=list)
    goal: Goal | None = None
    pains: list[SaidPain] = field(default_factory=list)


class House:
    """Desk, films, cameras and settings of one run.

    Attributes:
        settings: What is chosen now.
        windows: How many windows show a page of ours that is not the session's.
        done: Set when all is to end.
    """

    def __init__(
        self,
        folder: Path,
        say: Say,
        desk: Callable[[Callable[[], HomeSettings], Say], Desk] = Desk,
        cameras: Callable[[], Cameras] = Cameras,
        player: Callable[[], Player | None] = find_player,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder, self._say, self._find_player = folder, say, player
        self.settings, trouble = load_settings(folder)
        if trouble:
            say(trouble)
        try:
            self._speak()
        except InputError as error:  # its catalogue is gone; it stays chosen
            say(str(error))
        self.desk = desk(lambda: self.settings, say)
        self.films = Films(lambda: self.settings)
        self.cameras = cameras()
        self.windows = 0
        self.done = threading.Event()
        self._player: Player | None = None
        self._clock, self._unseen_since_s = clock, math.inf

    def begin(self) -> None:
        """Begin to watch, or go on.

        The cameras that were shown are let go of first, and a check under way is ended: both
        together would make quick movements be missed.
        """
        self.end_guide()
        self._let_go()
        self.desk.begin()

    def guide(self, part: GuidePart) -> None:
        """Begin a part of the guide; one that is under way is ended first.

        Raises:
            InputError: A session is under way.
        """
        self.end_guide()
        if self.desk.busy:
            raise InputError(words.BUSY_GUIDE)
        self._let_go()
        self._unseen_since_s = math.inf
        self.desk.begin(part)

    def end_guide(self) -> None:
        """End the part of the guide that is under way, if one is: the camera is closed."""
        if self.desk.guiding:
            self.desk.close()

    def look(self, viewers: int) -> None:
        """Take how many windows show the camera; a guide that nobody looks at is ended."""
        now_s = self._clock()
        if viewers or not self.desk.guiding:
            self._unseen_since_s = math.inf
        else:
            self._unseen_since_s = min(self._unseen_since_s, now_s)
        if now_s - self._unseen_since_s >= GUIDE_UNSEEN_S:
            self.desk.command("quit")

    def _let_go(self) -> None:
        self.cameras.close()
        self.films.stop()

    def choose(self, asked: Any) -> None:
        """Take what came from the settings page and remember it.

        Raises:
            InputError: A setting is not what it can be, or they cannot be written.
        """
        settings = chosen_settings(asked, self.settings)
        save_settings(settings, self._folder)
        self.settings = settings
        self._speak()

    def _speak(self) -> None:
        """Use the language that is chosen, in the whole program.

        Raises:
            InputError: There is no catalogue of it.
        """
        if self.settings.language:
            choose(self.settings.language)

    def remember(self, asked: Any) -> None:
        """Take some settings from the guide and remember them; the others stay.

        Raises:
            InputError: One is not what it can be, or they cannot be written; they count until
                the end then.
        """
        known = asked.items() if isinstance(asked, dict) else ()
        some = {name: value for name, value in known if name in GUIDED_SETTINGS}
        self.settings = merged(self.settings, some)
        save_settings(self.settings, self._folder)

    def check(self, film: str) -> None:
        """Begin to check a recording.

        Raises:
            InputError: It cannot be checked, or not now.
        """
        if self.desk.busy:
            raise InputError(words.BUSY_WATCHING())
        self.films.check(film)

    def try_voice(self, phrase: str) -> bool:
        """Say some words as a session would; False where only the browser can."""
        sound = self.desk.sound(phrase)
        if self._player is None:
            self._player = self._find_player()
        if self._player is None or sound is None:
            return False
        self._player.play(sound)
        return True

    def kept(self) -> Kept:
        """Return what is kept of the practice; nothing where the history cannot be read."""
        path = self._folder / NAME
        if path.exists():  # looking at it makes no file
            with contextlib.suppress(InputError):
                history = History(path, self._say)
                return Kept(history.sessions(), history.goal(), history.pains())
        return Kept()

    def sessions(self) -> list[PracticeSession]:
        """Return every session, oldest first."""
        return self.kept().sessions

    def last_time(self) -> PracticeSession | None:
        """Return the last session, where nobody was there any more to read its end."""
        if self.desk.busy:
            return None
        practice = practised(self.sessions())
        last = practice[-1] if practice else None
        return last if last is not None and last.ended != "quit" else None

    def set_goal(self, goal: Goal | None) -> None:
        """Set the goal; None sets none.

        Raises:
            InputError: It cannot be written.
        """
        History(self._folder / NAME, self._say).set_goal(goal)

    def forget(self, session: int) -> None:
        """Delete a session.

        Raises:
            InputError: There is none of this number, or it cannot be deleted.
        """
        path = self._folder / NAME
        if not path.exists():
            raise InputError(no_session(session))
        History(path, self._say).forget(session)

    def quit(self) -> None:
        """Have all end; see ``close``."""
        self.done.set()

    def close(self, *, left: bool = False) -> None:
        """End what is under way, keeping what was seen; ``left`` because nobody is there."""
        self.done.set()
        self.desk.close(left=left)
        self.films.close()
        self.cameras.close()
        if self._player is not None:
            self._player.close()
