"""The real ruler's figures kept in ``REAL.md``, and held against later ones.

The file's head is written by hand; what stands from ``MARK`` on is the tool's: the tables as
printed, then the same as data.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.real_figures import Figures
from posturecheck.clips.summary import versions
from posturecheck.console.untrusted_text import read_outside_text
from posturecheck.core import InputError
from posturecheck.evaluate.comparison import is_further_off
from posturecheck.files.atomic import save_text

MARK = "## Recorded figures"
FENCE = "```json"
NOISE_SHARE = 0.05
NOISE_SLOPE = 0.05
HONEST = 0.9  # within 2 sd; more is no fault, and less of more none

Data = Mapping[str, Any]
Row = dict[str, Any]


def as_data(figures: Figures) -> dict[str, list[Row]]:
    """Return the figures as plain rows; what is infinite or unknown is None."""
    return {
        "bands": [
            {"part": b.part, **_row(b.ours), **{f"plain_{k}": v for k, v in _plain(b.plain)}}
            for b in figures.bands
        ],
        "said": [_row(one) for one in figures.said],
        "told": [_row(one) for one in figures.told],
        "home": [_row(figures.calm)],
    }


def _plain(score: Any) -> Iterator[tuple[str, Any]]:
    row = _row(score)
    yield from ((name, row[name]) for name in ("mae_deg", "bias_deg", "slope"))


def _row(one: Any) -> Row:
    return {name: _plain_value(value) for name, value in dataclasses.asdict(one).items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3) if math.isfinite(value) else None
    return value


def save_record(figures: Figures, text: str, path: Path) -> None:
    """Write the figures below the file's head, whole or not at all.

    Raises:
        InputError: It cannot be read or written.
    """
    head = read_outside_text(path).partition(MARK)[0] if path.exists() else "# Real people\n\n"
    estimate = versions().get("learned_estimate", "none")
    data = as_data(figures)
    rows = ",\n".join(f'"{key}": [\n{_lines(found)}\n]' for key, found in data.items())
    body = f"""{MARK}

Written with `--record`, not by hand; sha256 of the learned estimate `{estimate}`.

```
{text.rstrip()}
```

The same as data, for `--against`.

{FENCE}
{{{rows}}}
```
"""
    save_text(head + body, path, "--record", shared=True)


def _lines(rows: Sequence[Row]) -> str:
    return ",\n".join(f"  {json.dumps(row)}" for row in rows)


def read_record(path: Path) -> Data:
    """Return the data of a record.

    Raises:
        InputError: There is none in the file.
    """
    text = read_outside_text(path).partition(f"{FENCE}\n")[2].partition("\n```")[0]
    try:
        data = json.loads(text)
        if isinstance(data, dict) and {"bands", "said", "told", "home"} <= set(data):
            return data
    except (ValueError, RecursionError):
        pass
    raise InputError(f"--against {path}: expected figures written with --record, found none")


def worse(before: Data, figures: Figures) -> list[str]:
    """Return what got worse by more than its noise, a line each; what is absent now is left out."""
    now = as_data(figures)
    lines = []
    for kind, keys, compare in KINDS:
        found = {_place(row, keys): row for row in now[kind]}
        for old in before[kind]:
            new = found.get(_place(old, keys))
            if new is not None and new["rows"] == old["rows"]:
                name = " ".join(str(p) for p in _place(old, keys) if p is not None)
                lines += [f"{name}: {fault}" for fault in compare(old, new)]
    return lines + list(_worse_home(before["home"][0], now["home"][0]))


def others(before: Data, figures: Figures) -> bool:
    """Return whether other recordings were measured than those of the record."""
    now = as_data(figures)
    rows = [{_place(row, BAND): row["rows"] for row in data["bands"]} for data in (before, now)]
    return rows[0] != rows[1] or before["home"][0]["minutes"] != now["home"][0]["minutes"]


def _place(row: Data, keys: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[key] for key in keys)


def _worse_band(old: Data, new: Data) -> Iterator[str]:
    if new["answered"] < old["answered"] - NOISE_SHARE * old["rows"]:
        yield f"{new['answered']} answered, was {old['answered']}"
    a, b = old["mae_deg"], new["mae_deg"]
    if a is not None and b is not None and is_further_off(a, b):
        yield f"MAE {b:.1f}, was {a:.1f}"
    a, b = old["slope"], new["slope"]
    if a is not None and b is not None and abs(b - 1) > abs(a - 1) + NOISE_SLOPE:
        yield f"slope {b:.2f}, was {a:.2f}"
    a, b = old["within_2_sd"], new["within_2_sd"]
    if a is not None and b is not None and b < min(a, HONEST) - NOISE_SHARE:
        yield f"within 2 sd {b:.0%}, was {a:.0%}"


def _worse_told(old: Data, new: Data) -> Iterator[str]:
    wanted = str(old["true"]).startswith(">")
    for what in ("value", "surely"):
        less = old[what] - new[what] if wanted else new[what] - old[what]
        if less > NOISE_SHARE:
            yield f"told ({what}) {new[what]:.0%}, was {old[what]:.0%}"


def _worse_home(old: Data, new: Data) -> Iterator[str]:
    if new["minutes"] != old["minutes"]:  # other clips
        return
    if new["seen_minutes"] < old["seen_minutes"] * (1 - NOISE_SHARE):
        yield f"home: {new['seen_minutes']:.2f} min seen, was {old['seen_minutes']:.2f}"
    for kind in ("episodes", "cues"):
        known = {rule: count for rule, count in old[kind]}
        for rule, count in new[kind]:
            if count > known.get(rule, 0):
                yield f"home: {count} {rule} ({kind}), was {known.get(rule, 0)}; look at them"


BAND = ("part", "measure", "low_deg", "high_deg")
KINDS = (
    ("bands", BAND, _worse_band),
    ("told", ("part", "measure", "view", "true"), _worse_told),
)
