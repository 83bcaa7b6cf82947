"""What the user asked for, checked once: of a recorded clip and of a live session alike."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from hashlib import sha256
from typing import Any, get_args

from posturecheck.core import InputError
from posturecheck.kinematics.tracking import Choice, Pointed
from posturecheck.people.patients import checked_id
from posturecheck.profiles.settings import Profile
from posturecheck.rules.guidance import load_guidance
from posturecheck.sources.clip import MOST_SLOW, ROTATIONS

AUTO = "auto"  # the task is recognised
# Of what may be asked: the model is known by its content, and workers change no result.
NO_SETTINGS = ("profile", "model", "workers")


@dataclass(frozen=True, slots=True)
class Options:
    """What ``check`` and ``live`` share; see their ``-h``.

    ``task`` "auto" is recognised from the movement; ``load_kg`` None takes the profile's.
    """

    profile: Profile = field(default_factory=Profile)
    task: str = AUTO
    load_kg: float | None = None
    height_cm: float | None = None
    model: str = "full"
    person: Choice = "main"

    def __post_init__(self) -> None:
        """Check what the user named.

        Raises:
            InputError: There is no such task or choice of person.
        """
        if self.task != AUTO:
            load_guidance().base_task(self.task)
        if self.person not in get_args(Choice):
            choices = ", ".join(get_args(Choice))
            raise InputError(f"person: expected one of {choices}; got {self.person!r}")

    @property
    def declared_task(self) -> str:
        """The task as the checker takes it: "" is recognised."""
        return "" if self.task == AUTO else self.task

    @property
    def declared_load_kg(self) -> float:
        """The load from the command line, else the profile's."""
        return float(self.profile.load.load_kg if self.load_kg is None else self.load_kg)

    @property
    def height_m(self) -> float | None:
        """The person's height, None where it was not said."""
        return None if self.height_cm is None else self.height_cm / 100

    def as_data(self) -> dict[str, Any]:
        """Return what ``summary.json`` says was asked for."""
        return {
            "task": self.task,
            "load_kg": self.declared_load_kg,
            "height_cm": self.height_cm,
            "person": self.person,
            "neutral_s": None,
        }


@dataclass(frozen=True, slots=True)
class CheckOptions(Options):
    """What was asked of a recorded clip.

    ``neutral`` are the (start, end) seconds of a tall stance, ``workers`` how many parts
    of a clip are watched at once (0 = one for each core). ``rotate_deg`` is how far to turn
    the pictures clockwise, ``slow`` how many times slower than life they play, ``patient`` the
    ID under which the result is kept, "" where none was named, ``range_s`` the (start, end)
    seconds to look at, None for all. ``pointed`` is where the person to judge stands, instead
    of ``person``.
    """

    neutral: tuple[float, float] | None = None
    show_face: bool = False
    workers: int = 0
    rotate_deg: int = 0
    slow: float = 1.0
    patient: str = ""
    range_s: tuple[float, float] | None = None
    pointed: Pointed | None = None

    def __post_init__(self) -> None:
        """Check what the user named.

        Raises:
            InputError: There is no such task or choice, turn or slowness, or the ID is none.
        """
        Options.__post_init__(self)
        if self.patient:
            checked_id(self.patient)
        if self.rotate_deg not in ROTATIONS:
            raise InputError(f"rotate: expected 90, 180 or 270; got {self.rotate_deg}")
        if not 1 <= self.slow <= MOST_SLOW:
            raise InputError(f"slow: expected a number from 1 to {MOST_SLOW:g}; got {self.slow:g}")

    def as_data(self) -> dict[str, Any]:
        """Return what ``summary.json`` says was asked for."""
        neutral_s = list(self.neutral) if self.neutral else None
        range_s = list(self.range_s) if self.range_s else None
        return {
            **Options.as_data(self),
            "person": str(self.pointed) if self.pointed else self.person,
            "neutral_s": neutral_s,
            "range_s": range_s,
            "show_face": self.show_face,
        }

    @property
    def settings_sha256(self) -> str:
        """What marks all that was asked but for the model: its content is known elsewhere."""
        names = [one.name for one in fields(self) if one.name not in NO_SETTINGS]
        said = {name: getattr(self, name) for name in names}
        said["pointed"] = str(self.pointed) if self.pointed else None
        said["profile"] = self.profile.model_dump(mode="json", by_alias=True)
        return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
