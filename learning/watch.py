"""A rendered clip as the pose model sees it, beside its truth: what is learned from."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from learning.plans import part_of, plan_of
from learning.recording import MEASURES, Recording
from posturecheck.core import Floats, Frame, Image, Pose
from posturecheck.detectors.mediapipe_pose import MediaPipePose
from posturecheck.kinematics.trunk import body_size_px, trunk_points_px
from renderer.film import cast, shoot, times_of
from renderer.plan import Plan

QUALITY = (35, 90)  # of the JPEG that stands for the camera's own compression
SAME_BODY = 1.5  # trunk lengths from one frame to the next


def collect_one(number: int, folder: Path, task_path: Path, until_s: float) -> str:
    """Watch the clip of a number and keep the recording; return a line about it.

    Nothing is done, and nothing said, where it is there already or the (monotonic) time is up.
    """
    plan = plan_of(number)
    path = folder / f"{plan.name}.npz"
    began_s = time.monotonic()
    if path.exists() or began_s > until_s:
        return ""
    recording = watched(plan, task_path)
    recording.save(path)
    found = np.isfinite(recording.visibility[:, 0]).mean()
    each_s = (time.monotonic() - began_s) / len(recording.t_s)
    return f"{plan.name} {plan.movement}: found {found:.0%}, {each_s:.2f} s a picture"


def watched(plan: Plan, task_path: Path) -> Recording:
    """Render a plan and let the pose model see it."""
    actor = cast(plan)
    assert actor is not None
    assert plan.person is not None
    times_s = times_of(plan, actor)
    quality = int(np.random.default_rng(plan.seed).integers(*QUALITY))
    poses: list[Pose | None] = []
    truths: list[list[float]] = []
    with contextlib.closing(MediaPipePose(task_path)) as detector:
        for index, shot in enumerate(shoot(plan, actor, times_s)):
            frame = Frame(index, shot.t_s, compressed(shot.image, quality))
            pose = _same_body(detector.detect(frame), poses)
            poses.append(pose)
            truths.append([shot.measures[name] for name in MEASURES])
    return Recording(
        part=part_of(plan),
        person=plan.person.name,
        movement=plan.movement,
        azimuth_deg=plan.camera.azimuth_deg,
        pitch_deg=plan.camera.pitch_deg,
        roll_deg=plan.camera.roll_deg,
        t_s=times_s,
        points_m=_stacked([p.points_m if p else None for p in poses], (23, 3)),
        points_px=_stacked([p.points_px if p else None for p in poses], (23, 2)),
        visibility=_stacked([p.visibility if p else None for p in poses], (23,)),
        truth=np.array(truths),
    )


def compressed(image: Image, quality: int) -> Image:
    """Return the picture after a JPEG of this quality."""
    _, packed = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    blue_first = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR))
    return np.ascontiguousarray(blue_first[..., ::-1])


def _same_body(people: Sequence[Pose], before: Sequence[Pose | None]) -> Pose | None:
    """Return the body nearest to where the person was; the largest at first."""
    last = next((p for p in reversed(before) if p), None)
    if not people or last is None:
        return max(people, key=body_size_px, default=None)

    def away(pose: Pose) -> float:
        return float(np.abs(trunk_points_px(pose) - trunk_points_px(last)).max())

    nearest = min(people, key=away)
    return nearest if away(nearest) < SAME_BODY * body_size_px(last) else None


def _stacked(rows: Sequence[Floats | None], shape: tuple[int, ...]) -> Floats:
    return np.array([np.full(shape, np.nan) if row is None else row for row in rows])
