"""What is known of each result in a folder of many, and all of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from posturecheck.people.patients import Patient


@dataclass(frozen=True, slots=True)
class Worst:
    """How often one rule's limits were passed, and how far at the worst.

    ``peak`` and ``sd`` are in the rule's unit, nan where no limit was passed;
    ``cannot_tell_s`` are the seconds in which it could not be judged.
    """

    enabled: bool
    episodes: int
    red: int
    peak: float
    sd: float
    cannot_tell_s: float


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a therapist said of a result: how many moments count after that.

    ``marks`` are those on moments, ``without`` those whose moment was not found again;
    ``times`` is by rule id how many moments count, of rules with any.
    """

    remark: str
    red: int
    amber: int
    marks: int
    without: int
    times: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result: whose, of when, and what was found; "" and None are not known.

    ``place`` is its folder, relative to the folder of all with ``/``; ``worst`` is by rule id.
    ``reviewed`` is None where no therapist said anything; ``part`` says that only a part of the
    clip counts, which is then the total.
    """

    place: str
    patient: str
    folder: str
    clip: str
    filmed: datetime | None
    checked: date | None
    task: str
    profile: str
    seen_s: float
    total_s: float
    worst: Mapping[str, Worst]
    has_report: bool
    reviewed: Reviewed | None = None
    part: bool = False

    @property
    def whose(self) -> str:
        """The patient, or else the folder of the clip."""
        return self.patient or self.folder

    @property
    def red(self) -> int:
        """How often a red limit was passed."""
        return sum(worst.red for worst in self.worst.values())

    @property
    def amber(self) -> int:
        """How often an amber limit was passed, and no red one."""
        return sum(worst.episodes - worst.red for worst in self.worst.values())


@dataclass(frozen=True, slots=True)
class Archive:
    """All results of a folder, by patient, the newest first; ``problems`` are a line each."""

    rows: tuple[ResultRow, ...]
    patients: tuple[Patient, ...]
    problems: tuple[str, ...]
