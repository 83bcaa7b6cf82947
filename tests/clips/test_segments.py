"""Watching in parts: cut without a gap, put together in order, stopped at once."""

from __future__ import annotations

import math
import threading
import time
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from clips import even, film
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.clips import segments
from posturecheck.clips.segments import (
    FEW_PARTS,
    MIN_PART_S,
    MOST_S,
    PART_S,
    WARM_UP_S,
    Part,
    plan_parts,
    watch,
)
from posturecheck.core import Frame, InputError, Joint, People, Pose
from posturecheck.sources.clip import MAX_GAP_S, ClipFacts, open_facts, read_clip

EACH_S = 1.2
CLIP_S = 6.0


class Detectors:
    """Makes detectors that see one body whose points say when it was seen, and by whom."""

    def __init__(self, slow_s: float = 0.0, only_first_works: bool = False) -> None:
        self.open = self.made = 0
        self.seen: Counter[float] = Counter()
        self.threads: set[int] = set()
        self._slow_s, self._only_first_works = slow_s, only_first_works
        self._lock = threading.Lock()

    def __call__(self) -> Detector:
        with self._lock:
            self.made += 1
            self.open += 1
            return Detector(self, self.made)

    def look(self, frame: Frame, begins_part: bool) -> None:
        with self._lock:
            self.seen[frame.t_s] += 1
            self.threads.add(threading.get_ident())
        time.sleep(self._slow_s)
        if self._only_first_works and begins_part and frame.t_s > 0:
            raise RuntimeError("the model broke")


class Detector:
    def __init__(self, owner: Detectors, number: int) -> None:
        self._owner, self._number, self._last_s = owner, number, -np.inf

    def detect(self, frame: Frame) -> People:
        assert frame.t_s > self._last_s, "a detector's frames must come in time order"
        self._owner.look(frame, begins_part=self._last_s < 0)
        self._last_s = frame.t_s
        points = np.full((len(Joint), 3), frame.t_s)
        return (Pose(points, points[:, :2], np.full(len(Joint), self._number / 100)),)

    def close(self) -> None:
        self._owner.open -= 1


class Remembering:
    """Sees one body whose points say with which picture this detector began."""

    began_s = math.nan

    def detect(self, frame: Frame) -> People:
        self.began_s = frame.t_s if math.isnan(self.began_s) else self.began_s
        points = np.full((len(Joint), 3), self.began_s)
        return (Pose(points, points[:, :2], np.ones(len(Joint))),)

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> ClipFacts:
    return open_facts(film(tmp_path_factory.mktemp("clip") / "clip.mp4", even(30, CLIP_S)))


@pytest.fixture
def short_parts(monkeypatch: pytest.MonkeyPatch) -> int:
    """Cut every clip in parts of ``EACH_S``; return how many the test clip gets."""
    count = round(CLIP_S / EACH_S)
    cuts = [i * EACH_S for i in range(count)] + [np.inf]
    planned = [Part(a, b, a) for a, b in pairwise(cuts)]
    monkeypatch.setattr(segments, "plan_parts", lambda *_: list(planned))
    return count


@given(st.floats(0, 1e5))
def test_the_parts_cover_the_clip_without_overlap(duration_s: float) -> None:
    planned = plan_parts(duration_s)
    assert planned[0].start_s == 0
    assert planned[-1].end_s == np.inf  # whatever the container says, all is watched
    assert [p.end_s for p in planned[:-1]] == [p.start_s for p in planned[1:]]
    assert all(p.start_s < p.end_s for p in planned)


@given(st.floats(10, 1e4), st.floats(0, 0.9), st.floats(0.05, 2))
def test_the_parts_of_a_range_are_all_of_it_and_no_more(
    duration_s: float, first: float, share: float
) -> None:
    within = (first * duration_s, (first + share) * duration_s)
    planned = plan_parts(duration_s, within)
    assert (planned[0].start_s, planned[-1].end_s) == within
    assert [p.end_s for p in planned[:-1]] == [p.start_s for p in planned[1:]]
    assert all(p.start_s < p.end_s for p in planned)


@given(st.floats(1e5, 1e300))
def test_a_length_that_no_clip_has_is_not_planned_for(duration_s: float) -> None:
    planned = plan_parts(duration_s)
    assert len(planned) <= MOST_S / PART_S + FEW_PARTS
    assert planned[-1].end_s == np.inf


def test_of_a_range_the_times_are_the_clips_own(clip: ClipFacts) -> None:
    trace = watch(clip, Detectors(), workers=2, within=(1.0, 2.5))
    times = list(trace.times_s())
    assert times[0] == 1.0
    assert times[-1] < 2.5
    assert len(times) == 45
    trace.close()


def test_of_a_clip_that_states_hours_only_what_is_there_is_watched(clip: ClipFacts) -> None:
    detectors = Detectors()
    trace = watch(replace(clip, duration_s=134_219.0), detectors, workers=2)
    assert trace.frames == 30 * CLIP_S
    assert detectors.made < 2 * MAX_GAP_S / PART_S
    trace.close()


@given(st.floats(2 * MIN_PART_S, 1e5))
def test_no_part_is_much_longer_than_planned(duration_s: float) -> None:
    planned = plan_parts(duration_s)
    lengths = [min(p.end_s, duration_s) - p.start_s for p in planned]
    assert max(lengths) <= 1.1 * PART_S
    assert min(lengths) >= 0.99 * MIN_PART_S
    assert len(planned) >= 2


def test_a_clip_of_a_minute_is_work_for_six_cores_a_long_one_costs_few_warm_ups() -> None:
    assert len(plan_parts(60.0)) >= 6
    assert len(plan_parts(1200.0)) * WARM_UP_S < 0.03 * 1200


@pytest.mark.parametrize("duration_s", [np.nan, 0.0, 1.0])
def test_a_clip_of_unknown_or_short_length_is_one_part(duration_s: float) -> None:
    assert plan_parts(duration_s) == [Part(0.0, np.inf, 0.0)]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_every_frame_is_kept_once_and_in_order(
    clip: ClipFacts, short_parts: int, workers: int
) -> None:
    with watch(clip, Detectors(), workers) as trace:
        seen = [t_s for t_s, _ in trace]
    assert seen == [frame.t_s for frame in read_clip(clip)]


def test_the_warm_up_is_watched_but_not_kept(clip: ClipFacts, short_parts: int) -> None:
    detectors = Detectors()
    with watch(clip, detectors, 2) as trace:
        kept = Counter(t_s for t_s, _ in trace)
    twice = sum(count == 2 for count in detectors.seen.values())
    assert set(kept.values()) == {1}
    assert twice == pytest.approx((short_parts - 1) * WARM_UP_S * 30, abs=short_parts)


def test_each_part_has_a_detector_of_its_own(clip: ClipFacts, short_parts: int) -> None:
    detectors = Detectors()
    with watch(clip, detectors, 2) as trace:
        by = [(t_s, people[0].visibility[0]) for t_s, people in trace]
    number_of_part = [{round(100 * n) for t, n in by if int(t / EACH_S) == i} for i in range(5)]
    assert all(len(numbers) == 1 for numbers in number_of_part)
    assert len(set.union(*number_of_part)) == short_parts
    assert detectors.open == 0


def test_who_looks_ahead_is_told_in_order(clip: ClipFacts, short_parts: int) -> None:
    told: list[float] = []
    with watch(clip, Detectors(), 3, on_seen=lambda t_s, people: told.append(t_s)) as trace:
        assert told == [t_s for t_s, _ in trace]


def test_progress_adds_up_to_the_clip(clip: ClipFacts, short_parts: int) -> None:
    told: list[float] = []
    watch(clip, Detectors(), 2, told.append).close()
    assert sum(told) == pytest.approx(CLIP_S, abs=0.04 * short_parts)


def test_what_is_seen_does_not_depend_on_the_threads(tmp_path: Path) -> None:
    clip = open_facts(film(tmp_path / "clip.mp4", even(10, 20.0)))
    # A detector that remembers all it saw: what it says depends on where it began.
    seen = []
    for workers in (1, 2, 8):
        with watch(clip, Remembering, workers) as trace:
            seen.append([(t_s, float(people[0].points_m[0, 0])) for t_s, people in trace])
    assert seen[0] == seen[1] == seen[2]
    assert len({round(began_s, 3) for _, began_s in seen[0]}) == len(plan_parts(20.0)) > 1


def test_a_fault_in_one_part_stops_the_others_and_closes_all(
    clip: ClipFacts, short_parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "THREADS_A_CORE", 1)
    detectors = Detectors(slow_s=0.02, only_first_works=True)
    with pytest.raises(RuntimeError, match="the model broke"):
        watch(clip, detectors, 2)
    assert detectors.open == 0
    broke_s = pytest.approx(EACH_S - WARM_UP_S, abs=0.04)
    assert max(t_s for t_s in detectors.seen if t_s != broke_s) < EACH_S / 2  # a few frames on


def test_a_detector_that_cannot_be_made_leaves_none_open(clip: ClipFacts, short_parts: int) -> None:
    detectors = Detectors()

    def make() -> Detector:
        if detectors.made == 1:
            raise InputError("no model")
        return detectors()

    with pytest.raises(InputError, match="no model"):
        watch(clip, make, 3)
    assert detectors.open == 0


def test_ctrl_c_stops_at_the_next_frame(clip: ClipFacts, short_parts: int) -> None:
    detectors = Detectors(slow_s=0.02)

    def interrupt(t_s: float, people: People) -> None:
        raise KeyboardInterrupt

    threads = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        watch(clip, detectors, 2, on_seen=interrupt)
    assert detectors.open == 0
    assert threading.active_count() == threads
    assert max(detectors.seen) < 4 * EACH_S


def test_only_a_few_parts_are_under_way_at_once(
    clip: ClipFacts, short_parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "THREADS_A_CORE", 1)
    detectors = Detectors()
    furthest = 0.0

    def slow_reader(t_s: float, people: People) -> None:
        nonlocal furthest
        if t_s == 0.0:
            time.sleep(0.5)  # time enough for the rest of the clip
            furthest = max(detectors.seen)

    watch(clip, detectors, 2, on_seen=slow_reader).close()
    assert EACH_S < furthest < 3 * EACH_S
    assert len(detectors.threads) == 2


def test_a_broken_clock_is_told_from_any_part(tmp_path: Path, short_parts: int) -> None:
    path = film(tmp_path / "clip.mkv", [*even(30, 3.0), *even(30, 1.0, 7200)])
    detectors = Detectors()
    with pytest.raises(InputError, match="times that rise"):
        watch(open_facts(path), detectors, 2)
    assert detectors.open == 0
