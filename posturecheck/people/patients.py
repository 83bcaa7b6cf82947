"""A patient: an ID that names a folder, and what ``patient.toml`` in it says.

No name is asked for: a number will do. What the file says holds for every later check of that
patient, unless the command line or the batch says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from posturecheck.console.untrusted_text import briefly, read_toml
from posturecheck.core import InputError
from posturecheck.files.atomic import names_in, save_bytes
from posturecheck.files.looking import is_file, is_folder, is_there
from posturecheck.files.names import folder_name, same_name
from posturecheck.profiles.files import (
    SHIPPED,
    first_problem,
    load_profile,
    profile_from,
)
from posturecheck.profiles.settings import Profile
from posturecheck.profiles.table import Table

FILE = "patient.toml"
LONGEST_ID = 60
ALSO_IN_IDS = " -_"
FOLDER = "folder:"  # as an ID: the name of the folder in which each clip lies
OF_A_PROFILE = frozenset(Profile.model_fields) - {"name", "about"}
TEMPLATE = """\
# What holds for this patient from now on. Take the # away before what you fill in; what stays
# out is as ever. A number is enough to know them by: no name is needed here.

# birth_year = 1950
# height_cm = 162
# profile = "recent-vertebral-fracture"  # one that is shipped, or a file beside this one
# notes = "T8 in 2024, agreed: no twisting"

# Limits of their own, as a profile writes them (posturecheck profile prints all):
# [rules.deep-lean]
# amber_deg = 40
"""


class _PatientFile(Table):
    birth_year: int | None = Field(default=None, ge=1900, le=2100)
    height_cm: float | None = Field(default=None, ge=80, le=230)
    profile: str | None = None
    notes: str = Field(default="", max_length=2000)


@dataclass(frozen=True, slots=True)
class Patient:
    """What is known of a patient; None and "" are not said.

    ``profile`` holds the profile that the file names, with the limits that it changes.
    """

    id: str
    birth_year: int | None = None
    height_cm: float | None = None
    profile: Profile | None = None
    notes: str = ""


def checked_id(text: str) -> str:
    """Return an ID, seen to be one.

    Raises:
        InputError: It is not 1 to 60 letters, digits, spaces, ``-`` and ``_``.
    """
    fits = 0 < len(text) <= LONGEST_ID and all(c.isalnum() or c in ALSO_IN_IDS for c in text)
    if not fits or folder_name(text) != text:
        raise InputError(
            f"--patient {briefly(text)}: expected 1 to {LONGEST_ID} letters, digits, spaces, - and "
            "_, such as P-014, beginning and ending with a letter or a digit"
        )
    return text


def check_different(ids: Iterable[str]) -> None:
    """See that no two IDs differ in their capitals alone.

    Raises:
        InputError: Two do.
    """
    first: dict[str, str] = {}
    for patient in ids:
        if (other := first.setdefault(same_name(patient), patient)) != patient:
            raise InputError(
                f"--patient {patient}: expected an ID that differs from {other} by more than "
                "its capitals; write it alike, or choose another"
            )


def check_unique(out: Path, patient: str) -> None:
    """See that an ID is that of a patient whose folder is there, or of a new one.

    Raises:
        InputError: There is a patient whose ID differs in its capitals alone, or what lies
            under that name is a clip's result, or no folder, or may not be looked into.
    """
    try:
        names = names_in(out) if is_folder(out) else []
    except OSError:  # what lies there is not known; it will be said when it is written
        return
    check_different([name for name in names if same_name(name) == same_name(patient)] + [patient])
    folder = out / patient
    if patient in names and (not is_folder(folder) or is_there(folder / "summary.json")):
        raise InputError(
            f"--patient {patient}: expected a new name or a patient's folder, but {folder} is a "
            "clip's result or no folder; choose another ID"
        )


def read_patient(out: Path, patient: str) -> Patient:
    """Return what ``patient.toml`` says of a patient; nothing where there is none.

    Raises:
        InputError: The file cannot be read, or says something wrong.
    """
    path = out / patient / FILE
    if not is_file(path):
        return Patient(patient)
    data = read_toml(path, "what is known of a patient, in TOML")
    limits = {name: data.pop(name) for name in OF_A_PROFILE & set(data)}
    try:
        said = _PatientFile.model_validate(data)
    except ValidationError as error:
        raise InputError(f"{path}: {first_problem(error, _PatientFile)}") from error
    profile = _profile(path, patient, said.profile, limits)
    return Patient(patient, said.birth_year, said.height_cm, profile, said.notes)


def _profile(path: Path, patient: str, named: str | None, limits: dict[str, Any]) -> Profile | None:
    if named is None and not limits:
        return None
    base = Profile() if named is None else load_profile(_place(path, named), said_in=str(path))
    if not limits:
        return base
    data = base.model_dump(mode="json", by_alias=True)
    changed = {**_merged(data, limits), "name": f"{base.name}, limits of {patient}"}
    return profile_from(changed, str(path))


def _place(path: Path, named: str) -> str:
    return named if named in SHIPPED else str(path.parent / named)


def _merged(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in changes.items():
        old = merged.get(key)
        both = isinstance(old, dict) and isinstance(value, dict)
        merged[key] = _merged(old, value) if both else value  # type: ignore[arg-type]
    return merged


def make_file(out: Path, patient: str, *, shared: bool = False) -> None:
    """Write a ``patient.toml`` to be filled in into a patient's folder, if there is none.

    Raises:
        OSError: It cannot be written.
    """
    path = out / patient / FILE
    if not path.exists():
        save_bytes(TEMPLATE.encode(), path, shared=shared)
