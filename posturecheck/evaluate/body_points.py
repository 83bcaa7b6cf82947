"""Body points of a ``.trc`` file as truth: lean, hips and knees from joint centres.

The lean needs both shoulders and both hips, ``hip_flexion_deg`` a knee too and
``knee_flexion_deg`` an ankle, as measured in ``kinematics.angles``. Rotation and rounding are left
out: shoulders move on the thorax. Names as Pose2Sim, OpenCap and most laboratories write
them (``RHip``, ``R_HJC``, ``r_shoulder_study``, ``RSHO``); hips must be joint centres,
because markers on the pelvis stand before or behind it.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from posturecheck.console.untrusted_text import read_outside_text
from posturecheck.core import Floats, InputError
from posturecheck.evaluate.labels import Truth
from posturecheck.evaluate.opensim import check_time, number_of
from posturecheck.evaluate.tabular import row_error
from posturecheck.geometry import angle_deg, unit
from posturecheck.kinematics.trunk import Trunk

HEADER_ROWS = 5
NAMES_ROW = 3
# Lower case, without signs and OpenCap's "_study"; the first of a list that is there counts.
# A medial marker, where there is one, is averaged in: then it is the joint's middle.
POINTS = {
    "shoulder": ("shoulder", "sjc", "sho", "acromion", "rac", "lac"),
    "hip": ("hip", "hjc", "hipjointcenter"),
    "knee": ("kjc", "knee"),
    "ankle": ("ajc", "ankle"),
}
SIDES = {"l": "left", "r": "right"}

Body = dict[str, dict[str, Floats]]  # side, part: (rows, 3)


def read_trc(path: Path) -> Truth:
    """Read the points of a ``.trc`` and measure the body they make.

    Raises:
        InputError: Malformed, shoulders or hips not found by name, or y is not up.
    """
    lines = read_outside_text(path).splitlines()
    if not lines or not lines[0].startswith("PathFileType") or len(lines) < HEADER_ROWS:
        raise row_error(path, 1, "a TRC header, PathFileType first", lines[0] if lines else "")
    names = [name.strip() for name in lines[NAMES_ROW].split("\t")[2:] if name.strip()]
    if not lines[NAMES_ROW].startswith("Frame#") or not names:
        raise row_error(path, NAMES_ROW + 1, "Frame#, Time and markers", lines[NAMES_ROW])
    t_s, markers = _markers(path, lines, names)
    body: Body = {side: _points(markers, side) for side in SIDES}
    missing = [
        f"{SIDES[side]} {part}"
        for side in SIDES
        for part in ("shoulder", "hip")
        if part not in body[side]
    ]
    if missing:
        raise InputError(
            f"{path}: expected markers named like RShoulder, LShoulder, RHip and LHip (joint "
            f"centres), found none for {', '.join(missing)}; it has {', '.join(names[:12])}"
        )
    _check_up(path, body)
    return Truth(t_s, _measures(len(t_s), body), ("",) * len(t_s))


def _markers(path: Path, lines: list[str], names: list[str]) -> tuple[Floats, dict[str, Floats]]:
    times: list[list[float]] = []
    rows = []
    width = 3 * len(names)
    for number, line in enumerate(lines[HEADER_ROWS:], HEADER_ROWS + 1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.rstrip("\t").split("\t")]
        if not 2 <= len(cells) <= 2 + width:
            raise row_error(path, number, f"{2 + width} cells", f"{len(cells)} cells")
        times.append([number_of(path, number, cells[1])])
        check_time(path, number, times)
        points = [number_of(path, number, cell or "nan") for cell in cells[2:]]
        rows.append(points + [math.nan] * (width - len(points)))
    table = np.array(rows, float).reshape(-1, len(names), 3)
    flat = [time for row in times for time in row]
    return np.array(flat, float), {_plain(n): table[:, i] for i, n in enumerate(names)}


def _plain(name: str) -> str:
    letters = "".join(c for c in name.lower() if c.isalnum()).removesuffix("study")
    for side, word in SIDES.items():
        letters = side + letters.removeprefix(word) if letters.startswith(word) else letters
    return letters


def _points(markers: dict[str, Floats], side: str) -> dict[str, Floats]:
    found = {}
    for part, names in POINTS.items():
        known = [n for n in (f"{side}{name}" for name in names) if n in markers]
        if known:
            inner = markers.get(f"{side}m{known[0][1:]}")
            outer = markers[known[0]]
            found[part] = outer if inner is None else (outer + inner) / 2
    return found


def _check_up(path: Path, body: Body) -> None:
    low = "ankle" if all("ankle" in points for points in body.values()) else "hip"
    stature = sum((points["shoulder"] - points[low] for points in body.values()), np.zeros(3))
    seen = stature[np.isfinite(stature).all(axis=1)]
    if not len(seen):
        raise InputError(f"{path}: expected a row with both shoulders and hips, found none")
    mean = seen.mean(axis=0)
    if mean[1] < np.abs(mean).max():
        raise InputError(
            f"{path}: expected y to point up, as OpenSim has it, but the shoulders are not "
            f"above the {low}s along y; turn the axes and export again"
        )


def _measures(rows: int, body: Body) -> dict[str, Floats]:
    left, right = body["l"], body["r"]
    shoulder_line = left["shoulder"] - right["shoulder"]
    hip_line = left["hip"] - right["hip"]
    axis = left["shoulder"] + right["shoulder"] - left["hip"] - right["hip"]
    trunks = [Trunk(unit(axis[i]), shoulder_line[i], hip_line[i]) for i in range(rows)]
    values = {
        "trunk_inclination_deg": [trunk.inclination_deg for trunk in trunks],
        "trunk_flexion_deg": [trunk.flexion_deg for trunk in trunks],
        "trunk_side_bend_deg": [trunk.side_bend_deg for trunk in trunks],
    }
    if all("knee" in points for points in body.values()):
        thighs = [points["knee"] - points["hip"] for points in body.values()]
        values["hip_flexion_deg"] = _more_bent(rows, [-axis, -axis], thighs)
        if all("ankle" in points for points in body.values()):
            shanks = [points["ankle"] - points["knee"] for points in body.values()]
            values["knee_flexion_deg"] = _more_bent(rows, thighs, shanks)
    return {name: np.array(column, float) for name, column in values.items()}


def _more_bent(rows: int, above: list[Floats], below: list[Floats]) -> list[float]:
    # A leg that was not tracked may be the more bent one: nan, not the other leg's angle.
    return [
        float(np.max([angle_deg(a[i], b[i]) for a, b in zip(above, below, strict=True)]))
        for i in range(rows)
    ]
