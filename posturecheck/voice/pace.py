"""The same words spoken more slowly, at the same pitch, by FFmpeg's own "atempo" (within PyAV)."""

from __future__ import annotations

import av
import av.filter
import numpy as np

from posturecheck.voice.samples import RATE_HZ, Samples

USUAL, SLOWER = 1.0, 0.8  # of the pace at which words are spoken: 165 words a minute, and 130
_PIECE = RATE_HZ // 10


def at_pace(samples: Samples, pace: float) -> Samples:
    """Return the words at a share of their pace (0.5 to 1): 0.8 makes four seconds five."""
    if pace == USUAL or not len(samples):
        return samples
    graph = av.filter.Graph()
    graph.link_nodes(
        graph.add_abuffer(format="flt", sample_rate=RATE_HZ, layout="mono"),
        graph.add("atempo", f"{pace:g}"),
        graph.add("aformat", "sample_fmts=flt:channel_layouts=mono"),
        graph.add("abuffersink"),
    ).configure()
    pieces: list[Samples] = []
    for start in range(0, len(samples), _PIECE):
        frame = av.AudioFrame.from_ndarray(
            samples[np.newaxis, start : start + _PIECE], format="flt", layout="mono"
        )
        frame.sample_rate, frame.pts = RATE_HZ, start
        graph.push(frame)
        pieces += _pulled(graph)
    graph.push(None)
    pieces += _pulled(graph)
    return np.concatenate(pieces)


def _pulled(graph: av.filter.Graph) -> list[Samples]:
    pieces: list[Samples] = []
    while True:
        try:
            pieces.append(graph.pull().to_ndarray()[0])
        except (av.error.BlockingIOError, av.error.EOFError):
            return pieces
