"""Text to calm, clear speech, by hibari (a small neural voice; see README.md)."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np

from posturecheck.voice.loudness import at_spoken_level, trimmed
from posturecheck.voice.samples import RATE_HZ, Samples, duration_s, silence

NAME = "hibari-tts"
VOICE = "heart"
LICENCE = "Apache-2.0"
SEED = 0  # of the voice's noise: the same text gives the same samples
WORDS_A_MINUTE = 165.0  # comfortable at 150 to 200 (clinical.md section 6)
SPEEDS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)  # of the voice's own pace; slower is drawled
BETWEEN_SENTENCES_S = 0.25
EDGE_FADE_S = 0.01


@dataclass(frozen=True, slots=True)
class Speech:
    """Spoken words at the common level, and the speed they were spoken at."""

    samples: Samples
    speed: float


class Synthesiser:
    """Speaks; loading takes a second, a phrase a tenth of one."""

    def __init__(self) -> None:
        from hibari import Hibari  # only whoever makes phrases has it

        self._hibari: Any = Hibari(voice=VOICE)

    @property
    def name(self) -> str:
        """The synthesiser as the manifest names it."""
        return f"{NAME} {version(NAME)}"

    def speak(self, text: str) -> Speech:
        """Speak a text at its natural pace, or slower where that is too quick.

        Short common words are spoken fast: "Sit down and bring your foot up" would run at
        270 words a minute. The largest of ``SPEEDS`` that keeps to ``WORDS_A_MINUTE`` is taken.
        """
        words = len(text.split())
        for speed in SPEEDS:
            samples = self._sentences(text, speed)
            if 60 * words / duration_s(samples) <= WORDS_A_MINUTE:
                break
        return Speech(at_spoken_level(samples), speed)

    def _sentences(self, text: str, speed: float) -> Samples:
        pieces: list[Samples] = []
        for phonemes in self._hibari.phonemize(text):
            spoken = self._hibari.from_phonemes(phonemes, speed, SEED)
            pieces += [
                _faded(trimmed(np.asarray(spoken, np.float32))),
                silence(BETWEEN_SENTENCES_S),
            ]
        return np.concatenate(pieces[:-1])


def _faded(samples: Samples) -> Samples:
    """Trimmed speech may begin above zero; without a fade that would click."""
    length = round(EDGE_FADE_S * RATE_HZ)
    ramp = np.linspace(0.0, 1.0, length, dtype=np.float32)
    faded = samples.copy()
    faded[:length] *= ramp
    faded[-length:] *= ramp[::-1]
    return faded
