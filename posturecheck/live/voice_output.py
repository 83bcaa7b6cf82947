"""Who says it: this computer's loudspeaker, else the browser, else none."""

from __future__ import annotations

from typing import Protocol

from posturecheck.app.view import Utterance
from posturecheck.voice.chimes import Kind


class Voice(Protocol):
    """What can say a sentence; see ``voice.speech_player``."""

    def say(self, text: str, kind: Kind = "correct") -> None:
        """Say it soon, instead of whatever still waits."""
        ...

    def stop(self) -> None:
        """Be silent at once."""
        ...

    @property
    def speaking(self) -> bool:
        """Whether something is being said, or is about to be."""
        ...

    def close(self) -> None:
        """Be silent for good."""
        ...


class Speaker:
    """Says one thing at a time.

    ``voice`` is None where this computer has no loudspeaker; ``browser`` says whether a page
    may speak instead.
    """

    def __init__(self, voice: Voice | None, muted: bool, browser: bool = True) -> None:
        self._voice = voice
        self._browser = browser
        self._muted = muted
        self._number = 0
        self.for_browser: Utterance | None = None

    @property
    def heard(self) -> bool:
        """Whether what is said may be heard at all."""
        return not self._muted and (self._voice is not None or self._browser)

    @property
    def muted(self) -> bool:
        """Whether nothing is said."""
        return self._muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        self._muted = muted
        if muted:
            self.hush()

    @property
    def speaking(self) -> bool:
        """Whether this computer's loudspeaker is saying something, or is about to."""
        return not self._muted and self._voice is not None and self._voice.speaking

    def hush(self) -> None:
        """Be silent at once; from any thread."""
        self.for_browser = None
        if self._voice is not None:
            self._voice.stop()

    def say(self, text: str, kind: Kind) -> None:
        """Say a text of the guidance or of the prompts; kind chooses the chime.

        A chime without words is for this computer's loudspeaker: a page has its ring.
        """
        if self._muted:
            return
        if self._voice is not None:
            self._voice.say(text, kind)
            return
        if not self._browser or not text:
            return
        self._number += 1
        self.for_browser = Utterance(self._number, text)

    def close(self) -> None:
        """Be silent for good."""
        if self._voice is not None:
            self._voice.close()
