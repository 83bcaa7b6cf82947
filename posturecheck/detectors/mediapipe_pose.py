"""MediaPipe's PoseLandmarker as a Detector: all of its index maps and axis flips end here.

One landmarker in VIDEO mode follows one body at the price of one network a frame. A
second one in IMAGE mode, the scout, looks at the whole picture about once a second and
whenever something looks wrong: it counts people (then a landmarker for that many takes
over) and it exposes a track that has silently stuck on part of a body.
"""

from __future__ import annotations

import math
from collections import deque
from pathlib import Path
from typing import Any

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from posturecheck.core import Floats, Frame, Image, Joint, People, Pose
from posturecheck.detectors import no_reports
from posturecheck.detectors.motion import FORGET_S, MotionMeter
from posturecheck.kinematics.trunk import body_size_px, trunk_points_px

# MediaPipe's 33 landmarks -> our joints, in the order of Joint.
LANDMARK_OF_JOINT = np.array(
    [0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 19, 20, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32]
)
MAX_PEOPLE = 3
SCOUT_EVERY_S = 2.0
SCOUT_AGAIN_S = 0.2  # the soonest a suspicion may call the scout again
CALM_SCOUTS = 2  # single-person scouts in a row before the cheap landmarker returns
STUCK_DISTANCE = 0.35  # of the trunk's length; stuck tracks are off by half a body
COLLAPSED_LEGS = 0.72  # measured: a stuck track's legs shrink from 93 to 65 pixels
LEG_MEMORY_S = 2.0
SAME_BODY = 0.5  # of the trunk's length, between two poses' hip and shoulder points
NEVER_S = -math.inf
TICKS_PER_S = 1000  # MediaPipe takes milliseconds, and smooths by them


class MediaPipePose:
    """Finds up to three people; ``task_path`` is a ``.task`` bundle (see ``model_store``)."""

    def __init__(self, task_path: Path) -> None:
        self._task_path = task_path
        self._landmarkers: dict[int, Any] = {}  # people followed -> landmarker in VIDEO mode
        self._scout = _landmarker(task_path, vision.RunningMode.IMAGE, MAX_PEOPLE)
        self._motion = MotionMeter()
        self._people_expected = 1
        self._calm = 0
        self._scouted_s = NEVER_S
        self._legs: deque[tuple[float, float]] = deque()
        self._t_s = NEVER_S
        self._last_tick = -1

    def detect(self, frame: Frame) -> People:
        """Return the poses in the frame, each with how much moved around it.

        Raises:
            ValueError: The frame has no picture.
        """
        if frame.image is None:
            raise ValueError("expected a frame with a picture, got one without")
        picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.image)
        gap = frame.t_s - self._t_s > FORGET_S
        self._t_s = frame.t_s
        if self._motion.see(frame.t_s, frame.image) or gap:
            self._forget(frame)
        found = self._follow(frame, picture)
        if self._scout_is_due(frame.t_s, found):
            found = self._compare(frame, found, _poses(self._scout.detect(picture), frame.image))
        scale = self._motion.share_moving
        return tuple(_with_motion(pose, scale(_box(pose))) for pose in found)

    def close(self) -> None:
        """Release the networks."""
        for landmarker in (self._scout, *self._landmarkers.values()):
            landmarker.close()

    def _follow(self, frame: Frame, picture: mp.Image) -> People:
        assert frame.image is not None
        count = self._people_expected
        if count not in self._landmarkers:
            self._landmarkers[count] = _landmarker(self._task_path, vision.RunningMode.VIDEO, count)
        result = self._landmarkers[count].detect_for_video(picture, self._tick(frame.t_s))
        return _distinct(_poses(result, frame.image))

    def _scout_is_due(self, t_s: float, found: People) -> bool:
        since_s = t_s - self._scouted_s
        if since_s >= SCOUT_EVERY_S:
            return True
        return since_s >= SCOUT_AGAIN_S and (not found or self._legs_collapsed(t_s, found[0]))

    def _legs_collapsed(self, t_s: float, pose: Pose) -> bool:
        # Shorter legs beside an unchanged trunk: the mark of a track stuck on the upper body.
        ratio = _leg_to_trunk(pose)
        self._legs.append((t_s, ratio))
        while self._legs[0][0] < t_s - LEG_MEMORY_S:
            self._legs.popleft()
        ratios = sorted(r for _, r in self._legs)
        return ratio < COLLAPSED_LEGS * ratios[len(ratios) // 2]

    def _compare(self, frame: Frame, found: People, scouted: People) -> People:
        self._scouted_s = frame.t_s
        scouted = _distinct(scouted)
        self._calm = self._calm + 1 if len(scouted) <= 1 else 0
        if len(scouted) > 1 or self._calm >= CALM_SCOUTS:
            self._people_expected = max(1, len(scouted))
        if scouted and (not found or all(_apart(found[0], s) > STUCK_DISTANCE for s in scouted)):
            self._forget(frame)
            return scouted
        return found

    def _forget(self, frame: Frame) -> None:
        # A black picture makes the landmarker drop its track: far cheaper than a new one.
        black = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.zeros((64, 64, 3), np.uint8))
        for landmarker in self._landmarkers.values():
            landmarker.detect_for_video(black, self._tick(frame.t_s))
        self._legs.clear()

    def _tick(self, t_s: float) -> int:
        # The landmarker refuses a time that is not later than the last one it was given.
        self._last_tick = max(self._last_tick + 1, round(t_s * TICKS_PER_S))
        return self._last_tick


def _landmarker(task_path: Path, mode: Any, people: int) -> Any:
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(task_path)),
        running_mode=mode,
        num_poses=people,
    )
    return no_reports.create(vision.PoseLandmarker, options)


def _poses(result: Any, image: Image) -> People:
    size_px = np.array([image.shape[1], image.shape[0]], dtype=np.float64)
    return tuple(
        _pose(np.array([(p.x, p.y, min(p.visibility, p.presence)) for p in flat]), world, size_px)
        for flat, world in zip(result.pose_landmarks, result.pose_world_landmarks, strict=True)
    )


def _pose(flat: Floats, world: Any, size_px: Floats) -> Pose:
    points_m = np.array([(p.x, -p.y, -p.z) for p in world])  # theirs: y down, z away
    return Pose(
        points_m=points_m[LANDMARK_OF_JOINT],
        points_px=flat[LANDMARK_OF_JOINT, :2] * size_px,
        visibility=flat[LANDMARK_OF_JOINT, 2],
    )


def _with_motion(pose: Pose, motion: float) -> Pose:
    return Pose(pose.points_m, pose.points_px, pose.visibility, motion)


def _leg_to_trunk(pose: Pose) -> float:
    hips = trunk_points_px(pose)[1]
    p = pose.points_px
    ankles = (p[Joint.LEFT_ANKLE] + p[Joint.RIGHT_ANKLE]) / 2
    return float(np.linalg.norm(ankles - hips)) / body_size_px(pose)


def _apart(a: Pose, b: Pose) -> float:
    """Distance of two poses' trunks, in trunk lengths."""
    distance = np.linalg.norm(trunk_points_px(a) - trunk_points_px(b), axis=1).mean()
    return float(distance) / max(body_size_px(a), body_size_px(b))


def _distinct(people: People) -> People:
    # With room for several, the landmarker now and then finds the same body twice.
    kept: list[Pose] = []
    for pose in people:
        if all(_apart(pose, other) > SAME_BODY for other in kept):
            kept.append(pose)
    return tuple(kept)


def _box(pose: Pose) -> Floats:
    """Corners ((x0, y0), (x1, y1)) around the body, in pixels."""
    return np.stack([pose.points_px.min(axis=0), pose.points_px.max(axis=0)])
