"""The pinhole camera: where a point of the room falls in the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from renderer.core import Camera, Floats

NEAR_M = 0.05
FAR_M = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """Camera axes are x right, y down, z into the picture.

    ``intrinsics`` (3, 3) in pixels, ``rotation`` (3, 3) from the room's axes to the
    camera's, ``translation`` (3,): a room point p is ``rotation @ p + translation`` there.
    A pixel's middle lies at a half: the picture spans 0 to ``width`` and 0 to ``height``.
    """

    intrinsics: Floats
    rotation: Floats
    translation: Floats
    width: int
    height: int

    @property
    def position(self) -> Floats:
        """Where the camera stands in the room, metres, (3,)."""
        where: Floats = -self.rotation.T @ self.translation
        return where

    def in_camera(self, points: Floats) -> Floats:
        """Return room points (n, 3) in the camera's axes, metres."""
        seen: Floats = points @ self.rotation.T + self.translation
        return seen

    def pixels(self, points: Floats) -> Floats:
        """Return where room points (n, 3) fall, (n, 2); nan for those behind the camera."""
        seen = self.in_camera(points) @ self.intrinsics.T
        depth_m = np.where(seen[:, 2:] > 0, seen[:, 2:], math.nan)
        across: Floats = seen[:, :2] / depth_m
        return across

    def clip_matrix(self) -> Floats:
        """Return the (4, 4) matrix from the room to OpenGL's clip space."""
        focal_px = self.intrinsics[0, 0]
        lens = np.zeros((4, 4))
        lens[0, 0] = 2 * focal_px / self.width
        lens[1, 1] = -2 * focal_px / self.height
        lens[2, 2] = (FAR_M + NEAR_M) / (FAR_M - NEAR_M)
        lens[2, 3] = -2 * FAR_M * NEAR_M / (FAR_M - NEAR_M)
        lens[3, 2] = 1.0
        view = np.eye(4)
        view[:3, :3], view[:3, 3] = self.rotation, self.translation
        return lens @ view


def projection(camera: Camera) -> Projection:
    """Return the projection of a camera."""
    azimuth, pitch, roll = (
        math.radians(angle) for angle in (camera.azimuth_deg, camera.pitch_deg, camera.roll_deg)
    )
    where = np.array(
        [
            camera.distance_m * math.sin(azimuth),
            -camera.distance_m * math.cos(azimuth),
            camera.height_m,
        ]
    )
    heading = np.array([-math.sin(azimuth), math.cos(azimuth), 0.0])
    up = np.array([0.0, 0.0, 1.0])
    right = np.cross(heading, up)
    forward = heading * math.cos(pitch) - up * math.sin(pitch)
    level = np.stack([right, np.cross(forward, right), forward])
    # In a picture whose y runs down, this turns what is seen clockwise.
    rolled = np.array(
        [
            [math.cos(roll), -math.sin(roll), 0.0],
            [math.sin(roll), math.cos(roll), 0.0],
            [0.0, 0.0, 1.0],
        ]
    )
    rotation = rolled @ level
    return Projection(
        intrinsics=_intrinsics(camera),
        rotation=rotation,
        translation=-rotation @ where,
        width=camera.width,
        height=camera.height,
    )


def gravity_in_camera(camera: Camera) -> Floats:
    """Return the unit vector straight down, (3,), in the camera's axes (y down)."""
    down: Floats = projection(camera).rotation @ np.array([0.0, 0.0, -1.0])
    return down


def _intrinsics(camera: Camera) -> Floats:
    longer_px = max(camera.width, camera.height)
    focal_px = longer_px / 2 / math.tan(math.radians(camera.fov_deg) / 2)
    return np.array(
        [[focal_px, 0.0, camera.width / 2], [0.0, focal_px, camera.height / 2], [0.0, 0.0, 1.0]]
    )
