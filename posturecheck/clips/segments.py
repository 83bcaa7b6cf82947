"""Watching a clip in parts, several at once: one detector and one decoder a part.

The pose model takes one core; inference and decoding release Python's lock, so parts in
threads scale with the cores. Where a clip is cut depends on its length alone, each part is
watched by a detector of its own, and from a moment before it begins, so that the model's own
smoothing has settled when it counts: what is seen is the same to the last digit however many
threads there are. A part is short enough that memory does not grow with the clip.
"""

from __future__ import annotations

import contextlib
import math
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

from posturecheck.core import Detector, People
from posturecheck.sources.clip import MAX_GAP_S, ClipFacts, read_clip
from posturecheck.sources.trace import Trace

# Each part costs a warm-up and a new detector, together about half a second of work.
SHORT_PART_S = 8.0  # of a clip's first ``FEW_PARTS``: enough of them for several cores
FEW_PARTS = 6
PART_S = 15.0  # of the rest
MIN_PART_S = 3.0
# Measured on four samples: after 0.2 s and after 1 s the points lie as near to those of a
# detector that began with the clip (median 0.7 % of the trunk's length). What moves around a
# body is looked for over a third of a second.
WARM_UP_S = 0.4
MOST_S = 48 * 3600.0  # a container may state any length; what comes later is one last part
THREADS_A_CORE = 2  # a detector waits for its own helpers about a sixth of the time

Stretch = tuple[float, float]
WHOLE: Stretch = (0.0, math.inf)
Seen = list[tuple[float, People]]


@dataclass(frozen=True, slots=True)
class Part:
    """The frames of ``start_s <= t_s < end_s``.

    A detector begins with the whole part, at ``begins_s``, also where less of it is wanted.
    """

    start_s: float
    end_s: float
    begins_s: float


def plan_parts(duration_s: float, within: Stretch = WHOLE) -> list[Part]:
    """Cut a clip in parts that are alike; one part where the length is not known.

    ``within`` are the (start, end) seconds that are wanted of it; where it is cut does not
    depend on them, so that a moment is seen the same whatever is wanted beside it.
    """
    start_s, end_s = within
    return [
        Part(max(a, start_s), min(b, end_s), a)
        for a, b in pairwise(_cuts(duration_s))
        if b > start_s and a < end_s
    ]


def _cuts(duration_s: float) -> list[float]:
    duration_s = min(duration_s, MOST_S)
    if not duration_s >= 2 * MIN_PART_S:
        return [0.0, math.inf]
    few_s = min(duration_s, FEW_PARTS * SHORT_PART_S)
    count = max(2, round(few_s / SHORT_PART_S + (duration_s - few_s) / PART_S))
    return [i * duration_s / count for i in range(count)] + [math.inf]


def watch(
    facts: ClipFacts,
    make_detector: Callable[[], Detector],
    workers: int,
    progress: Callable[[float], None] = lambda seconds: None,
    on_seen: Callable[[float, People], None] = lambda t_s, people: None,
    within: Stretch = WHOLE,
) -> Trace:
    """Return what was seen in every frame of a clip, in order.

    Where nothing comes for longer than any pause, the data have broken off, whatever
    length the container states: watching ends.

    Args:
        facts: The clip.
        make_detector: Makes one detector; called once for each part, from any thread.
        workers: For how many cores.
        progress: Gets the seconds of clip that were just done, from any thread.
        on_seen: Given every frame's people in order, while later parts are watched.
        within: The (start, end) seconds that are wanted of the clip.

    Raises:
        InputError: The clip's times are broken (see ``sources.clip``).
    """
    parts = deque(plan_parts(facts.duration_s, within))
    stop = threading.Event()
    threads = min(THREADS_A_CORE * workers, len(parts))
    trace = Trace()
    running: deque[tuple[Part, Future[Seen]]] = deque()
    last_t_s = within[0]
    pool = ThreadPoolExecutor(threads, thread_name_prefix="watch")
    try:
        while parts or running:
            while parts and len(running) <= threads:
                part = parts.popleft()
                work = pool.submit(_watch_part, facts, part, make_detector, stop, progress)
                running.append((part, work))
            part, work = running.popleft()
            for t_s, people in work.result():
                trace.append(t_s, people)
                on_seen(t_s, people)
                last_t_s = t_s
            if part.end_s - last_t_s > MAX_GAP_S and part.end_s < math.inf:
                break
    except BaseException:
        trace.close()
        raise
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)
    return trace


def _watch_part(
    facts: ClipFacts,
    part: Part,
    make_detector: Callable[[], Detector],
    stop: threading.Event,
    progress: Callable[[float], None],
) -> Seen:
    seen: Seen = []
    done_s = part.start_s
    try:
        with contextlib.closing(make_detector()) as detector:
            for frame in read_clip(facts, max(0.0, part.begins_s - WARM_UP_S), part.end_s):
                if stop.is_set():
                    break
                people = detector.detect(frame)
                if frame.t_s < part.start_s:
                    continue
                seen.append((frame.t_s, people))
                progress(frame.t_s - done_s)
                done_s = frame.t_s
    except BaseException:
        stop.set()  # the other parts' work is for nothing
        raise
    return seen
