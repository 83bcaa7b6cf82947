"""What a folder of results holds, read from each ``summary.json``.

Anybody may have put anything there: what is wrong or half-written is named in a line and left
out, and what is not ours is passed over.
"""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from posturecheck.archive.rows import Archive, ResultRow, Reviewed, Worst
from posturecheck.clips.folder import FILES
from posturecheck.clips.identity import read_summary
from posturecheck.clips.summary import FORMAT
from posturecheck.console.untrusted_text import printable
from posturecheck.core import InputError
from posturecheck.files.looking import is_folder
from posturecheck.marks import review_file
from posturecheck.marks.found import read_found
from posturecheck.marks.matching import counted_range, matched
from posturecheck.people import patients
from posturecheck.people.patients import Patient
from posturecheck.rules import RULES

MOST = 1e7  # of seconds, degrees and counts that can be meant
MOST_LETTERS = 200
SUMMARY, REPORT = "summary.json", "report.html"


@dataclass(slots=True)
class _Reading:
    out: Path
    rows: list[ResultRow] = field(default_factory=list)
    patients: list[Patient] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def problem(self, folder: Path, what: str) -> None:
        self.problems.append(printable(f"{folder.relative_to(self.out).as_posix()}: {what}"))


def read_archive(out: Path) -> Archive:
    """Return what lies in a folder: results, and results in the folders of patients.

    Raises:
        InputError: There is no such folder, or it cannot be read.
    """
    if not is_folder(out):
        raise InputError(f"{out}: expected a folder of results, there is none; name it with --out")
    reading = _Reading(out)
    try:
        folders = list(_folders(out))
    except OSError as error:
        raise InputError(f"{out}: cannot be read ({error.strerror or error})") from error
    for folder in folders:
        if not _read_result(reading, folder, ""):
            _read_patient(reading, folder)
    return Archive(_sorted(reading.rows), tuple(reading.patients), tuple(reading.problems))


def read_result(folder: Path) -> ResultRow:
    """Return what one folder holds, a result; its ``place`` is relative to two folders above.

    Raises:
        InputError: It is none, or one that is half-written or a newer posturecheck's.
    """
    place = folder.absolute()
    if not is_folder(place):
        raise InputError(f"{folder}: expected the folder of a result, there is none")
    reading = _Reading(place.parent.parent)
    if not _read_result(reading, place, ""):
        raise InputError(f"{folder}: expected the folder of a result, found no {SUMMARY} in it")
    if not reading.rows:
        problem = reading.problems[0].partition(": ")[2].replace("left out: ", "")
        way_out = problem.replace("; left out", "; check the clip again")
        raise InputError(f"{folder}: {way_out}")
    return reading.rows[0]


def _folders(folder: Path) -> Iterator[Path]:
    """Yield the folders in it; no links, which may lead anywhere, and nothing hidden."""
    for entry in sorted(folder.iterdir()):
        if not entry.name.startswith(".") and entry.is_dir() and not entry.is_symlink():
            yield entry


def _read_patient(reading: _Reading, folder: Path) -> None:
    is_patient, before = False, len(reading.rows)
    try:
        is_patient = (folder / patients.FILE).is_file()
        for within in _folders(folder):
            _read_result(reading, within, folder.name if is_patient else "")
    except OSError as error:
        reading.problem(folder, f"cannot be read ({error.strerror or error})")
    if not is_patient and not any(row.patient for row in reading.rows[before:]):
        return
    try:
        reading.patients.append(patients.read_patient(reading.out, folder.name))
    except InputError as error:
        reading.patients.append(Patient(folder.name))
        reading.problem(folder, str(error).replace(str(folder / patients.FILE), patients.FILE))


def _read_result(reading: _Reading, folder: Path, patient: str) -> bool:
    """Read one folder, if it is a result or was to become one."""
    try:
        names = {entry.name for entry in folder.iterdir()}
    except OSError as error:
        reading.problem(folder, f"cannot be read ({error.strerror or error})")
        return True
    if SUMMARY not in names:
        if whole := names & set(FILES):
            reading.problem(folder, f"{min(whole)} without a {SUMMARY}: no whole result; left out")
        return bool(whole)
    data = read_summary(folder / SUMMARY)
    written = data.get("format", 1)
    if not _is_result(data):
        reading.problem(folder, f"its {SUMMARY} cannot be read as a result's; left out")
    elif not isinstance(written, int) or written > FORMAT:
        reading.problem(folder, "written by a newer posturecheck; left out: update posturecheck")
    else:
        said = _text(data.get("patient"))
        within = folder.parent != reading.out
        if within and said and said != folder.parent.name:
            reading.problem(folder, f"says that it is {said}'s; it is counted where it lies")
        whose = folder.parent.name if within and (said or patient) else ""
        place = folder.relative_to(reading.out).as_posix()
        row = _row(data, place, whose, REPORT in names)
        reading.rows.append(replace(row, reviewed=_read_review(reading, folder, data)))
    return True


def _read_review(reading: _Reading, folder: Path, data: Mapping[str, Any]) -> Reviewed | None:
    if not os.path.lexists(folder / review_file.FILE):
        return None
    try:
        review = review_file.read_review(folder, data["clip"].get("sha256"))
        if not review.said:
            return None
        episodes = read_found(folder)
    except InputError as error:
        reading.problem(folder, str(error).replace(f"{folder}{os.sep}", ""))
        return None
    found = matched(review.marks, episodes, counted_range(_in(data, "settings")))
    stay = [e.severity for i, e in enumerate(episodes) if found.stays(i)]
    return Reviewed(
        remark=_text(review.remark.replace("\n", " ")),
        red=stay.count("red"),
        amber=stay.count("amber"),
        marks=sum(map(len, found.of)),
        without=len(found.without),
        times=Counter(e.rule for i, e in enumerate(episodes) if found.stays(i)),
    )


def _is_result(data: Mapping[str, Any]) -> bool:
    parts = [data.get(name) for name in ("clip", "seconds", "rules")]
    return all(isinstance(part, dict) for part in parts)


def _row(data: Mapping[str, Any], place: str, patient: str, has_report: bool) -> ResultRow:
    clip, seconds, rules = data["clip"], data["seconds"], data["rules"]
    return ResultRow(
        place=place,
        patient=patient,
        folder=_text(clip.get("folder")),
        clip=_text(clip.get("file")) or place,
        filmed=_moment(clip.get("filmed")),
        checked=_day(data.get("checked")),
        task=_text(_in(data, "settings").get("task")),
        profile=_text(_in(data, "profile").get("name")),
        seen_s=_number(seconds.get("seen"), 0.0),
        total_s=_number(seconds.get("total"), 0.0),
        worst={rule.id: _worst(rules.get(rule.id)) for rule in RULES},
        has_report=has_report,
        part=counted_range(_in(data, "settings")) is not None,
    )


def _worst(said: object) -> Worst:
    rule = said if isinstance(said, dict) else {"enabled": False}
    episodes = round(_number(rule.get("episodes"), 0.0))
    return Worst(
        enabled=rule.get("enabled") is not False,
        episodes=episodes,
        red=min(round(_number(rule.get("red"), 0.0)), episodes),
        peak=_number(rule.get("peak")),
        sd=_number(rule.get("peak_sd")),
        cannot_tell_s=_number(rule.get("cannot_tell_seconds"), 0.0),
    )


def _in(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = data.get(name)
    return part if isinstance(part, dict) else {}


def _number(value: object, unknown: float = math.nan) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and abs(value) <= MOST else unknown  # type: ignore[arg-type]


def _text(value: object) -> str:
    return printable(value[:MOST_LETTERS]) if isinstance(value, str) else ""


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None) if _text(value) else None  # type: ignore[arg-type]
    except ValueError:
        return None


def _day(value: object) -> date | None:
    moment = _moment(value)
    return moment.date() if moment else None


def _sorted(rows: list[ResultRow]) -> tuple[ResultRow, ...]:
    newest = sorted(rows, key=lambda row: (row.filmed is not None, _age(row)), reverse=True)
    return tuple(sorted(newest, key=lambda row: (not row.patient, row.whose.casefold())))


def _age(row: ResultRow) -> str:
    return str(row.filmed or row.checked or "")
