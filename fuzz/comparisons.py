"""Two odd results of one patient, to be compared."""

from __future__ import annotations

import json
import random

from fuzz import damage
from fuzz.cases import Making
from fuzz.records import CELLS, summary
from posturecheck.measures import COLUMNS
from posturecheck.sinks.movement_table import MOVEMENT_COLUMNS

KINDS = ("bend", "lift", "turn", "sit-down")
TABLES = {"movements.csv": MOVEMENT_COLUMNS, "posture.csv": COLUMNS}


def comparison(making: Making) -> tuple[str, ...]:
    """Write two results with something wrong in one of them, and return how they are compared."""
    chance = making.chance
    folders = [making.folder / "out" / "P1" / name for name in ("undated a", "undated b")]
    odd = chance.choice(folders)
    for folder in folders:
        folder.mkdir(parents=True)
        wrong = chance if folder == odd and chance.random() < 0.4 else None
        files = {"summary.json": json.dumps(summary("P1", wrong)).encode()}
        files |= {name: _table(name, chance, folder == odd) for name in TABLES}
        if folder == odd and chance.random() < 0.4:
            name = chance.choice(sorted(files))
            files[name] = chance.choice(damage.ANY)(files[name], chance)
        for name, data in files.items():
            if folder != odd or chance.random() < 0.95:
                (folder / name).write_bytes(data)
    return ("compare", "out/P1") if chance.random() < 0.5 else ("compare", *_paths(chance))


def _paths(chance: random.Random) -> list[str]:
    paths = ["out/P1/undated a", "out/P1/undated b"]
    chance.shuffle(paths)
    return paths


def _table(name: str, chance: random.Random, odd: bool) -> bytes:
    columns = TABLES[name]
    rows = [",".join(columns)]
    for number in range(chance.choice((1, 4, 40))):
        cells = {column: f"{chance.uniform(0, 60):.2f}" for column in columns}
        cells |= {"kind": KINDS[number % 4], "technique": "", "task": "lift", "seen_share": "1.00"}
        cells |= {"t_s": f"{number / 10:.3f}", "pelvis_yaw_deg": "85.0", "seen": "1"}
        cells |= {"start_s": f"{number}", "end_s": f"{number + 0.9}"}
        if odd and chance.random() < 0.05:
            cells[chance.choice(columns)] = chance.choice((*CELLS, *damage.ODD_TEXT))
        rows.append(",".join(cells[column] for column in columns))
    return "\n".join(rows).encode(errors="replace")
