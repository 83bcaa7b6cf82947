"""What is heard for a text: a chime, a short gap, and the words, as one WAV.

Words come from the shipped phrases or from the system's own voice. A text that
neither has spoken yet gets the chime alone, never another text's words.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Literal

import numpy as np

from posturecheck.voice.chimes import CHIME_S, Kind, chime
from posturecheck.voice.loudness import at_spoken_level, trimmed
from posturecheck.voice.pace import USUAL, at_pace
from posturecheck.voice.phrase_library import PhraseLibrary, shipped
from posturecheck.voice.samples import Samples, silence, to_wav
from posturecheck.voice.system_voice import SystemVoice

Source = Literal["own", "system"]

GAP_S = 0.15  # between chime and words
WORD_S = 0.4  # of a voice at 150 words a minute
TAIL_S = 0.05  # sound cards cut the last few milliseconds of what ends abruptly


class Sounds:
    """Gives the sound of a text; safe to use from several threads.

    Args:
        system: The system's voice, None where there is none
            (``system_voice.find_system_voice``).
        source: Which voice is preferred where both know a text: "own" is ours.
        shelf: Shipped phrases.
        volume: How loud, 0 to 1 (as loud as it is made).
        pace: At what share of their pace the words are spoken, 0.5 to 1.
    """

    def __init__(
        self,
        system: SystemVoice | None = None,
        source: Source = "own",
        shelf: PhraseLibrary | None = None,
        volume: float = 1.0,
        pace: float = USUAL,
    ) -> None:
        self._shelf = shelf or shipped()
        self._system = system
        self._source = source
        self._volume, self._pace = volume, pace
        self._lock = threading.Lock()
        self._spoken: dict[str, Samples] = {}
        self._asked: set[str] = set()
        self._waiting: list[str] = []
        self._speaker: threading.Thread | None = None
        self._closed = False

    def wav(self, text: str, kind: Kind = "correct") -> bytes | None:
        """Return chime, gap and words as a WAV (16-bit, mono, 24 kHz); None for no text.

        "half" is a chime alone.

        Words that must be asked of the system's voice are not waited for: this time the
        chime sounds alone, next time the words are there.
        """
        text = _as_asked(text)
        if not text and kind != "half":
            return None
        words = self._words(text) if text else None
        words = None if words is None else at_pace(words, self._pace)
        pieces = [] if kind == "count" else [chime(kind)]
        if words is not None:
            pieces += [silence(GAP_S), words] if pieces else [words]
        elif text:
            self.prepare([text])
        return to_wav(np.concatenate([*pieces, silence(TAIL_S)]) * np.float32(self._volume))

    def knows(self, text: str) -> bool:
        """Whether words, not only a chime, would be heard now."""
        text = _as_asked(text)
        with self._lock:
            return text in self._spoken or text in self._shelf.phrases

    def prepare(self, texts: Iterable[str]) -> None:
        """Let the system's voice speak what it is wanted for, on a thread of its own.

        Returns at once, never raises; each text is tried once.
        """
        with self._lock:
            if self._system is None or self._closed:
                return
            for text in map(_as_asked, texts):
                if text and text not in self._asked and self._wants_system(text):
                    self._asked.add(text)
                    self._waiting.append(text)
            if self._waiting and self._speaker is None:
                self._speaker = threading.Thread(
                    target=self._speak_waiting, args=(self._system,), name="system-voice"
                )
                self._speaker.daemon = True
                self._speaker.start()

    def close(self) -> None:
        """Stop preparing."""
        with self._lock:
            self._closed = True
            self._waiting.clear()
            speaker = self._speaker
        if self._system is not None:
            self._system.close()
        if speaker is not None:
            speaker.join(1.0)

    def _words(self, text: str) -> Samples | None:
        with self._lock:
            if text in self._spoken:
                return self._spoken[text]
        # A few milliseconds of decoding: not kept, so that memory stays small.
        return self._shelf.words(text)

    def _wants_system(self, text: str) -> bool:
        return self._source == "system" or text not in self._shelf.phrases

    def _speak_waiting(self, system: SystemVoice) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._speaker = None
                    return
                text = self._waiting.pop(0)
            words = system.speak(text)
            if words is None or not words.any():
                continue
            with self._lock:
                self._spoken[text] = at_spoken_level(trimmed(words))


def lasts_s(text: str, pace: float = USUAL) -> float:
    """Return how long chime and words sound: known of what is shipped, guessed of other words."""
    phrase = shipped().phrases.get(_as_asked(text))
    spoken_s = phrase.spoken_s if phrase else WORD_S * len(text.split())
    return CHIME_S + GAP_S + spoken_s / pace


def _as_asked(text: str) -> str:
    return " ".join(text.split())
