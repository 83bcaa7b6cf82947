"""What a clip is labelled with, and two of the project's own formats for it.

``<name>.truth.csv``: ``t_s`` and any subset of the measures (DESIGN section 3), and, if
wanted, ``view`` (front, oblique, side, back) and ``seen`` (0 = no person to be seen, which
takes the row out). ``<name>.episodes.csv``: ``rule,start_s,end_s[,severity]``. It lists
every risky moment: what is found beside them counts as false. A labeller who looked for some rules
only says so in a line above: ``# rules: rounded-bend, deep-lean``. The third, of whole
movements, is in ``movement_labels``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from posturecheck.core import Floats, InputError
from posturecheck.evaluate.movement_labels import LabelledMovement
from posturecheck.evaluate.tabular import Row, Table, read_table, row_error
from posturecheck.measures import MEASURE_NAMES
from posturecheck.rules import RULES

VIEWS = ("front", "oblique", "side", "back")
ALL_RULES = frozenset(rule.id for rule in RULES)
SEVERITIES = ("amber", "red")
EXTRA_COLUMNS = ("view", "seen")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time that belongs to a rule, labelled or found."""

    rule: str
    start_s: float
    end_s: float
    severity: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """True values over time: ``t_s`` rising, ``values`` by measure, nan where not known.

    ``views`` names the view of every row, "" where the file does not say.
    """

    t_s: Floats
    values: Mapping[str, Floats]
    views: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """All that is known of one clip.

    ``episodes`` is None where no events were labelled, ``movements`` where no movements were.
    ``looked_for`` are the rules that were labelled; nothing is said about the others.
    """

    truths: tuple[Truth, ...] = ()
    episodes: tuple[Span, ...] | None = None
    looked_for: frozenset[str] = ALL_RULES
    movements: tuple[LabelledMovement, ...] | None = None


def read_truth(path: Path) -> Truth:
    """Read a ``.truth.csv``.

    Raises:
        InputError: Malformed: which row, what was expected, what came.
    """
    table = read_table(
        path, lambda cells: "t_s" in cells, "a header with t_s and some of the measures"
    )
    _check_columns(table)
    rows = sorted((row for row in table.rows if _seen(row)), key=lambda row: row.number_in("t_s"))
    for before, row in pairwise(rows):
        if row.number_in("t_s") == before.number_in("t_s"):
            raise row.wrong("each time once in t_s", row.cells["t_s"])
    measures = [name for name in MEASURE_NAMES if name in table.columns]
    return Truth(
        t_s=np.array([row.number_in("t_s") for row in rows]),
        values={name: np.array([row.number_or_nan(name) for row in rows]) for name in measures},
        views=tuple(_view(row) for row in rows),
    )


def _check_columns(table: Table) -> None:
    known = ("t_s", *MEASURE_NAMES, *EXTRA_COLUMNS)
    for column in table.columns:
        if column not in known:
            raise InputError(
                f"{table.path}: {column or 'an empty column name'!r} is not a measure; "
                f"expected t_s and any of {', '.join(known[1:])}"
            )
        if table.columns.count(column) > 1:
            raise InputError(f"{table.path}: expected each column once, got {column} twice")
    if not set(table.columns) & set(MEASURE_NAMES):
        raise InputError(
            f"{table.path}: expected at least one measure beside t_s, got none; they are "
            f"{', '.join(MEASURE_NAMES)}"
        )


def _seen(row: Row) -> bool:
    text = row.cells.get("seen", "")
    if text not in ("", "0", "1"):
        raise row.wrong("0 or 1 in seen", text)
    return text != "0"


def _view(row: Row) -> str:
    view = row.cells.get("view", "")
    if view not in ("", *VIEWS):
        raise row.wrong(f"one of {', '.join(VIEWS)}, or nothing, in view", view)
    return view


def is_episodes_header(cells: tuple[str, ...]) -> bool:
    """Whether a row is the header of the project's own episodes."""
    return {"rule", "start_s", "end_s"} <= set(cells)


def episodes_from(table: Table) -> tuple[tuple[Span, ...], frozenset[str]]:
    """Return the episodes of a ``.episodes.csv`` and the rules that were looked for.

    Raises:
        InputError: Malformed: which row, what was expected, what came.
    """
    looked_for = _looked_for(table)
    numbered = sorted((_span(row, looked_for), row.number) for row in table.rows)
    for (before, _), (span, number) in pairwise(numbered):
        if span.rule == before.rule and span.start_s < before.end_s:
            raise row_error(
                table.path,
                number,
                f"one {span.rule} to end before the next begins",
                f"a start at {span.start_s:g} s, before {before.end_s:g} s",
            )
    return tuple(span for span, _ in numbered), looked_for


def _looked_for(table: Table) -> frozenset[str]:
    for comment in table.comments:
        key, colon, names = comment.partition(":")
        if key.strip() == "rules" and colon:
            rules = frozenset(name.strip() for name in names.split(","))
            if not rules <= ALL_RULES:
                raise InputError(
                    f"{table.path}: '# rules:' expected some of {', '.join(sorted(ALL_RULES))}, "
                    f"got {', '.join(sorted(rules - ALL_RULES)) or 'nothing'}"
                )
            return rules
    return ALL_RULES


def _span(row: Row, looked_for: frozenset[str]) -> Span:
    rule, severity = row.cells["rule"], row.cells.get("severity", "")
    if rule not in looked_for:
        raise row.wrong(f"a rule, one of {', '.join(sorted(looked_for))}", rule)
    if severity not in ("", *SEVERITIES):
        raise row.wrong("amber, red or nothing in severity", severity)
    return span_of(row, rule, row.number_in("start_s"), row.number_in("end_s"), severity)


def span_of(row: Row, rule: str, start_s: float, end_s: float, severity: str = "") -> Span:
    """Return an episode of this row.

    Raises:
        InputError: It begins before the clip, or ends before it begins.
    """
    if start_s < 0:
        raise row.wrong("a start of 0 s or later", f"{start_s:g}")
    if end_s < start_s:
        raise row.wrong(f"an end after the start ({start_s:g} s)", f"{end_s:g}")
    return Span(rule, start_s, end_s, severity)
