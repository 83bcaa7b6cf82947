"""How loud speech is, and speech made equally loud.

Levels are dBFS: decibels under full scale, where a sample of 1 is 0 dBFS. The level of speech
is its root mean square over the 20 ms stretches in which somebody speaks, as in ITU-T P.56
(active speech level, here with a plain threshold): pauses make a phrase no quieter.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from posturecheck.voice.samples import RATE_HZ, Samples

SPEECH_DBFS = -20.0
PEAK_DBFS = -1.5  # lossy coding may add a few tenths of a decibel to a peak
_STRETCH = RATE_HZ // 50
_SPEAKING_DB = -35.0  # against the loudest stretch; breath and room are below
_MARGIN = 2  # stretches kept before and after, for soft first and last consonants


def speech_dbfs(samples: Samples) -> float:
    """Return the level of the speech in the samples; -inf where there is none."""
    levels = _levels(samples)
    if not levels.any():
        return -math.inf
    return float(10 * np.log10(np.mean(levels[_speaking(levels)] ** 2)))


def peak_dbfs(samples: Samples) -> float:
    """Return the level of the largest sample; -inf for silence."""
    peak = float(np.abs(samples).max(initial=0.0))
    return float(20 * np.log10(peak)) if peak else -math.inf


def trimmed(samples: Samples) -> Samples:
    """Return the samples without the silence before and after the speech."""
    levels = _levels(samples)
    if not levels.any():
        return samples[:0]
    stretches = np.flatnonzero(_speaking(levels))
    first = max(0, stretches[0] - _MARGIN) * _STRETCH
    last = (stretches[-1] + 1 + _MARGIN) * _STRETCH
    return samples[first:last]


def at_speech_level(samples: Samples) -> Samples:
    """Return the speech at ``SPEECH_DBFS``, no peak above ``PEAK_DBFS``.

    A phrase whose peaks would pass is turned down as a whole: nothing is clipped.
    """
    if not samples.any():
        return samples
    gain_db = min(SPEECH_DBFS - speech_dbfs(samples), PEAK_DBFS - peak_dbfs(samples))
    return (samples * 10 ** (gain_db / 20)).astype(np.float32)


def _levels(samples: Samples) -> NDArray[np.float64]:
    """The root mean square of each stretch; the last one is filled up with silence."""
    padded = np.pad(samples, (0, -len(samples) % _STRETCH)).astype(np.float64)
    levels: NDArray[np.float64] = np.sqrt(np.mean(padded.reshape(-1, _STRETCH) ** 2, axis=1))
    return levels


def _speaking(levels: NDArray[np.float64]) -> NDArray[np.bool_]:
    speaking: NDArray[np.bool_] = levels > levels.max() * 10 ** (_SPEAKING_DB / 20)
    return speaking
