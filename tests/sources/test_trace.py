"""The recording of what was seen: kept bit for bit, judged alike, gone when closed."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import numpy as np
import pytest
from mannequin import keyed, mannequin, tall_stance, times

from posturecheck.core import Frame, InputError, Joint, People, Pose, Step
from posturecheck.pipeline import Checker, Subject, run
from posturecheck.profiles.settings import Profile
from posturecheck.sources.trace import Trace, TraceDetector, frames_of, with_pictures


class Scripted:
    """A detector that sees what it is told."""

    def __init__(self, film: list[tuple[float, People]]) -> None:
        self._film = iter(film)

    def detect(self, frame: Frame) -> People:
        return next(self._film)[1]

    def close(self) -> None:
        pass


class Kept:
    """A sink that keeps every step."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def write(self, step: Step) -> None:
        self.steps.append(step)

    def close(self) -> None:
        pass


def noise(seed: int) -> Pose:
    rng = np.random.default_rng(seed)
    count = len(Joint)
    return Pose(
        rng.normal(size=(count, 3)), rng.normal(size=(count, 2)), rng.random(count), rng.random()
    )


def bits(pose: Pose) -> tuple[bytes, ...]:
    parts = (pose.points_m, pose.points_px, pose.visibility, np.array([pose.motion]))
    return tuple(np.ascontiguousarray(part).tobytes() for part in parts)


def recorded(film: list[tuple[float, People]]) -> Trace:
    trace = Trace()
    for t_s, people in film:
        trace.append(t_s, people)
    return trace


def bend_film() -> list[tuple[float, People]]:
    lean = keyed((0, 4), (2, 4), (3, 80), (5, 80), (6, 4), (8, 4))
    return [(t, (mannequin(flexion=lean(t), yaw=60, motion=0.3),)) for t in times(8.0)]


def checker() -> Checker:
    return Checker(Profile(), Subject(track=1, stance=tall_stance(yaw=60)), "other", 0.0)


def test_everything_comes_back_bit_for_bit() -> None:
    film = [(0.0, ()), (1 / 3, (noise(1), noise(2))), (0.7, (noise(3),)), (math.pi, ())]
    with recorded(film) as trace:
        back = list(trace)
    assert [t_s for t_s, _ in back] == [t_s for t_s, _ in film]
    assert [[bits(p) for p in people] for _, people in back] == [
        [bits(p) for p in people] for _, people in film
    ]


def test_what_was_not_seen_comes_back_so() -> None:
    unseen = Pose(*(np.full_like(a, np.nan) for a in (*_arrays(noise(1)),)))
    with recorded([(0.0, (unseen,))]) as trace:
        pose = next(iter(trace))[1][0]
    assert all(np.isnan(a).all() for a in _arrays(pose))
    assert math.isnan(pose.motion)


def test_it_can_be_read_again_and_by_two_in_turns() -> None:
    with recorded(bend_film()[:20]) as trace:
        alone = [t_s for t_s, _ in trace]
        together = [(a[0], b[0]) for a, b in zip(trace, trace, strict=True)]
    assert together == [(t_s, t_s) for t_s in alone]


def test_it_can_be_added_to_after_it_was_read() -> None:
    with recorded(bend_film()[:3]) as trace:
        next(iter(trace))
        trace.append(9.0, (noise(4),))
        back = list(trace)
    assert [t_s for t_s, _ in back] == [*times(8.0)[:3], 9.0]
    assert bits(back[-1][1][0]) == bits(noise(4))


def test_it_counts_its_frames() -> None:
    with recorded([(0.5, ()), (0.6, (noise(1),)), (0.7, (noise(1), noise(2)))]) as trace:
        assert (trace.frames, trace.people_frames, trace.last_t_s) == (3, 2, 0.7)


def test_a_replay_gives_the_same_steps() -> None:
    film = bend_film()
    seen, replayed = Kept(), Kept()
    frames = [Frame(i, t_s) for i, (t_s, _) in enumerate(film)]
    ended = run(frames, Scripted(film), checker(), (seen,))
    with recorded(film) as trace:
        assert run(frames_of(trace), TraceDetector(trace), checker(), (replayed,)) == ended
    assert [_said(step) for step in replayed.steps] == [_said(step) for step in seen.steps]
    assert any(step.closed for step in seen.steps)


def test_a_frame_that_was_not_recorded_is_refused() -> None:
    with recorded([(0.0, ()), (0.1, ())]) as trace:
        detector = TraceDetector(trace)
        detector.detect(Frame(0, 0.0))
        with pytest.raises(ValueError, match=r"expected the frame at 0\.1 s, got the one at 0\.2"):
            detector.detect(Frame(1, 0.2))


def test_it_is_gone_once_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with recorded(bend_film()[:3]) as trace:
        pass
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="closed"):
        next(iter(trace))


def test_no_place_for_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not there"))
    with pytest.raises(InputError, match="room for temporary files"):
        Trace()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_told_and_it_still_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    full = Path("/dev/full").open("w+b")  # noqa: SIM115
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda prefix: full)
    trace = Trace()
    with pytest.raises(InputError, match="make room on the disk"):
        trace.append(0.0, ())
    trace.close()
    assert full.closed


@pytest.mark.parametrize(
    ("read_s", "shown_s"),
    [
        ((0.0, 0.1, 0.2, 0.3), (0.0, 0.1, 0.2, 0.3)),
        ((0.0, 0.1, 0.15, 0.2, 0.3, 0.4), (0.0, 0.1, 0.2, 0.3)),
        ((0.0, 0.1, 0.3), (0.0, 0.1, 0.1, 0.3)),
        ((0.2, 0.3), (0.2, 0.2, 0.2, 0.3)),
        ((0.0,), (0.0, 0.0, 0.0, 0.0)),
        ((), ()),
    ],
    ids=["the same", "more", "one fewer", "a later beginning", "broken off", "nothing"],
)
def test_read_again_every_frame_gets_a_picture(
    read_s: tuple[float, ...], shown_s: tuple[float, ...]
) -> None:
    read = [Frame(i, t_s, np.full((1, 1, 3), 100 * t_s, np.uint8)) for i, t_s in enumerate(read_s)]
    with Trace() as trace:
        for t_s in (0.0, 0.1, 0.2, 0.3):
            trace.append(t_s, ())
        again = list(with_pictures(read, trace))
    assert [frame.t_s for frame in again] == [0.0, 0.1, 0.2, 0.3][: len(shown_s)]
    shown = [int(frame.image[0, 0, 0]) for frame in again]
    assert shown == [int(np.uint8(100 * t_s)) for t_s in shown_s]


def _arrays(pose: Pose) -> tuple[np.ndarray, ...]:
    return pose.points_m, pose.points_px, pose.visibility


def _said(step: Step) -> tuple[object, ...]:
    readings = {
        name: (repr(value), repr(sd)) for name, (value, sd) in step.posture.readings.items()
    }
    verdicts = [(v.rule, v.answer, repr(v.value)) for v in step.verdicts]
    return (
        step.frame.t_s,
        readings,
        step.technique,
        verdicts,
        step.open_episodes,
        step.cue,
        repr(step.closed),
    )
