"""Odd results, patients' files, batches and therapists' reviews in a clinic's folder."""

from __future__ import annotations

import json
import random
from typing import Any

from fuzz import damage
from fuzz.cases import Making
from fuzz.profiles import VALUES, WAYS
from posturecheck.kinematics.tracking import Pointed
from posturecheck.marks.review_file import Mark, Review, as_toml
from posturecheck.people.patients import TEMPLATE
from posturecheck.rules import RULES

ODD: tuple[Any, ...] = (
    *(None, True, -1, 0, 1e308, -1e308, 10**400, "", "x", [], {}, [[]], {"a": None}),
    *damage.ODD_TEXT,
)
CELLS = ("", "0", "-1", "nan", "1e999", "9" * 400, "P 7", "../x", "folder:", "5-1", "0:20-1:05,5")


def record(making: Making) -> tuple[str, ...]:
    """Write a clinic's folder with something wrong in it, and return a command that meets it."""
    return (_result, _result, _patient, _batch, _review)[making.number % 5](making)


def _result(making: Making) -> tuple[str, ...]:
    chance = making.chance
    for patient in ("", "P1", "P2"):
        folder = making.folder / "out" / patient / "undated a"
        folder.mkdir(parents=True)
        (folder / "report.html").write_text("<!doctype html>", encoding="utf-8")
        data = json.dumps(summary(patient, chance if patient == "P1" else None)).encode()
        if patient == "P2" and chance.random() < 0.5:
            data = chance.choice(damage.ANY)(data, chance)
        (folder / "summary.json").write_bytes(data)
    if chance.random() < 0.2:
        return "forget", "out/P1", "--yes"
    return "overview", "out"


def _review(making: Making) -> tuple[str, ...]:
    chance = making.chance
    folder = making.folder / "out" / "undated a"
    folder.mkdir(parents=True)
    (folder / "summary.json").write_text(json.dumps(summary("", None)), encoding="utf-8")
    rows = "rule,severity,start_s,end_s,peak\ntwist,red,1.0,3.0,40\ndeep-lean,amber,5,9.5,60\n"
    marks = (
        Mark("twist", 1.0, 2.5, "wrong", chance.choice(damage.ODD_TEXT)),
        Mark("deep-lean", 5.0, 9.5, "not a problem", "asked to"),
    )
    said = Review(chance.choice(damage.ODD_TEXT), marks, (0.0, 60.0), Pointed(0.4, 0.5, 2.0))
    text = as_toml(said if chance.random() < 0.5 else Review(marks=marks), "0" * 64)
    spoiled = {"review.toml": text.encode(), "episodes.csv": rows.encode()}
    name = chance.choice(sorted(spoiled))
    if chance.random() < 0.5:
        spoiled[name] = chance.choice(damage.ANY)(spoiled[name], chance)
    else:
        word = chance.choice(("1.0", "2.5", "twist", "wrong", "red", "1"))
        odd = chance.choice((*CELLS, *damage.ODD_TEXT)).encode(errors="replace")
        spoiled[name] = spoiled[name].replace(word.encode(), odd)
    for file, data in spoiled.items():
        (folder / file).write_bytes(data)
    if chance.random() < 0.5:
        return "review", "out", "--labels", "labels"
    return "overview", "out"


def summary(patient: str, chance: random.Random | None) -> dict[str, Any]:
    """Return what a ``summary.json`` says; with something odd in it where there is a chance."""
    rule = {"enabled": True, "episodes": 2, "red": 1, "peak": 71.5, "peak_sd": 5.0}
    data: dict[str, Any] = {
        "format": 1,
        "checked": "2026-03-06",
        "patient": patient or None,
        "profile": {"name": "default"},
        "settings": {"task": "lift"},
        "clip": {"file": "a.mp4", "sha256": "0" * 64, "folder": "phone", "filmed": None},
        "seconds": {"total": 60.0, "seen": 50.0},
        "rules": {r.id: dict(rule, unit=r.unit) for r in RULES},
    }
    for _ in range(chance.choice((1, 3)) if chance else 0):
        assert chance is not None
        place = data
        while True:
            key = chance.choice(sorted(place))
            if not isinstance(place[key], dict) or not place[key] or chance.random() < 0.1:
                place[key] = chance.choice(ODD)
                break
            place = place[key]
    return data


def _patient(making: Making) -> tuple[str, ...]:
    text = TEMPLATE.replace("\n# ", "\n")
    head, _, body = text.partition("birth_year")
    text = "".join(f"# {line}\n" for line in head.splitlines()) + "birth_year" + body
    text = text.replace("Limits of their own", "# Limits of their own")
    if making.chance.random() < 0.5:
        data = making.chance.choice(WAYS)(text, making.chance)
    else:
        data = text.replace("162", making.chance.choice(VALUES)).encode(errors="replace")
    folder = making.folder / "out" / "P1"
    folder.mkdir(parents=True)
    (folder / "patient.toml").write_bytes(data)
    if making.chance.random() < 0.3:
        return "check", "none.mp4", "--patient", "P1", "--out", "out"
    return "overview", "out"


def _batch(making: Making) -> tuple[str, ...]:
    chance = making.chance
    names = ["clip", "patient", "task", "load_kg", "person", "range", "rotate", "slow", "profile"]
    chance.shuffle(names)
    separator = chance.choice(",;\t")
    rows = [separator.join(names)]
    for _ in range(chance.choice((1, 2, 3))):
        cells = {name: chance.choice((*CELLS, *damage.ODD_TEXT)) for name in names}
        usual = {"clip": "none.mp4", "task": "lift", "person": "main", "profile": "default"}
        kept = {name: usual.get(name, "") for name in names if chance.random() < 0.9}
        rows.append(separator.join((cells | kept)[name] for name in names))
    data = "\n".join(rows).encode(errors="replace")
    if chance.random() < 0.3:
        data = chance.choice(damage.ANY)(data, chance)
    (making.folder / "batch.csv").write_bytes(data)
    return "check", "batch.csv", "--out", "out"
