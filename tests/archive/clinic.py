"""Made-up results: folders with a ``summary.json`` as a check writes it, and little else."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from posturecheck.clips.summary import FORMAT
from posturecheck.rules import RULES


def rule(unit: str, episodes: int = 0, red: int = 0, peak: float | None = None) -> dict[str, Any]:
    return {
        "enabled": True,
        "episodes": episodes,
        "red": red,
        "amber": episodes - red,
        "seconds": 1.5 * episodes,
        "peak": peak,
        "peak_sd": None if peak is None else round(0.08 * peak, 3),
        "peak_t_s": None if peak is None else 2.0,
        "unit": unit,
        "cannot_tell_seconds": 0.0,
    }


def result(
    out: Path,
    clip: str = "before.mp4",
    patient: str = "",
    folder: str = "phone",
    filmed: str | None = "2026-03-05T10:11:12+01:00",
    seen_s: float = 50.0,
    total_s: float = 60.0,
    rules: Mapping[str, dict[str, Any]] | None = None,
    **more: Any,
) -> Path:
    """Write one; a patient's lies in their folder."""
    stem = Path(clip).stem
    day = filmed[:10] if filmed else "undated"
    place = out / patient / f"{day} {stem}" if patient else out / stem
    place.mkdir(parents=True)
    about = {
        "format": FORMAT,
        "checked": "2026-03-06",
        "patient": patient or None,
        "profile": {"name": "default"},
        "settings": {"task": "dishwasher"},
        "clip": {"file": clip, "sha256": stem, "folder": folder, "filmed": filmed},
        "seconds": {"total": total_s, "seen": seen_s, "unseen": total_s - seen_s},
        "rules": {r.id: rule(r.unit) for r in RULES} | dict(rules or {}),
        **more,
    }
    (place / "summary.json").write_text(json.dumps(about), encoding="utf-8")
    (place / "report.html").write_text("<!doctype html><title>A report</title>", encoding="utf-8")
    return place


def many(out: Path, results: int, people: int = 40) -> None:
    """Write many, every rule passed somewhere."""
    dice = random.Random(7)
    for number in range(results):
        peaks = {"deg": 70.0, "deg_s": 120.0, "s": 20.0, "m": 0.6, "share": 1.4, "per_min": 8.0}
        rules = {}
        for r in RULES:
            times = dice.choice((0, 0, 1, 3))
            red = dice.randint(0, times)
            far = round(peaks.get(r.unit, 5.0) * dice.uniform(0.5, 1.3), 2)
            rules[r.id] = rule(r.unit, times, red, far if times else None)
        result(
            out,
            f"IMG_{number:04}.MOV",
            f"P-{number % people:03}",
            f"visit {number // people}",
            f"2026-{1 + number % 10:02}-{1 + number % 27:02}T09:00:00+01:00",
            round(dice.uniform(20, 300), 2),
            300.0,
            rules,
        )
