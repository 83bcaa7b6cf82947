"""``movements.csv``: every movement with the largest of each measure in it."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from posturecheck.core import Frame, Movement, Posture, Reading, Step
from posturecheck.sinks.movement_table import (
    LARGEST,
    MOVEMENT_COLUMNS,
    mean_facing_deg,
    save_movements,
)
from posturecheck.sinks.table import PostureTable

LEAN, ROUNDING, TWIST, *_ = LARGEST


def table_of(rows: list[dict[str, float]]) -> PostureTable:
    table = PostureTable()
    for i, row in enumerate(rows):
        readings = {name: Reading(value, abs(value) / 10) for name, value in row.items()}
        posture = Posture(i / 10, readings)
        table.write(Step(Frame(i, i / 10), (), None, posture, "", ()))
    return table


def saved(folder: Path, movement: Movement, rows: list[dict[str, float]]) -> dict[str, str]:
    save_movements(folder / "movements.csv", [movement], table_of(rows))
    with (folder / "movements.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    return row


def movement(start_s: float = 0.1, end_s: float = 0.3) -> Movement:
    return Movement(1, "bend", "over", start_s, Posture(0.2), end_s, technique="squat", task="sink")


def test_the_largest_of_the_movement_and_of_nothing_around_it(tmp_path: Path) -> None:
    rows = [{LEAN: lean} for lean in (90.0, 20.0, 50.0, 30.0, 80.0)]
    row = saved(tmp_path, movement(), rows)
    assert (row[LEAN], row[f"{LEAN}_sd"]) == ("50.00", "5.00")
    assert (row["kind"], row["technique"], row["task"]) == ("bend", "squat", "sink")
    assert [row[name] for name in ("start_s", "deepest_s", "end_s")] == ["0.100", "0.200", "0.300"]


def test_a_twist_counts_to_both_sides_and_keeps_its_sign_rounding_only_forward(
    tmp_path: Path,
) -> None:
    rows = [{TWIST: t, ROUNDING: t} for t in (0.0, 10.0, -30.0, 20.0, 0.0)]
    row = saved(tmp_path, movement(), rows)
    assert (row[TWIST], row[ROUNDING]) == ("-30.00", "20.00")


def test_what_was_not_seen_is_an_empty_cell(tmp_path: Path) -> None:
    rows: list[dict[str, float]] = [{LEAN: math.nan}, {LEAN: math.nan}, {LEAN: 20.0}, {}, {}]
    row = saved(tmp_path, movement(), rows)
    assert (row[LEAN], row[TWIST], row["pelvis_yaw_deg"]) == ("20.00", "", "")


def test_no_movement_is_a_table_of_its_columns_alone(tmp_path: Path) -> None:
    save_movements(tmp_path / "movements.csv", [], table_of([{LEAN: 1.0}]))
    assert (tmp_path / "movements.csv").read_text() == ",".join(MOVEMENT_COLUMNS) + "\n"


@pytest.mark.parametrize(
    ("yaw_deg", "mean_deg"),
    [([10.0, 20.0], 15.0), ([170.0, -170.0], 180.0), ([5.0, math.nan], 5.0)],
)
def test_directions_are_averaged_round_the_circle(yaw_deg: list[float], mean_deg: float) -> None:
    found = mean_facing_deg(np.array(yaw_deg))
    assert abs((found - mean_deg + 180) % 360 - 180) < 1e-6
