"""Made-up recordings for the real ruler's tests: no real person's numbers are in them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from mannequin import mannequin

from benchmarks.real_keraal import LANDMARKS, PICTURE_PX
from posturecheck.core import Floats, Pose
from posturecheck.detectors.mediapipe_pose import LANDMARK_OF_JOINT

ELSEWHERE = {3: 2, 1: 2, 4: 5, 6: 5, 9: 0, 10: 0, 17: 19, 21: 19, 18: 20, 22: 20}
HIPS_MM, SHOULDERS_MM = (600.0, 200.0, 600.0), 400.0


def landmarks_of(pose: Pose) -> Floats:
    """Return (33, 3) picture landmarks of a body seen flat: x, y, z in shares of the picture."""
    across, down = PICTURE_PX
    px_per_m = 200.0
    joints = pose.points_m * (1, -1, -1) * px_per_m + (across / 2, down / 2, 0)
    flat = np.zeros((33, 3))
    flat[LANDMARK_OF_JOINT] = joints / (across, down, across)
    for landmark, like in ELSEWHERE.items():  # what is none of our joints
        flat[landmark] = flat[like]
    return flat


def write_landmarks(path: Path, poses: list[Pose]) -> None:
    frames = {
        f"{i + 1}.0": {n: list(p) for n, p in zip(LANDMARKS, landmarks_of(pose), strict=True)}
        for i, pose in enumerate(poses)
    }
    path.write_text(json.dumps({"positions": frames}), encoding="utf-8")


def targets(side_bend_deg: Floats, twist_deg: Floats) -> Floats:
    """Return rows (n, 119) of a man who faces +x, bends and twists to his own left (+y)."""
    bodies = np.zeros((len(side_bend_deg), 17, 7))
    bodies[:, :, 6] = 1.0
    side, half = np.radians(side_bend_deg), np.radians(twist_deg) / 2
    bodies[:, 13, :3] = HIPS_MM
    for body, across in ((7, -120.0), (8, 120.0)):
        bodies[:, body, :3] = HIPS_MM
        bodies[:, body, 1] += SHOULDERS_MM * np.sin(side) + across
        bodies[:, body, 2] += SHOULDERS_MM * np.cos(side)
    bodies[:, 4, 5], bodies[:, 4, 6] = np.sin(half), np.cos(half)
    return bodies.reshape(len(bodies), -1)


def keraal_folder(folder: Path, twist_deg: Floats, side_bend_deg: Floats) -> Path:
    """Write one recording: what the picture shows is the mirror of what the man does."""
    folder.mkdir(parents=True)
    poses = [
        mannequin(rotation=-t, side_bend=-s, knee=90, hip=80)
        for t, s in zip(twist_deg, side_bend_deg, strict=True)
    ]
    write_landmarks(folder / "G3-BP-A.json", poses)
    np.savetxt(folder / "G3-Vicon-A.txt", np.repeat(targets(side_bend_deg, twist_deg), 2, axis=0))
    return folder
