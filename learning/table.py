"""Recordings to rows: the features of every moment, and what is true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from learning.recording import MEASURES, Recording
from posturecheck.core import Floats, Pose
from posturecheck.kinematics.angles import measure
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.neutral_stance import NeutralStanceEstimator, Stance
from posturecheck.kinematics.smoothing import PoseSmoother
from posturecheck.learned.features import features
from posturecheck.learned.network import ANGLES, FACING, SCALE_DEG
from posturecheck.learned.recent import RecentShapes


@dataclass(frozen=True, slots=True)
class Source:
    """What a clip is of, and how the camera was held."""

    person: str
    movement: str
    part: str
    pitch_deg: float = 0.0
    roll_deg: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows of moments.

    ``seen`` (n, features), ``truth`` (n, MEANS) as outputs are,
    ``degrees`` (n, measures) as recorded, ``clip`` (n,) the number of its source.
    """

    seen: Floats
    truth: Floats
    degrees: Floats
    clip: NDArray[np.int64]
    sources: tuple[Source, ...]

    def of(self, clips: Sequence[int] | NDArray[np.int64]) -> Table:
        """Return the rows of these clips."""
        rows = np.isin(self.clip, clips)
        return Table(
            self.seen[rows],
            self.truth[rows],
            self.degrees[rows],
            self.clip[rows],
            self.sources,
        )

    def clips_of(self, part: str) -> NDArray[np.int64]:
        """Return the numbers of the clips for this part, train or test."""
        return np.flatnonzero([source.part == part for source in self.sources])


def table_of(paths: Sequence[Path]) -> Table:
    """Return the rows of these recordings."""
    rows: list[tuple[Floats, Floats, int]] = []
    sources = []
    for number, path in enumerate(paths):
        recording = Recording.load(path)
        sources.append(
            Source(
                recording.person,
                recording.movement,
                recording.part,
                recording.pitch_deg,
                recording.roll_deg,
            )
        )
        rows += [(*moment, number) for moment in moments(recording)]
    degrees = np.array([row[1] for row in rows])
    return Table(
        seen=np.array([row[0] for row in rows], np.float32),
        truth=outputs_of(degrees),
        degrees=degrees,
        clip=np.array([row[2] for row in rows]),
        sources=tuple(sources),
    )


def read_tables(paths: Sequence[Path]) -> Table:
    """Return the rows of files that ``synthesis`` wrote; all of them to learn from."""
    parts = [np.load(path) for path in paths]
    of = {
        int(part["first"]) + i: str(movement)
        for part in parts
        for i, movement in enumerate(part["movements"])
    }
    keys = ("seen", "degrees", "clip")
    whole = {key: np.concatenate([part[key] for part in parts]) for key in keys}
    return Table(
        seen=whole["seen"],
        truth=outputs_of(whole["degrees"]),
        degrees=whole["degrees"],
        clip=whole["clip"],
        sources=tuple(
            Source(f"made-up-{n}", of.get(n, ""), "train") for n in range(whole["clip"].max() + 1)
        ),
    )


def joined(one: Table, other: Table) -> Table:
    """Return the rows of both, the first one's first."""
    return Table(
        np.concatenate([one.seen, other.seen]),
        np.concatenate([one.truth, other.truth]),
        np.concatenate([one.degrees, other.degrees]),
        np.concatenate([one.clip, other.clip + len(one.sources)]),
        one.sources + other.sources,
    )


def outputs_of(degrees: Floats) -> Floats:
    """Return true angles (n, measures) in degrees as a network's means (n, MEANS)."""
    column = {name: degrees[:, i] for i, name in enumerate(MEASURES)}
    yaw = np.radians(column[FACING])
    angles = [column[name] / SCALE_DEG for name in ANGLES]
    return np.stack([*angles, np.sin(yaw), np.cos(yaw)], axis=1).astype(np.float32)


def moments(recording: Recording) -> Iterator[tuple[Floats, Floats]]:
    """Yield (features, true angles) of the moments that would be judged."""
    stance, poses = smoothed(recording)
    recent = RecentShapes()
    for t_s, pose, truth in zip(recording.t_s, poses, recording.truth, strict=True):
        if pose is None:
            continue
        body = Body(float(t_s), pose)
        posture, _ = measure(body, stance)
        seen = features(body, stance, posture, recent)
        if seen is not None:
            yield seen, truth


def smoothed(recording: Recording) -> tuple[Stance, list[Pose | None]]:
    """Return the stance found over the whole clip, and the smoothed poses once settled."""
    smoother, finder = PoseSmoother(), NeutralStanceEstimator()
    poses: list[Pose | None] = []
    for i, t_s in enumerate(recording.t_s):
        if np.isnan(recording.points_m[i]).any():
            poses.append(None)
            continue
        raw = Pose(recording.points_m[i], recording.points_px[i], recording.visibility[i])
        body = smoother.smooth(Body(float(t_s), raw))
        if smoother.settled:
            finder.observe(body)
        poses.append(body.pose if smoother.settled else None)
    return finder.stance(), poses
