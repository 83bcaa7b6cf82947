"""Made-up results to compare: as a check writes them, with movements and curves."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from clinic import result

from posturecheck.comparison.recorded import KeptMovement
from posturecheck.core import Reading
from posturecheck.measures import COLUMNS
from posturecheck.profiles.smallest_change import FilmedAgain
from posturecheck.sinks.movement_table import LARGEST, MOVEMENT_COLUMNS

LEAN, ROUNDING, TWIST, SIDE_BEND, BEND_SPEED, TWIST_SPEED = LARGEST
VIEWS = ("front", "oblique", "side", "back")
# Within-person sds that make smallest changes of 8 degrees and of 28 a second.
KNOWN = FilmedAgain(
    {view: {name: 10.0 if "rate" in name else 2.8 for name in LARGEST} for view in VIEWS},
    {"people": 10, "moved_deg": 20},
)


def movement(
    lean: float = 60.0,
    sd: float = 1.0,
    kind: str = "bend",
    start_s: float = 2.0,
    facing_deg: float = 90.0,
    seen_share: float = 1.0,
    task: str = "",
    **others: float,
) -> KeptMovement:
    values = dict.fromkeys(LARGEST, 10.0) | {LEAN: lean} | others
    largest = {name: Reading(value, sd) for name, value in values.items()}
    end_s = start_s + 3
    return KeptMovement(kind, start_s, end_s, task, seen_share, facing_deg, largest)


def visit(
    out: Path,
    clip: str,
    movements: Sequence[KeptMovement],
    filmed: str | None = "2026-03-05T10:11:12+01:00",
    task: str = "dishwasher",
    patient: str = "P1",
    seconds: int = 12,
    networks: str = "one",
    **more: Any,
) -> Path:
    """Write one result; more of its summary as named."""
    about: Mapping[str, Any] = {
        "settings": {"task": task},
        "model": {"sha256": "model"},
        "versions": {"learned_estimate": networks},
        "exposure": {
            "share_of_seen": {"0_to_20_deg": 0.5, "20_to_60_deg": 0.25, "over_60_deg": 0.25}
        },
        **more,
    }
    folder = result(out, clip, patient, filmed=filmed, **about)
    write_movements(folder / "movements.csv", movements)
    write_posture(folder / "posture.csv", seconds)
    return folder


def write_movements(path: Path, movements: Sequence[KeptMovement]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, MOVEMENT_COLUMNS)
        writer.writeheader()
        for number, one in enumerate(movements, start=1):
            measures = {name: _cell(r.value) for name, r in one.largest.items()}
            sds = {f"{name}_sd": _cell(r.sd) for name, r in one.largest.items()}
            writer.writerow(
                {
                    "number": number,
                    "kind": one.kind,
                    "start_s": one.start_s,
                    "deepest_s": one.start_s + 1,
                    "end_s": one.end_s,
                    "technique": "",
                    "task": one.task,
                    "seen_share": one.seen_share,
                    "pelvis_yaw_deg": _cell(one.facing_deg),
                    **measures,
                    **sds,
                }
            )


def write_posture(path: Path, seconds: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for i in range(seconds * 10):
            row = {"t_s": i / 10, "seen": 1, LEAN: 20 + 10 * math.sin(i / 5), TWIST: 0.5 * i}
            writer.writerow(row)


def _cell(value: float) -> str:
    return "" if math.isnan(value) else f"{value}"


def summary_of(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return data
