"""A result as OpenSim reads it: joint angles (``.mot``) and body points (``.trc``).

``.mot``: every measure that is an angle or a speed, and its ``_sd``, under the names of
``posture.csv``. Two of them are there a second time under OpenSim's own coordinate names,
because they mean the same: a model's file then moves with them, and ``evaluate`` reads them.

``.trc``: the 23 joints as markers (``Nose``, ``LShoulder``, ``RHip``, ...), metres, from the
smoothed pose, so the lean they make is the plain geometric one and not the learned estimate
of the ``.mot``. Axes, right-handed, as OpenSim has them:

- y is up against gravity, found from the tall stance (``kinematics.neutral_stance``).
- x is forward: level, the way the person faced in the tall stance that was held longest;
  towards the camera where none was seen. It stays put when the person turns.
- z is to the right of somebody who faces along x.

The origin is midway between the hips in every frame: where the person walks is not known.
Lengths are the pose model's own and not scaled to a height that was given.

Not seen is an empty cell in the ``.trc``, where every frame is a row. A ``.mot`` holds no such
cell: OpenSim's ``Storage`` stops reading at the first ``nan``. So the rows in which nobody was
measured are left out, as is a measure that never was; a value that is missing in another row is
the last one known (before that the first), and ``filled`` counts those of its row: 0 is none.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posturecheck.core import Floats, Joint, Pose, Posture, Step
from posturecheck.geometry import across, cross, rotation_between, unit
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.kinematics.trunk import TALL_LEAN_DEG, UP, VISIBLE, trunk_of
from posturecheck.measures import MEASURES

SUFFIXES = (".mot", ".trc")
ANGLES = tuple(m.name for m in MEASURES if m.unit in ("°", "°/s"))
# OpenSim's name, ours and the sign between them; the reverse of ``evaluate.opensim``.
COORDINATES = (
    ("lumbar_rotation", "trunk_rotation_deg", 1.0),
    ("lumbar_extension", "spine_flexion_deg", -1.0),
)
MOTION_COLUMNS = (
    "time",
    *(column for name in ANGLES for column in (name, f"{name}_sd")),
    *(name for name, _, _ in COORDINATES),
)
FILLED = "filled"
# Of the columns after the time: a measure counts once, not its sd and its second name too.
VALUES = frozenset(range(0, 2 * len(ANGLES), 2))
MARKERS = tuple(
    j.name.title().replace("Left_", "L").replace("Right_", "R").replace("_", "") for j in Joint
)
TIME_FORMAT, ANGLE_FORMAT, METRES_FORMAT = "%.6f", "%.4f", "%.5f"


class MotionFile:
    """A sink that writes a ``.mot`` once it is closed: only then its header is known.

    Args:
        path: The file. Rows are kept beside it until then, so that memory stays flat.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows_path = path.with_name(f"{path.name}.rows")
        self._rows = self._rows_path.open("w", encoding="utf-8", newline="\n")
        self._count = 0
        self._first: dict[int, str] = {}  # the first value known of each column

    def write(self, step: Step) -> None:
        """Take one row, unless nobody was measured in it."""
        values = _angles(step.posture)
        if not any(math.isfinite(value) for value in values):
            return
        cells = [ANGLE_FORMAT % value if math.isfinite(value) else "" for value in values]
        for i, cell in enumerate(cells):
            if cell:
                self._first.setdefault(i, cell)
        self._rows.write("\t".join([TIME_FORMAT % step.frame.t_s, *cells]) + "\n")
        self._count += 1

    def close(self) -> None:
        """Write the file."""
        self._rows.close()
        kept = sorted(self._first)
        names = ["time", *(MOTION_COLUMNS[i + 1] for i in kept), FILLED]
        header = (
            _plain(self._path.name),
            "version=1",
            f"nRows={self._count}",
            f"nColumns={len(names)}",
            "inDegrees=yes",
            "endheader",
            "\t".join(names),
        )
        last = dict(self._first)
        with (
            self._rows_path.open(encoding="utf-8") as rows,
            self._path.open("w", encoding="utf-8", newline="\n") as file,
        ):
            file.write("\n".join(header) + "\n")
            for row in rows:
                t_s, *cells = row.rstrip("\n").split("\t")
                filled = sum(not cells[i] for i in kept if i in VALUES)
                last |= {i: cells[i] for i in kept if cells[i]}
                file.write("\t".join([t_s, *(last[i] for i in kept), str(filled)]) + "\n")
        self._rows_path.unlink()


class MarkerFile:
    """A sink that writes a ``.trc``.

    Args:
        path: The file.
        frames: How many steps will come; the header says so before they do.
        rate_hz: Their mean rate; the true times stand in every row.
        stance: The person's tall stance, which says where up and forward are.
    """

    def __init__(self, path: Path, frames: int, rate_hz: float, stance: Stance) -> None:
        self._stance = stance
        self._turn = _opensim_axes(stance)
        self._rows = 0
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._file.write(_marker_header(_plain(path.name), frames, rate_hz))

    def write(self, step: Step) -> None:
        """Write one row; empty where nothing was measured, as in the ``.mot``."""
        self._rows += 1
        points = None
        if step.pose is not None and step.posture.seen:
            points = level_points_m(step.pose, self._stance)
        if step.pose is None or points is None:
            cells = [""] * 3 * len(MARKERS)
        else:
            cells = _cells(points @ self._turn.T, step.pose.visibility >= VISIBLE)
        row = (str(self._rows), TIME_FORMAT % step.frame.t_s, *cells)
        # OpenSim ends rows with a tab, and misses a cell where the last one is empty without it.
        self._file.write("\t".join(row) + "\t\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def level_points_m(pose: Pose, stance: Stance) -> Floats | None:
    """Return a pose's points with y up, (23, 3) metres; None where there is no trunk.

    Their lean is the one that ``angles.measure`` gives: ``Stance.level`` puts the tall
    stance's shoulders right above its hips, where they stand ``TALL_LEAN_DEG`` before them.
    """
    seen = trunk_of(pose)
    level = stance.level(pose, seen.facing_deg)[0] if seen else pose
    trunk = trunk_of(level)
    if trunk is None:
        return None
    forward = cross(unit(across(trunk.hip_line, UP)), UP)
    lean = math.radians(TALL_LEAN_DEG)
    turn = rotation_between(UP, math.cos(lean) * UP + math.sin(lean) * forward)
    return np.asarray(level.points_m @ turn.T)


def _opensim_axes(stance: Stance) -> Floats:
    """Return OpenSim's x, y and z in levelled camera axes, as the rows of a (3, 3) matrix."""
    longest = max(stance.references, key=lambda r: r.seconds, default=None)
    facing = math.radians(longest.facing_deg if longest else 0.0)
    forward = np.array([math.sin(facing), 0.0, math.cos(facing)])
    return np.array([forward, UP, cross(forward, UP)])


def _angles(posture: Posture) -> list[float]:
    measured = [value for name in ANGLES for value in posture[name]]
    return measured + [sign * posture[ours].value for _, ours, sign in COORDINATES]


def _cells(points: Floats, seen: NDArray[np.bool_]) -> list[str]:
    return [
        METRES_FORMAT % value if visible and math.isfinite(value) else ""
        for point, visible in zip(points, seen, strict=True)
        for value in point
    ]


def _marker_header(name: str, frames: int, rate_hz: float) -> str:
    # OpenSim wants these eight facts, all of them and in this order.
    facts = {
        "DataRate": f"{rate_hz:.2f}",
        "CameraRate": f"{rate_hz:.2f}",
        "NumFrames": f"{frames}",
        "NumMarkers": f"{len(MARKERS)}",
        "Units": "m",
        "OrigDataRate": f"{rate_hz:.2f}",
        "OrigDataStartFrame": "1",
        "OrigNumFrames": f"{frames}",
    }
    axes = (f"{axis}{number}" for number in range(1, len(MARKERS) + 1) for axis in "XYZ")
    lines = (
        ("PathFileType", "4", "(X/Y/Z)", name),
        facts.keys(),
        facts.values(),
        ("Frame#", "Time", "\t\t\t".join(MARKERS), "", ""),
        ("", "", *axes),
    )
    return "\n".join("\t".join(line) for line in lines) + "\n\n"


def _plain(name: str) -> str:
    # A clip's name may hold a tab, a line's end, "=" or what is no text; a header may not.
    return re.sub(r"[^\w.-]", "_", name)
