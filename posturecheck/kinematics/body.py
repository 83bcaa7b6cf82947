"""One person in one frame: what several rooms need of a pose is worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from posturecheck.core import Floats, People, Pose
from posturecheck.kinematics.trunk import Trunk, body_size_px, trunk_of, trunk_points_px


@dataclass(frozen=True, eq=False)
class Body:
    """A pose and its moment, seconds; everything else is worked out when first asked for."""

    t_s: float
    pose: Pose

    @cached_property
    def trunk(self) -> Trunk | None:
        """The trunk, None where a shoulder or hip was not seen."""
        return trunk_of(self.pose)

    @cached_property
    def trunk_px(self) -> Floats:
        """Mid-shoulder and mid-hip on the picture, (2, 2), pixels."""
        return trunk_points_px(self.pose)

    @cached_property
    def size_px(self) -> float:
        """A trunk's true length on the picture, pixels, whichever way it leans."""
        return body_size_px(self.pose)

    @cached_property
    def shape(self) -> Floats:
        """The body without its place and size in the picture, (23, 5).

        Columns 0 and 1 are the picture's x right and y up from the middle of the hips, in
        trunk lengths; 2 to 4 are ``Pose.points_m`` as they are.
        """
        flat = (self.pose.points_px - self.trunk_px[1]) * (1.0, -1.0) / self.size_px
        return np.hstack([flat, self.pose.points_m])


def bodies_of(t_s: float, people: People) -> tuple[Body, ...]:
    """Return a frame's people as bodies, in their order."""
    return tuple(Body(t_s, pose) for pose in people)
