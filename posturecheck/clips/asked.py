"""What is asked of each clip: its row of a batch, the command line, its patient, the default.

In this order: what comes first counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from posturecheck.clips.batch_file import read_batch
from posturecheck.clips.identity import clip_folder
from posturecheck.clips.options import CheckOptions
from posturecheck.core import InputError
from posturecheck.kinematics.tracking import pointed
from posturecheck.people.patients import FOLDER, Patient, checked_id, read_patient


@dataclass(frozen=True, slots=True)
class Asked:
    """One clip, and what is asked of it; where that cannot be known ``error`` says why.

    ``by_folder`` says that the patient's ID is the name of the clip's folder.
    """

    clip: Path
    patient: str
    by_folder: bool
    options: CheckOptions | None
    error: str = ""


def clips_asked(named: Sequence[Path], line: Mapping[str, Any], out: Path) -> list[Asked]:
    """Return every clip that is named, or named in a batch, with its options.

    Args:
        named: Clips, and batches (``.csv``, see ``batch_file``).
        line: What the command line says, by the names of ``CheckOptions``; ``patient`` may be
            ``folder:``.
        out: The folder of all results, where the patients are known.

    Raises:
        InputError: A batch is wrong, or something else that was asked for, or an ID is none.
    """
    asked = []
    for clip, row in _rows(named):
        said = {**line, **row}
        by_folder = said.get("patient") == FOLDER
        said["patient"] = patient = _patient(clip, said.get("patient") or "")
        if "@" in said.get("person", ""):
            said["pointed"] = pointed(said.pop("person"), "--person")
        try:
            known = read_patient(out, patient) if patient else Patient("")
        except InputError as error:  # of this patient alone
            asked.append(Asked(clip, patient, by_folder, None, f"{clip}: {error}"))
            continue
        options = CheckOptions(**{**_of(known), **said})
        asked.append(Asked(clip, patient, by_folder, options))
    return asked


def _rows(named: Sequence[Path]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for path in named:
        if path.suffix.lower() == ".csv":
            yield from read_batch(path)
        else:
            yield path, {}


def _patient(clip: Path, text: str) -> str:
    if text != FOLDER:
        return checked_id(text) if text else ""
    if not (folder := clip_folder(clip)):
        raise InputError(f"{clip}: expected a clip, there is no such file; check the name")
    return checked_id(folder)


def _of(patient: Patient) -> dict[str, Any]:
    known = {"profile": patient.profile, "height_cm": patient.height_cm}
    return {name: value for name, value in known.items() if value is not None}
