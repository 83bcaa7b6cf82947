"""Says one thing at a time, the newest, on a thread of its own.

The watching must never wait for the voice, and a voice that fails must never stop the
watch: without a sound card, or after one was unplugged, everything goes on in silence.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from posturecheck.voice.chimes import Kind
from posturecheck.voice.players import Player, find_player
from posturecheck.voice.samples import duration_s, from_wav

LOOK_AGAIN_S = 5.0  # between two searches for a sound card
CLOSE_WITHIN_S = 0.5

_log = logging.getLogger(__name__)


class HasSounds(Protocol):
    """What the player needs of ``sounds.Sounds``."""

    def wav(self, text: str, kind: Kind = "correct") -> bytes | None:
        """Return the sound of a text, None where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class _Say:
    text: str
    kind: Kind


class _Hush:
    """Be silent."""


class SpeechPlayer:
    """Speaks texts through a player.

    Args:
        sounds: Gives the sound of a text.
        player: Where it is played; None where there is none (yet).
        on_started: Gets the text and ``time.monotonic()`` when its sound is handed to the
            player; called on the player's thread.
        find: Looks for a player where there is none or it failed, at most every
            ``LOOK_AGAIN_S``; None never looks.
    """

    def __init__(
        self,
        sounds: HasSounds,
        player: Player | None,
        on_started: Callable[[str, float], None] | None = None,
        find: Callable[[], Player | None] | None = find_player,
    ) -> None:
        self._sounds = sounds
        self._player = player
        self._on_started = on_started
        self._find = find
        self._looked_s = -math.inf if player is not None else time.monotonic()
        self._wake = threading.Condition()
        self._order: _Say | _Hush | None = None
        self._until_s = -math.inf
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="mouth", daemon=True)
        self._thread.start()

    def say(self, text: str, kind: Kind = "correct") -> None:
        """Say a text now, in place of whatever is being said or waits; returns at once."""
        self._give(_Say(text, kind))

    def stop(self) -> None:
        """Be silent now."""
        self._give(_Hush())

    @property
    def speaking(self) -> bool:
        """Whether something is being said, or is about to be."""
        with self._wake:
            return isinstance(self._order, _Say) or time.monotonic() < self._until_s

    def close(self) -> None:
        """Fall silent for good; takes at most ``CLOSE_WITHIN_S``, in mid-phrase too."""
        with self._wake:
            self._closed = True
            self._order = None
            self._until_s = -math.inf
            self._wake.notify()
        self._thread.join(CLOSE_WITHIN_S)

    def _give(self, order: _Say | _Hush) -> None:
        with self._wake:
            if not self._closed:
                self._order = order  # newest wins
                self._until_s = -math.inf
                self._wake.notify()

    def _run(self) -> None:
        while (order := self._next()) is not None:
            if isinstance(order, _Hush):
                self._with_player(lambda player: player.stop())
            else:
                self._speak(order)
        self._with_player(lambda player: player.stop())
        self._with_player(lambda player: player.close())

    def _next(self) -> _Say | _Hush | None:
        """Wait for the next order; None when there will be none."""
        with self._wake:
            self._wake.wait_for(lambda: self._closed or self._order is not None)
            order, self._order = self._order, None
            if isinstance(order, _Say):
                # Until the player has it, it counts as being said.
                self._until_s = math.inf
            return order

    def _speak(self, order: _Say) -> None:
        wav = self._sound(order)
        started_s = self._play(wav) if wav else None
        with self._wake:
            if not self._closed and self._order is None:
                seconds = duration_s(from_wav(wav)) if wav else 0.0
                self._until_s = -math.inf if started_s is None else started_s + seconds
        if started_s is not None and self._on_started:
            self._on_started(order.text, started_s)

    def _play(self, wav: bytes) -> float | None:
        """Hand a sound to the player; the moment of that, None where no player took it."""
        for _ in range(2):  # after a card was unplugged, another one may be there
            self._look_for_player()
            if self._outdated():
                return None
            if self._with_player(lambda player: player.play(wav)):
                return time.monotonic()
        return None

    def _sound(self, order: _Say) -> bytes | None:
        try:
            return self._sounds.wav(order.text, order.kind)
        except (OSError, ValueError):  # a sound file was removed or broken: the screen has it
            _log.info("no sound for %r", order.text, exc_info=True)
            return None

    def _outdated(self) -> bool:
        with self._wake:
            return self._closed or self._order is not None

    def _look_for_player(self) -> None:
        now_s = time.monotonic()
        if self._player is None and self._find and now_s - self._looked_s >= LOOK_AGAIN_S:
            self._looked_s = now_s
            self._player = self._find()

    def _with_player(self, act: Callable[[Player], None]) -> bool:
        """Let the player do something; one that fails, in whatever way, is given up."""
        player = self._player
        if player is None:
            return False
        try:
            act(player)
        except Exception:  # drivers fail in ways of their own; the watch must go on
            _log.info("%s failed", player.name, exc_info=True)
            self._player = None
            return False
        return True
