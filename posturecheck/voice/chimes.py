"""The chime before the words: it says that words come, and which sort, before they do.

Notes lie between 500 and 1000 Hz (clinical.md section 6): age takes the high frequencies first.
They swell and fade slowly, since a startle in mid-lift is a hazard of its own.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

import numpy as np

from posturecheck.core import CueKind
from posturecheck.voice.samples import RATE_HZ, Samples

Kind = CueKind | Literal["notice", "count", "half"]

CHIME_S = 0.35
SECOND_NOTE_S = 0.13
PEAK = 0.25  # -12 dBFS: heard before the words, never louder than they are
ATTACK_S = 0.03
FADE_S = 0.06
DECAY_S = 0.14  # to 1/e, as a soft mallet's note
PARTIALS = (1.0, 0.12, 0.03)

# A count is a number alone: it has none.
NOTES_HZ: dict[Kind, tuple[float, ...]] = {
    "correct": (784.0, 659.3),  # G5 E5: a calm falling third
    "remind": (659.3,),
    "praise": (659.3, 880.0),  # E5 A5: a rising fourth
    "ask": (523.3, 784.0),  # C5 G5: a rising fifth, as a question
    "notice": (523.3,),  # C5
    "half": (659.3,),  # half of the time that a hand is to be held up
}


@cache
def chime(kind: Kind) -> Samples:
    """Return the chime of a kind, ``CHIME_S`` long, from silence to silence."""
    mix = np.zeros(round(CHIME_S * RATE_HZ))
    for place, note_hz in enumerate(NOTES_HZ[kind]):
        start = round(place * SECOND_NOTE_S * RATE_HZ)
        mix[start:] += _note(note_hz, len(mix) - start)
    fade = round(FADE_S * RATE_HZ)
    mix[-fade:] *= np.cos(np.linspace(0, np.pi / 2, fade)) ** 2
    samples: Samples = (PEAK * mix / np.abs(mix).max()).astype(np.float32)
    samples.setflags(write=False)
    return samples


def _note(note_hz: float, length: int) -> np.ndarray:
    t_s = np.arange(length) / RATE_HZ
    attack = np.sin(np.pi / 2 * np.minimum(t_s / ATTACK_S, 1)) ** 2
    tone = sum(
        share * np.sin(2 * np.pi * (number + 1) * note_hz * t_s)
        for number, share in enumerate(PARTIALS)
    )
    return np.asarray(attack * np.exp(-t_s / DECAY_S) * tone)
