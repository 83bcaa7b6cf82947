"""How loud speech is to an ear, and speech made equally loud.

Loudness is the integrated one of ITU-R BS.1770-4 (the "I" of EBU R 128): LUFS, decibels under full
scale with the ear's weighting, over the stretches in which something is heard, so that pauses
make a phrase no quieter. A true peak is that of the sound between the samples, in dBFS.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from posturecheck.voice.samples import RATE_HZ, Samples

SPOKEN_LUFS = -16.0  # for 3 m and older ears: programmes for small loudspeakers are made at -16
TRUE_PEAK_DBFS = -2.0  # -1 is the most; lossy coding may add some tenths to a peak
_STRETCH = RATE_HZ // 50
_SPEAKING_DB = -35.0  # against the loudest stretch; breath and room are below
_MARGIN = 2  # stretches kept before and after, for soft first and last consonants

# ITU-R BS.1770-4: blocks of 0.4 s of which each begins a quarter of one after the other; those
# under -70 LUFS, and those 10 below the mean of the rest, are not heard.
_BLOCK = RATE_HZ * 2 // 5
_OFFSET_LUFS = -0.691
_SILENT_LUFS = -70.0
_BELOW_LU = 10.0
# Its two filters as they are given at 48 kHz: the head's shelf, and a high pass.
_GIVEN_HZ = 48_000
_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))

_FINER = 4  # as many between two samples as there
_AHEAD = RATE_HZ // 100  # a peak is turned down from 10 ms before it to 10 ms after it
_TURNED_DOWN_DB = 6.0
_ROUNDS, _NEAR_LU = 6, 0.05


def loudness_lufs(samples: Samples) -> float:
    """Return the integrated loudness; -inf for silence. Less than 0.4 s is one short block."""
    weighted = _weighted(samples) ** 2
    if not weighted.any():
        return -math.inf
    last = max(len(weighted) - _BLOCK, 0)
    blocks = [weighted[i : i + _BLOCK].mean() for i in range(0, last + 1, _BLOCK // 4)]
    power = np.array(blocks)
    for gate in (_power(_SILENT_LUFS), None):
        power = power[power > (power.mean() * 10 ** (-_BELOW_LU / 10) if gate is None else gate)]
        if not len(power):
            return -math.inf
    return float(_OFFSET_LUFS + 10 * np.log10(power.mean()))


def true_peak_dbfs(samples: Samples) -> float:
    """Return the largest value that the sound takes, between samples too; -inf for silence."""
    peak = float(_between(samples).max(initial=0.0))
    return 20 * math.log10(peak) if peak else -math.inf


def trimmed(samples: Samples) -> Samples:
    """Return the samples without the silence before and after the speech."""
    levels = _levels(samples)
    if not levels.any():
        return samples[:0]
    stretches = np.flatnonzero(levels > levels.max() * 10 ** (_SPEAKING_DB / 20))
    first = max(0, stretches[0] - _MARGIN) * _STRETCH
    last = (stretches[-1] + 1 + _MARGIN) * _STRETCH
    return samples[first:last]


def at_spoken_level(samples: Samples) -> Samples:
    """Return the speech at ``SPOKEN_LUFS``, no true peak above ``TRUE_PEAK_DBFS``.

    Where a few peaks would pass, those are turned down for some hundredths of a second, by 6 dB
    at most; nothing is clipped. What has higher peaks yet stays quieter.
    """
    if not samples.any():
        return samples
    samples = samples / np.abs(samples).max()
    loud, gain_db, lacks_db = samples, 0.0, SPOKEN_LUFS - loudness_lufs(samples)
    most_db = TRUE_PEAK_DBFS + _TURNED_DOWN_DB - true_peak_dbfs(samples)
    for _ in range(_ROUNDS):  # turning peaks down takes a little of the loudness
        gain_db = min(gain_db + lacks_db, most_db)
        loud = _limited((samples * 10 ** (gain_db / 20)).astype(np.float32))
        lacks_db = SPOKEN_LUFS - loudness_lufs(loud)
        if abs(lacks_db) < _NEAR_LU:
            break
    return loud


def _limited(samples: Samples) -> Samples:
    """Turn down what is around each peak above the highest allowed."""
    most = 10 ** (TRUE_PEAK_DBFS / 20)
    needed = np.minimum(1.0, most / np.maximum(_between(samples), 1e-9))
    if needed.min() == 1.0:
        return samples
    # The least gain nearby, then smoothed over as much: at a peak it is the one it needs.
    nearby = np.lib.stride_tricks.sliding_window_view(
        np.pad(needed, _AHEAD, constant_values=1.0), 2 * _AHEAD + 1
    ).min(axis=1)
    window = np.hanning(2 * _AHEAD + 3)[1:-1]
    gain = np.convolve(np.pad(nearby, _AHEAD, mode="edge"), window / window.sum(), mode="valid")
    return (samples * gain).astype(np.float32)


def _weighted(samples: Samples) -> NDArray[np.float64]:
    """The samples as the ear weighs them."""
    length = _quick(len(samples) + RATE_HZ // 2)  # the filters fade within it
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(length, 1 / RATE_HZ) / _GIVEN_HZ)
    response = np.ones_like(turn)
    for over, under in (_SHELF, _HIGH_PASS):
        response *= np.polyval(over[::-1], turn) / np.polyval(under[::-1], turn)
    heard = np.fft.irfft(np.fft.rfft(samples.astype(np.float64), length) * response, length)
    return heard[: len(samples)]


def _between(samples: Samples) -> NDArray[np.float64]:
    """The largest absolute value around each sample, of the sound that runs through them."""
    if not len(samples):
        return np.zeros(0)
    length = _quick(len(samples) + 2 * _STRETCH)
    spectrum = np.fft.rfft(samples.astype(np.float64), length)
    finer = np.fft.irfft(spectrum, length * _FINER)[: len(samples) * _FINER] * _FINER
    around = np.abs(finer).reshape(-1, _FINER)
    highest: NDArray[np.float64] = around.max(axis=1)
    highest[1:] = np.maximum(highest[1:], around[:-1, _FINER // 2 :].max(axis=1))
    return highest


def _quick(length: int) -> int:
    return 1 << (length - 1).bit_length()  # for which a Fourier transform is quick


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_LUFS) / 10))


def _levels(samples: Samples) -> NDArray[np.float64]:
    """The root mean square of each stretch; the last one is filled up with silence."""
    padded = np.pad(samples, (0, -len(samples) % _STRETCH)).astype(np.float64)
    levels: NDArray[np.float64] = np.sqrt(np.mean(padded.reshape(-1, _STRETCH) ** 2, axis=1))
    return levels
