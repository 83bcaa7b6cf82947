"""Events that were labelled in BORIS, the behaviour scoring program.

Both of its exports, as CSV or TSV, are read (BORIS 2 to 9; columns as in BORIS'
``export_observation.py`` and its test files):

- aggregated events: ``Behavior``, ``Start (s)``, ``Stop (s)``, a row for each event;
- events: ``Time``, ``Behavior`` and ``Status``, which newer versions call ``Behavior
  type``: a START and a STOP row for each event, or one POINT.

A behaviour is a rule's id, or ``boris.toml`` beside the clips says what it stands for::

    looked_for = ["deep-lean", "twist"]         # if not every rule was looked for
    [behaviors]
    "stooping" = ["deep-lean", "rounded-bend"]  # a rule, or several
    "walking" = []                              # none of ours
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from posturecheck.console.untrusted_text import briefly, read_toml
from posturecheck.core import InputError
from posturecheck.evaluate.labels import ALL_RULES, Span, span_of
from posturecheck.evaluate.tabular import Row, Table

AGGREGATED = frozenset({"Behavior", "Start (s)", "Stop (s)"})
EVENTS = frozenset({"Behavior", "Time"})
STATUS = ("Status", "Behavior type")  # older, newer
ONE_OF_EACH = ("Observation id", "Media file name", "Media file path", "Media file", "Subject")


@dataclass(frozen=True, slots=True)
class Behaviors:
    """What ``boris.toml`` says: the rules a behaviour stands for."""

    rules: dict[str, tuple[str, ...]] = field(default_factory=dict)
    looked_for: frozenset[str] = ALL_RULES

    def of(self, row: Row) -> tuple[str, ...]:
        """Return the rules that this row's behaviour stands for.

        Raises:
            InputError: Neither a rule nor in ``boris.toml``.
        """
        name = row.cells["Behavior"]
        rules = self.rules.get(name, (name,) if name in ALL_RULES else None)
        if rules is None:
            raise row.wrong(
                "a rule's id in Behavior, or a behaviour that boris.toml beside the clips maps "
                "to a rule under [behaviors] ([] = none of ours)",
                name,
            )
        return tuple(rule for rule in rules if rule in self.looked_for)


def read_behaviors(path: Path) -> Behaviors:
    """Read ``boris.toml``; without the file every behaviour is a rule's id.

    Raises:
        InputError: Not TOML, or something else in it than described above.
    """
    if not path.is_file():
        return Behaviors()
    content = read_toml(path, "TOML")
    if unknown := set(content) - {"behaviors", "looked_for"}:
        raise InputError(
            f"{path}: expected [behaviors] and looked_for, got {', '.join(sorted(unknown))}"
        )
    mapped = content.get("behaviors", {})
    if not isinstance(mapped, dict):
        raise InputError(f"{path}: expected a table [behaviors], got {briefly(mapped)}")
    looked_for = _rules(path, "looked_for", content.get("looked_for", sorted(ALL_RULES)))
    return Behaviors(
        {name: _rules(path, name, value) for name, value in mapped.items()}, frozenset(looked_for)
    )


def _rules(path: Path, key: str, value: Any) -> tuple[str, ...]:
    rules = [value] if isinstance(value, str) and value else value or []
    if not isinstance(rules, list) or not ALL_RULES.issuperset(map(str, rules)):
        raise InputError(
            f"{path}: {key} expected a rule or a list of rules out of "
            f"{', '.join(sorted(ALL_RULES))}, got {briefly(value)}"
        )
    return tuple(rules)


def is_boris_header(cells: tuple[str, ...]) -> bool:
    """Whether a row is the header of one of BORIS' exports."""
    found = set(cells)
    return found >= AGGREGATED or (found >= EVENTS and bool(found & set(STATUS)))


def boris_episodes(table: Table, behaviors: Behaviors) -> tuple[Span, ...]:
    """Return the episodes of an export.

    Behaviours that stand for the same rule and overlap make one episode.

    Raises:
        InputError: Malformed, an unknown behaviour, or several clips in one file.
    """
    _check_one_clip(table)
    aggregated = set(table.columns) >= AGGREGATED
    spans = _aggregated(table, behaviors) if aggregated else _paired(table, behaviors)
    return merged(spans)


def _check_one_clip(table: Table) -> None:
    for column in set(ONE_OF_EACH) & set(table.columns):
        seen: str | None = None
        for row in table.rows:
            seen = row.cells[column] if seen is None else seen
            if row.cells[column] != seen:
                raise row.wrong(
                    f"one clip and one person in a file ({column} {seen!r}; export them one by "
                    "one)",
                    row.cells[column],
                )


def _aggregated(table: Table, behaviors: Behaviors) -> Iterator[Span]:
    for row in table.rows:
        for rule in behaviors.of(row):
            yield span_of(row, rule, row.number_in("Start (s)"), row.number_in("Stop (s)"))


def _paired(table: Table, behaviors: Behaviors) -> Iterator[Span]:
    status_column = next(name for name in STATUS if name in table.columns)
    started: dict[str, Row] = {}
    for row in sorted(table.rows, key=lambda row: row.number_in("Time")):
        name, status = row.cells["Behavior"], row.cells[status_column]
        rules = behaviors.of(row)
        wanted = "STOP" if name in started else "START"
        if status not in (wanted, "POINT"):
            raise row.wrong(f"{wanted} or POINT of {name} in {status_column}", status)
        if status == "START":
            started[name] = row
            continue
        first = started.pop(name) if status == "STOP" else row
        start_s, end_s = first.number_in("Time"), row.number_in("Time")
        yield from (span_of(row, rule, start_s, end_s) for rule in rules)
    for name, row in started.items():
        raise row.wrong(f"a STOP of {name} after this START", "none")


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the episodes with those of one rule that overlap made one."""
    whole: list[Span] = []
    for span in sorted(spans):
        last = whole[-1] if whole else None
        if last and last.rule == span.rule and span.start_s <= last.end_s:
            whole[-1] = Span(span.rule, last.start_s, max(last.end_s, span.end_s))
        else:
            whole.append(span)
    return tuple(whole)
