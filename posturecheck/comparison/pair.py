"""Which two results are compared, and whether they can be: one person, one task, one view."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from posturecheck.archive.results import SUMMARY
from posturecheck.clips.identity import recording_of
from posturecheck.comparison import words
from posturecheck.comparison.recorded import GROUPS, KeptMovement, Recorded, read_recorded
from posturecheck.comparison.words import PROBLEMS
from posturecheck.core import InputError, View
from posturecheck.files.looking import is_file, is_there
from posturecheck.kinematics.trunk import view_of
from posturecheck.people import patients

MOST_APART_DEG = 30.0  # of rendered people, the camera moved by up to 20, up to 25 are read
MOST_NAMED = 3  # results, in a line that says why there are no two
LEAST_ALIKE = 0.5  # mean length of the movements' directions; of less there is no one view


@dataclass(frozen=True, eq=False)
class Pair:
    """Two results that can be compared; ``groups`` are the kinds of movements in both.

    ``views`` is how the camera saw each, by name, ``facing_deg`` how each faced it; ``ordered``
    is whether their dates of filming say which came first.
    """

    before: Recorded
    after: Recorded
    groups: tuple[str, ...]
    views: tuple[View, View]
    facing_deg: tuple[float, float]
    ordered: bool


def find_pair(first: Path, second: Path | None) -> Pair:
    """Return the two results that are meant, the earlier one first.

    Args:
        first: A result's folder, or that of a patient, whose newest two of one task are taken.
        second: A result's folder; None where ``first`` is a patient's.

    Raises:
        InputError: They are no results, or cannot be compared: the reason and the way out.
    """
    if second is None:
        before, after = _newest_two(first)
    else:
        before, after = read_recorded(first), read_recorded(second)
    if before.folder.absolute().resolve() == after.folder.absolute().resolve():
        raise InputError(PROBLEMS["same_folder"].format(folder=before.folder))
    if _same_film(before, after):
        raise InputError(PROBLEMS["same_film"].format(before=before.name, after=after.name))
    ordered = bool(before.row.filmed and after.row.filmed)
    if ordered and before.when > after.when:
        before, after = after, before
    _see_same_person(before, after)
    _see_same_task(before, after)
    groups = tuple(name for name in GROUPS if before.of(name) and after.of(name))
    if not groups:
        raise InputError(
            PROBLEMS["no_movements"].format(
                before=before.name, after=after.name, kinds=_kinds(before), others=_kinds(after)
            )
        )
    facing_deg = _see_same_view(before, after, groups)
    views = view_of(facing_deg[0]), view_of(facing_deg[1])
    return Pair(before, after, groups, views, facing_deg, ordered)


def _newest_two(patient: Path) -> tuple[Recorded, Recorded]:
    if is_there(patient / SUMMARY):
        raise InputError(PROBLEMS["one_result"].format(folder=patient))
    recorded, problems = _results_of(patient)
    newest = sorted(recorded, key=lambda one: (one.when, one.name), reverse=True)
    for after, before in itertools.combinations(newest, 2):
        if _same_task(before, after) and not _same_film(before, after):
            return before, after
    found = [*(words.result_of_task(one.name, one.task) for one in newest), *problems]
    is_patient = recorded or is_file(patient / patients.FILE)
    text = PROBLEMS["no_two" if is_patient else "no_patient"]
    listed = "; ".join(found[:MOST_NAMED]) or PROBLEMS["nothing"]
    raise InputError(text.format(folder=patient, found=listed))


def _results_of(patient: Path) -> tuple[list[Recorded], list[str]]:
    """Return the results in a patient's folder, and what is wrong with the others."""
    recorded, problems = [], []
    try:
        folders = [p for p in sorted(patient.iterdir()) if _may_be_result(p)]
    except OSError as error:
        raise InputError(f"{patient}: cannot be read ({error.strerror or error})") from error
    for folder in folders:
        try:
            recorded.append(read_recorded(folder))
        except InputError as error:
            problems.append(str(error))
    return recorded, problems


def _may_be_result(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and not path.name.startswith(".")


def _same_task(before: Recorded, after: Recorded) -> bool:
    return before.task == after.task


def _same_film(before: Recorded, after: Recorded) -> bool:
    film = recording_of(before.about)
    return film is not None and film == recording_of(after.about)


def _see_same_person(before: Recorded, after: Recorded) -> None:
    one, other = before.row.patient, after.row.patient
    if one and other and one != other:
        raise InputError(
            PROBLEMS["two_people"].format(
                before=before.name, after=after.name, one=one, other=other
            )
        )


def _see_same_task(before: Recorded, after: Recorded) -> None:
    if not _same_task(before, after):
        raise InputError(
            PROBLEMS["two_tasks"].format(
                before=words.result_of_task(before.name, before.task),
                after=words.result_of_task(after.name, after.task),
            )
        )


def _see_same_view(
    before: Recorded, after: Recorded, groups: tuple[str, ...]
) -> tuple[float, float]:
    one_deg, other_deg = (facing_deg(one.of(*groups)) for one in (before, after))
    for one, deg in ((before, one_deg), (after, other_deg)):
        if math.isnan(deg):
            raise InputError(PROBLEMS["no_view"].format(folder=one.folder))
    apart_deg = abs((other_deg - one_deg + 180) % 360 - 180)
    if apart_deg > MOST_APART_DEG:
        raise InputError(
            PROBLEMS["two_views"].format(
                before=before.name,
                after=after.name,
                one=words.seen_from(view_of(one_deg), one_deg),
                other=words.seen_from(view_of(other_deg), other_deg),
                apart=f"{apart_deg:.0f}",
                most=f"{MOST_APART_DEG:.0f}",
            )
        )
    return one_deg, other_deg


def facing_deg(movements: Iterable[KeptMovement]) -> float:
    """Return the mean way that movements faced, degrees; nan where it is unknown or all ways."""
    seen = [m.facing_deg for m in movements if math.isfinite(m.facing_deg)]
    turned = np.exp(1j * np.radians(seen))
    if not turned.size or abs(turned.mean()) < LEAST_ALIKE:
        return math.nan
    return float(np.degrees(np.angle(turned.mean())))


def _kinds(one: Recorded) -> str:
    kinds = sorted({m.kind for m in one.of(*GROUPS)})
    return ", ".join(kinds) or PROBLEMS["nothing"]
