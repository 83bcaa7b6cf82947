"""One result to be compared: whose and of when, what it was measured with, its movements.

Everything in a result's folder may be wrong, half-written or somebody else's: what cannot be
used is named in one line.
"""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from posturecheck.archive.results import MOST, SUMMARY, read_result
from posturecheck.archive.rows import ResultRow
from posturecheck.clips.identity import read_summary
from posturecheck.clips.options import AUTO
from posturecheck.clips.result import FILM
from posturecheck.clips.summary import BAND_NAMES
from posturecheck.console.untrusted_text import briefly, printable, read_outside_text
from posturecheck.core import InputError, Reading
from posturecheck.files.looking import is_file
from posturecheck.sinks.movement_table import FACING, LARGEST, MOVEMENT_COLUMNS

MOVEMENTS = "movements.csv"
LEAST_SEEN = 0.8  # of a movement's time; of less the largest may not have been seen
GROUPS = {
    "bending": frozenset({"bend", "lift", "side-bend", "kneel-down", "to-floor"}),
    "turning": frozenset({"turn"}),
    "chair": frozenset({"sit-down", "stand-up"}),
}
NUMBERS = tuple(c for c in MOVEMENT_COLUMNS if c not in ("kind", "technique", "task"))


@dataclass(frozen=True, slots=True)
class KeptMovement:
    """One row of ``movements.csv``: seconds of the clip, and the largest of each measure."""

    kind: str
    start_s: float
    end_s: float
    task: str
    seen_share: float
    facing_deg: float
    largest: Mapping[str, Reading]

    @property
    def group(self) -> str:
        """What it is compared with: movements of these kinds; "" with none."""
        return next((name for name, kinds in GROUPS.items() if self.kind in kinds), "")


@dataclass(frozen=True, eq=False)
class Recorded:
    """One result; ``about`` is its ``summary.json``, seen to be a result's."""

    folder: Path
    row: ResultRow
    about: Mapping[str, Any]
    movements: tuple[KeptMovement, ...]

    @property
    def name(self) -> str:
        """What it is called in a line of text."""
        return self.folder.name

    @property
    def when(self) -> datetime:
        """When it was filmed, or else checked; the first of times where neither is known."""
        if self.row.filmed:
            return self.row.filmed
        return datetime.combine(self.row.checked, time()) if self.row.checked else datetime.min

    @property
    def film(self) -> Path | None:
        """Its film, None where there is none."""
        film = self.folder / FILM
        return film if film.is_file() and not film.is_symlink() else None

    @property
    def begins_s(self) -> float:
        """The second of the clip with which the film begins."""
        range_s = _part(self.about, "settings").get("range_s")
        first = range_s[0] if isinstance(range_s, list) and range_s else 0.0
        return float(first) if isinstance(first, int | float) and 0 <= first <= MOST else 0.0

    @cached_property
    def task(self) -> str:
        """What is done: as declared, or else the one that was clear in most movements, or ""."""
        declared = self.row.task
        if declared not in ("", AUTO):
            return declared
        tasks = Counter(m.task for m in self.movements if m.task)
        task, times = tasks.most_common(1)[0] if tasks else ("", 0)
        return task if 2 * times > len(self.movements) else ""

    @property
    def measured_with(self) -> tuple[str, str]:
        """The pose model and the networks: what other ones read differs by more than chance."""
        model, versions = _part(self.about, "model"), _part(self.about, "versions")
        return str(model.get("sha256")), str(versions.get("learned_estimate"))

    @property
    def limits(self) -> Mapping[str, Any]:
        """The limits by which it was judged, by rule's name in a profile."""
        return _part(_part(self.about, "profile"), "rules")

    @property
    def shares(self) -> tuple[float, ...]:
        """Of the seen time the shares with a lean of 0-20, 20-60 and over 60 degrees."""
        said = _part(_part(self.about, "exposure"), "share_of_seen")
        return tuple(_share(said.get(name)) for name in BAND_NAMES)

    def of(self, *groups: str) -> tuple[KeptMovement, ...]:
        """Return the movements of some groups that were seen well enough."""
        return of_groups(self.movements, *groups)


def of_groups(movements: Iterable[KeptMovement], *groups: str) -> tuple[KeptMovement, ...]:
    """Return the movements of some groups that were seen well enough."""
    return tuple(m for m in movements if m.group in groups and m.seen_share >= LEAST_SEEN)


def read_recorded(folder: Path) -> Recorded:
    """Read a result's folder.

    Raises:
        InputError: It is no result, is half-written, or was checked before movements were kept.
    """
    row = read_result(folder)
    about = read_summary(folder / SUMMARY)
    return Recorded(folder, row, about, read_movements(folder / MOVEMENTS))


def read_movements(path: Path) -> tuple[KeptMovement, ...]:
    """Read ``movements.csv``.

    Raises:
        InputError: It is not there, or not ours.
    """
    if not is_file(path):
        raise InputError(
            f"{path.parent}: expected {MOVEMENTS} there, found none: it was checked by an older "
            "posturecheck, or not to its end; check the clip again"
        )
    lines = csv.DictReader(io.StringIO(read_outside_text(path)))
    missing = [name for name in MOVEMENT_COLUMNS if name not in (lines.fieldnames or ())]
    if missing:
        raise InputError(
            f"{path}: expected a column {missing[0]}, found {briefly(lines.fieldnames or [])}; "
            "check the clip again"
        )
    try:
        return tuple(_movement(line) for line in lines)
    except (ValueError, TypeError, csv.Error) as error:
        raise InputError(
            f"{path}: row {lines.line_num}: expected a movement, found something else "
            f"({briefly(str(error))}); check the clip again"
        ) from error


def _movement(line: Mapping[str, str]) -> KeptMovement:
    if None in line or None in line.values():
        raise ValueError("more or fewer cells than columns")
    number = {name: _number(line[name]) for name in NUMBERS}
    return KeptMovement(
        kind=line["kind"],
        start_s=_known(number["start_s"]),
        end_s=_known(number["end_s"]),
        task=printable(line["task"]),
        seen_share=_known(number["seen_share"]),
        facing_deg=number[FACING],
        largest={name: Reading(number[name], number[f"{name}_sd"]) for name in LARGEST},
    )


def _number(text: str) -> float:
    value = float(text) if text else math.nan
    if abs(value) > MOST:
        raise ValueError(text)
    return value


def _known(value: float) -> float:
    if math.isnan(value):
        raise ValueError("nothing where a number should be")
    return value


def _part(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = data.get(name)
    return part if isinstance(part, dict) else {}


def _share(value: object) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and 0 <= value <= 1 else math.nan  # type: ignore[arg-type,operator]
