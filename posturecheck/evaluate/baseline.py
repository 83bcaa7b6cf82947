"""Figures kept beside the clips they were measured on, and held against later ones.

The record is Markdown: the tables as printed, then the same as data, which is what a later
run is compared with.
"""

from __future__ import annotations

import dataclasses
import io
import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from posturecheck.console.terminal import Terminal
from posturecheck.console.untrusted_text import printable, read_outside_text
from posturecheck.core import InputError
from posturecheck.evaluate.movement_scores import MovementScore
from posturecheck.evaluate.report import FORMAT, as_data, tell_evaluation
from posturecheck.evaluate.run import Evaluation
from posturecheck.evaluate.word_scores import WordScore
from posturecheck.files.atomic import save_text

WIDTH = 100
FENCE = "```json"
TABLES = ("measures", "bands", "rules")
# One row each, and only where movements were labelled.
WHERE_LABELLED = {"movements": MovementScore, "words": WordScore}
GIT_S = 5.0

Data = Mapping[str, Any]
FIGURE = (int, float, type(None))
MEASURED = {"measure": str, "view": str, "answered": FIGURE, "mae": FIGURE}
BANDED = {
    "measure": str,
    "low_deg": (int, float),
    "high_deg": FIGURE,
    "rows": int,
    "answered": int,
    "mae_deg": FIGURE,
    "bias_deg": FIGURE,
    "within_1_sd": FIGURE,
    "within_2_sd": FIGURE,
}
SCORED = {"rule": str, "missed": int, "false": int}


def save_record(
    evaluation: Evaluation, path: Path, named: Sequence[Path], *, shared: bool = False
) -> None:
    """Write the record, whole or not at all; ``named`` is what was evaluated.

    Raises:
        InputError: It cannot be written.
    """
    told = io.StringIO()
    tell_evaluation(evaluation, Terminal(told, width=WIDTH))
    data = record_of(evaluation)
    names = printable(" ".join(one.name for one in named)), printable(path.name)
    text = f"""# Scores

Written by `posturecheck evaluate {names[0]} --record {names[1]}`, not by hand: how far the
checker is from the truth on the clips here. posturecheck {evaluation.versions["posturecheck"]},
commit {_commit()}; sha256 of the pose model `{evaluation.model["sha256"]}`, of the
learned estimate `{evaluation.versions.get("learned_estimate", "none")}`.

```
{told.getvalue().rstrip()}
```

The same as data; `posturecheck evaluate {names[0]} --against {names[1]}` compares with it.

{FENCE}
{_lines(data)}
```
"""
    save_text(text + _written_by_hand(path), path, "--record", shared=shared)


def _written_by_hand(path: Path) -> str:
    """Return what stands behind an earlier record's data, which a new one keeps."""
    try:
        return _parted(path.read_text(encoding="utf-8"))[1]
    except (OSError, UnicodeDecodeError):
        return ""


def _parted(text: str) -> tuple[str, str]:
    """Return a record's data as text and what stands behind it; empty where there is none."""
    data, _, behind = text.partition(f"\n{FENCE}\n")[2].partition("\n```")
    return data, behind.removeprefix("\n")


def read_record(path: Path) -> Data:
    """Return a record's data; one kept by 0.1.0 has no "bands".

    "movements" and "words" are there where movements were labelled, in a record of format 3.

    Raises:
        InputError: No such file, no record, or one that a newer posturecheck wrote.
    """
    wanted = f"--against {path}: expected a record written with --record"
    try:
        text = read_outside_text(path)
    except InputError as error:
        raise InputError(f"{wanted}, but {error}") from error
    written = _parted(text)[0]
    try:
        data = json.loads(written) if written else None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{wanted}, but its data is broken ({error})") from error
    if isinstance(data, dict):
        _check_not_newer(data, f"--against {path}")
    if not isinstance(data, dict) or not {"measures", "rules", "cues"} <= set(data):
        raise InputError(f"{wanted}, found none in it; write one with --record")
    tables = (data["measures"], MEASURED), (data.get("bands", []), BANDED), (data["rules"], SCORED)
    labelled = (_row(data[key], _figures(of)) for key, of in WHERE_LABELLED.items() if key in data)
    if not all(_rows(rows, keys) for rows, keys in tables) or not all(labelled):
        raise InputError(f"{wanted}, but its data is not as --record writes it")
    return data


def check_record(path: Path) -> None:
    """See that a record may take the place of what is there, before the long work.

    Raises:
        InputError: A newer posturecheck wrote what is there; it is left as it is.
    """
    try:
        data = json.loads(_parted(read_outside_text(path))[0])
    except (InputError, ValueError, RecursionError):
        return
    if isinstance(data, dict):
        _check_not_newer(data, f"--record {path}")


def _check_not_newer(data: Data, what: str) -> None:
    written = data.get("format", 1)
    if isinstance(written, int) and written > FORMAT:
        raise InputError(
            f"{what}: expected a record of format {FORMAT} or before, found {written}, of a newer "
            "posturecheck; it is left as it is: update posturecheck or name another file"
        )


def _rows(rows: Any, keys: Mapping[str, Any]) -> bool:
    return isinstance(rows, list) and all(_row(row, keys) for row in rows)


def _row(row: Any, keys: Mapping[str, Any]) -> bool:
    # A key that is missing is no figure that is none.
    return isinstance(row, dict) and all(
        key in row and isinstance(row[key], kind) for key, kind in keys.items()
    )


def _figures(of: type[MovementScore] | type[WordScore]) -> dict[str, Any]:
    return {f.name: int if f.type == "int" else FIGURE for f in dataclasses.fields(of)}


def record_of(evaluation: Evaluation) -> Data:
    """Return the part of an evaluation that a record keeps as data, and is compared."""
    data = as_data(evaluation)
    labelled = [key for key in WHERE_LABELLED if data[key] is not None]
    return {key: data[key] for key in ("format", *TABLES, "cues", *labelled)}


def _lines(data: Data) -> str:
    """Return JSON with a line for each row, so that a change shows as one."""
    rows = {key: ",\n  ".join(json.dumps(_rounded(row)) for row in data[key]) for key in TABLES}
    parts = [f'"{key}": [\n  {text}\n]' for key, text in rows.items()]
    single = [key for key in ("cues", *WHERE_LABELLED) if key in data]
    last = [f'"{key}": {json.dumps(_rounded(data[key]))}' for key in single]
    return "{" + ",\n".join([f'"format": {data["format"]}', *parts, *last]) + "}"


def _rounded(row: Data) -> dict[str, Any]:
    return {k: round(v, 3) if isinstance(v, float) else v for k, v in row.items()}


def _commit() -> str:
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--exclude=*"],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            timeout=GIT_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return done.stdout.strip()
