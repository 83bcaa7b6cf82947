"""Joint angles and body points from OpenSim as truth; time 0 is the clip's first picture.

Only what means the same as in DESIGN section 3 is taken; the rest is left out.

``.mot`` (and ``.sto``), by OpenSim's coordinate names (axes x forward, y up, z right, as in
gait2392, Rajagopal 2016 and LaiUhlrich 2022):

- ``lumbar_rotation`` is ``trunk_rotation_deg``: thorax against pelvis about the thorax'
  long axis, to the left +.
- ``lumbar_extension``, sign turned, is ``spine_flexion_deg``. Its zero is the model's own
  pose, not the person's tall stance.
- ``knee_angle_r``, ``knee_angle_l``: the more bent one is ``knee_flexion_deg``. gait2392
  counts bending negative, Rajagopal positive: no knee bends 25 degrees the wrong
  way, so the file shows which.
- Left out: ``pelvis_tilt`` and ``lumbar_bending`` (the lean here is that of the line from
  hips to shoulders, which is neither the pelvis' nor the thorax'), ``hip_flexion_r/l``
  (against the pelvis, ours is against the trunk), ``pelvis_rotation`` (where the camera
  stands is not known).

Columns named like the measures themselves are taken as they are.

``.trc`` has points, y up; see ``body_points``.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from posturecheck.console.untrusted_text import read_outside_text
from posturecheck.core import Floats, InputError
from posturecheck.evaluate.labels import Truth
from posturecheck.evaluate.tabular import MOST, row_error
from posturecheck.measures import MEASURES

KNEE_CANNOT_DEG = 25.0  # hyperextension ends at 10 to 15 degrees
# What ``check --export opensim`` writes is read again under the names of ``measures``.
OWN_ANGLES = tuple(m.name for m in MEASURES if m.unit.startswith("°"))
TAKEN = ("lumbar_rotation", "lumbar_extension", "knee_angle_r", "knee_angle_l")


def read_mot(path: Path) -> Truth:
    """Read the joint angles of a ``.mot`` or ``.sto``.

    Raises:
        InputError: Malformed, or none of the angles that are taken.
    """
    lines = read_outside_text(path).splitlines()
    end = next((i for i, line in enumerate(lines) if line.strip() == "endheader"), None)
    if end is None:
        raise row_error(path, 1, "an OpenSim header that ends with endheader", _first(lines))
    to_deg = _to_deg(path, lines[:end])
    number, names = _names(path, lines, end + 1)
    t_s, columns = _columns(path, lines, number, names)
    values = _measures(path, {name: to_deg * column for name, column in columns.items()})
    return Truth(t_s, values, ("",) * len(t_s))


def _first(lines: list[str]) -> str:
    return lines[0] if lines else ""


def _to_deg(path: Path, header: list[str]) -> float:
    for number, line in enumerate(header, 1):
        key, _, value = line.partition("=")
        if key.strip().lower() == "indegrees":
            if value.strip() not in ("yes", "no"):
                raise row_error(path, number, "inDegrees=yes or inDegrees=no", line)
            return 1.0 if value.strip() == "yes" else math.degrees(1)
    raise InputError(f"{path}: expected a line inDegrees=yes or inDegrees=no above endheader")


def _names(path: Path, lines: list[str], start: int) -> tuple[int, list[str]]:
    for number in range(start, len(lines)):
        if names := lines[number].split():
            if names[0] != "time":
                raise row_error(path, number + 1, "column names, time first", lines[number])
            return number, [_coordinate(name) for name in names]
    raise row_error(path, len(lines), "column names after endheader", "the end of the file")


def _coordinate(name: str) -> str:
    # OpenSim 4 writes states as /jointset/back/lumbar_extension/value
    return name.removesuffix("/value").rsplit("/", 1)[-1]


def _columns(
    path: Path, lines: list[str], header: int, names: list[str]
) -> tuple[Floats, dict[str, Floats]]:
    rows = []
    for number, line in enumerate(lines[header + 1 :], header + 2):
        cells = line.split()
        if not cells:
            continue
        if len(cells) != len(names):
            raise row_error(path, number, f"{len(names)} numbers", f"{len(cells)}")
        rows.append([number_of(path, number, cell) for cell in cells])
        check_time(path, number, rows)
    table = np.array(rows, float).reshape(-1, len(names))
    known = {*TAKEN, *OWN_ANGLES}
    return table[:, 0], {n: table[:, i] for i, n in enumerate(names) if n in known}


def number_of(path: Path, number: int, cell: str) -> float:
    """Return a cell's number; nan where it says so.

    Raises:
        InputError: Not a number, or more than ``MOST``.
    """
    try:
        value = float(cell)
    except ValueError:
        value = math.inf
    if abs(value) > MOST:
        raise row_error(path, number, "a number", cell)
    return value


def check_time(path: Path, number: int, rows: list[list[float]]) -> None:
    """See that the last row's time, its first cell, is finite and after the one before.

    Raises:
        InputError: It is not.
    """
    t_s = rows[-1][0]
    before_s = rows[-2][0] if len(rows) > 1 else -math.inf
    if not (math.isfinite(t_s) and t_s > before_s):
        raise row_error(path, number, f"a time after {before_s:g} s", f"{t_s:g}")


def _measures(path: Path, angles: dict[str, Floats]) -> dict[str, Floats]:
    values = {name: angles[name] for name in OWN_ANGLES if name in angles}
    if "lumbar_rotation" in angles:
        values["trunk_rotation_deg"] = angles["lumbar_rotation"]
    if "lumbar_extension" in angles:
        values["spine_flexion_deg"] = -angles["lumbar_extension"]
    knees = [angles[name] for name in ("knee_angle_r", "knee_angle_l") if name in angles]
    if len(knees) == 2:  # one alone may be the straighter one
        values["knee_flexion_deg"] = np.fmax(*_bending_positive(path, knees))
    if not values:
        raise InputError(
            f"{path}: expected one of lumbar_rotation, lumbar_extension, or knee_angle_r and "
            "knee_angle_l among its columns, got none; nothing else in it means the same here"
        )
    return values


def _bending_positive(path: Path, knees: list[Floats]) -> list[Floats]:
    low = float(np.nanmin(knees, initial=0.0))
    high = float(np.nanmax(knees, initial=0.0))
    if low < -KNEE_CANNOT_DEG and high > KNEE_CANNOT_DEG:
        raise InputError(
            f"{path}: expected knee_angle_r and knee_angle_l to bend one way, got {low:.0f} to "
            f"{high:.0f} degrees; is inDegrees right?"
        )
    return [-knee for knee in knees] if -low > high else knees
