"""``movements.csv``: every movement of a recording, and the largest of each measure in it."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from posturecheck.core import Floats, Movement
from posturecheck.sinks.table import PostureTable

LARGEST = (
    "trunk_inclination_deg",
    "spine_flexion_deg",
    "trunk_rotation_deg",
    "trunk_side_bend_deg",
    "trunk_flexion_rate_deg_s",
    "trunk_rotation_rate_deg_s",
)
FORWARD_ONLY = frozenset({"spine_flexion_deg", "trunk_flexion_rate_deg_s"})  # else both ways count
FACING = "pelvis_yaw_deg"
MOVEMENT_COLUMNS = (
    "number",
    "kind",
    "start_s",
    "deepest_s",
    "end_s",
    "technique",
    "task",
    "seen_share",
    FACING,
    *(column for name in LARGEST for column in (name, f"{name}_sd")),
)


def save_movements(path: Path, movements: Iterable[Movement], table: PostureTable) -> None:
    """Write ``movements.csv``; an empty cell is what was not seen.

    The measures are the largest within the movement: forward for rounding and the speed of
    bending, to either side for the others, which keep their sign. ``pelvis_yaw_deg`` is the
    mean way the pelvis faced.

    Args:
        path: Where to.
        movements: Those that are over, in order of time.
        table: Every measure of every frame.
    """
    columns = {name: table[name] for name in _wanted()}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(MOVEMENT_COLUMNS)
        writer.writerows(_row(movement, columns) for movement in movements)


def _wanted() -> tuple[str, ...]:
    return ("t_s", FACING, *(column for name in LARGEST for column in (name, f"{name}_sd")))


def _row(movement: Movement, columns: dict[str, Floats]) -> list[object]:
    t_s = columns["t_s"]
    first = int(np.searchsorted(t_s, movement.start_s, "left"))
    stop = int(np.searchsorted(t_s, movement.end_s, "right"))
    within = {name: values[first:stop] for name, values in columns.items()}
    row: list[object] = [
        movement.number,
        movement.kind,
        f"{movement.start_s:.3f}",
        f"{movement.deepest_s:.3f}",
        f"{movement.end_s:.3f}",
        movement.technique,
        movement.task,
        f"{movement.seen_share:.2f}",
        _cell(mean_facing_deg(within[FACING])),
    ]
    for name in LARGEST:
        value, sd = _largest(within[name], within[f"{name}_sd"], both_ways=name not in FORWARD_ONLY)
        row += [_cell(value), _cell(sd)]
    return row


def mean_facing_deg(yaw_deg: Floats) -> float:
    """Return the mean direction of some, degrees, nan where none was seen."""
    turned = np.exp(1j * np.radians(yaw_deg[np.isfinite(yaw_deg)]))
    return float(np.degrees(np.angle(turned.sum()))) if turned.size else math.nan


def _largest(values: Floats, sds: Floats, *, both_ways: bool) -> tuple[float, float]:
    far = np.nan_to_num(np.abs(values) if both_ways else values, nan=-math.inf)
    if not far.size or math.isinf(far.max()):
        return math.nan, math.nan
    at = int(np.argmax(far))
    return float(values[at]), float(sds[at])


def _cell(value: float) -> str:
    return f"{value:.2f}" if math.isfinite(value) else ""
