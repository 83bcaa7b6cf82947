"""Movements as they are labelled: ``<name>.movements.csv``.

``kind,start_s,deepest_s,end_s,task,order,praise``, a row for each movement of the person, upright
to upright, one after the other. It lists every movement: what is found beside them counts as false.
``order`` names the pieces of advice (ids in ``rules/guidance.toml``) that would be right, "|"
between; empty = nothing may be said. ``praise`` is 1 where the whole of it was done well.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import cast, get_args

from posturecheck.core import MovementKind
from posturecheck.evaluate.tabular import Row, read_table
from posturecheck.rules.guidance import load_guidance

COLUMNS = ("kind", "start_s", "deepest_s", "end_s", "task", "order", "praise")
KINDS: tuple[str, ...] = get_args(MovementKind)


@dataclass(frozen=True, slots=True)
class LabelledMovement:
    """One movement as it truly was, times in seconds.

    Attributes:
        kind: What it was.
        start_s: When the trunk left its rest.
        deepest_s: When it was deepest.
        end_s: When it was at rest again.
        task: The task it belonged to, "" where to none.
        order: Ids of the advice that is right; empty where nothing may be said.
        praise: Whether the whole of it was done well.
    """

    kind: MovementKind
    start_s: float
    deepest_s: float
    end_s: float
    task: str = ""
    order: tuple[str, ...] = ()
    praise: bool = False


def read_movements(path: Path) -> tuple[LabelledMovement, ...]:
    """Read a ``.movements.csv``; in order of time.

    Raises:
        InputError: Malformed: which row, what was expected, what came.
    """
    table = read_table(
        path, lambda cells: set(COLUMNS) <= set(cells), f"a header {','.join(COLUMNS)}"
    )
    read = sorted(((_movement(row), row) for row in table.rows), key=lambda one: one[0].start_s)
    for (before, _), (movement, row) in pairwise(read):
        if movement.start_s < before.end_s:
            raise row.wrong(
                "one movement to end before the next begins",
                f"a start at {movement.start_s:g} s, before {before.end_s:g} s",
            )
    return tuple(movement for movement, _ in read)


def _movement(row: Row) -> LabelledMovement:
    start_s, deepest_s, end_s = (row.number_in(f"{name}_s") for name in ("start", "deepest", "end"))
    if start_s < 0:
        raise row.wrong("a start of 0 s or later", f"{start_s:g}")
    if end_s <= start_s:
        raise row.wrong(f"an end after the start ({start_s:g} s)", f"{end_s:g}")
    if not start_s <= deepest_s <= end_s:
        raise row.wrong(f"deepest_s from {start_s:g} to {end_s:g} s", f"{deepest_s:g}")
    return LabelledMovement(
        kind=cast(MovementKind, _one_of("kind", row, KINDS)),
        start_s=start_s,
        deepest_s=deepest_s,
        end_s=end_s,
        task=_one_of("task", row, ("", *load_guidance().tasks)),
        order=_order(row),
        praise=_one_of("praise", row, ("0", "1")) == "1",
    )


def _one_of(column: str, row: Row, known: tuple[str, ...]) -> str:
    cell = row.cells[column]
    if cell not in known:
        names = ", ".join(name for name in known if name)
        raise row.wrong(f"{names}{' or nothing' if '' in known else ''} in {column}", cell)
    return cell


def _order(row: Row) -> tuple[str, ...]:
    ids = tuple(guide.id for guide in load_guidance().advice)
    named = tuple(name.strip() for name in row.cells["order"].split("|") if name.strip())
    for name in named:
        if name not in ids:
            raise row.wrong(f"ids of advice, | between, in order: {', '.join(ids)}", name)
    return named
