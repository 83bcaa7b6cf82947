"""Sound as numbers: one channel, 24,000 samples a second, from -1 to 1."""

from __future__ import annotations

import io
import wave

import av
import av.error
import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

RATE_HZ = 24_000
_FULL_SCALE = 32767.0
CLOSED = {"format_whitelist": "wav,ogg,aiff,caf,mov,mp3,flac", "protocol_whitelist": "none"}


def decode(data: bytes) -> Samples:
    """Decode a sound file of any kind that FFmpeg knows.

    Returns:
        (n,) samples at ``RATE_HZ``; several channels are mixed into one.

    Raises:
        ValueError: No sound could be decoded.
    """
    pieces: list[Samples] = []
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
    try:
        with av.open(io.BytesIO(data), "r", options=CLOSED, metadata_errors="replace") as container:
            for frame in container.decode(audio=0):
                pieces += [piece.to_ndarray()[0] for piece in resampler.resample(frame)]
            pieces += [piece.to_ndarray()[0] for piece in resampler.resample(None)]
    except (av.error.FFmpegError, IndexError) as error:
        raise ValueError(f"expected a sound file; got {error}") from error
    if not pieces:
        raise ValueError("expected a sound file; got one without a sample")
    return np.concatenate(pieces).astype(np.float32)


def to_wav(samples: Samples) -> bytes:
    """Return a complete WAV file: 16-bit PCM, one channel, ``RATE_HZ``."""
    pcm = np.round(np.clip(samples, -1.0, 1.0) * _FULL_SCALE).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE_HZ)
        writer.writeframes(pcm.tobytes())
    return file.getvalue()


def from_wav(wav: bytes) -> Samples:
    """Return the samples of a WAV file as ``to_wav`` writes it.

    Raises:
        ValueError: It is no WAV, or none of that kind.
    """
    try:
        with wave.open(io.BytesIO(wav)) as reader:
            kind = (reader.getnchannels(), reader.getsampwidth(), reader.getframerate())
            pcm = np.frombuffer(reader.readframes(reader.getnframes()), "<i2")
    except (wave.Error, EOFError) as error:
        raise ValueError(f"expected a WAV file; got {error}") from error
    if kind != (1, 2, RATE_HZ):
        raise ValueError(f"expected one channel of 16 bits at {RATE_HZ} Hz; got {kind}")
    return (pcm / _FULL_SCALE).astype(np.float32)


def duration_s(samples: Samples) -> float:
    """Return how long the samples sound."""
    return len(samples) / RATE_HZ


def silence(for_s: float) -> Samples:
    """Return so much silence."""
    return np.zeros(round(for_s * RATE_HZ), np.float32)
