"""Samples to an Ogg/Opus file, byte for byte the same each time."""

from __future__ import annotations

import io

import av
import numpy as np

from posturecheck.voice.samples import RATE_HZ, Samples

BITS_A_SECOND = 40_000  # clean up to 12 kHz; 5 kB a second


def to_ogg(samples: Samples) -> bytes:
    """Encode samples of ``posturecheck.voice.samples``."""
    file = io.BytesIO()
    # Bit-exact: no random stream serial number, no encoder version.
    with av.open(file, "w", format="ogg", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream(
            "libopus", rate=RATE_HZ, layout="mono", options={"application": "audio"}
        )
        stream.bit_rate = BITS_A_SECOND
        frame = av.AudioFrame.from_ndarray(
            np.round(samples[np.newaxis] * 32767).astype(np.int16), format="s16", layout="mono"
        )
        frame.sample_rate = RATE_HZ
        for piece in (frame, None):
            container.mux(stream.encode(piece))
    return file.getvalue()
