"""The options that several commands share, said once."""

from __future__ import annotations

from typing import Annotated, cast, get_args

import typer

from posturecheck.core import InputError
from posturecheck.kinematics.tracking import Choice
from posturecheck.profiles.files import SHIPPED

_PROFILE = typer.Option(
    "--profile", metavar="NAME|FILE", help=f"{', '.join(SHIPPED)}, or a TOML file."
)
ProfileName = Annotated[str, _PROFILE]
ProfileOrPatients = Annotated[str | None, _PROFILE]  # None: the patient's, else the default
TaskName = Annotated[
    str,
    typer.Option(
        "--task", metavar="NAME", help="What is done, e.g. laundry; 'auto' tells by itself."
    ),
]
LoadKg = Annotated[
    float | None, typer.Option("--load", metavar="KG", min=0, max=100, help="What is carried.")
]
HeightCm = Annotated[
    float | None,
    typer.Option("--height", metavar="CM", min=80, max=230, help="The person's height."),
]
ModelName = Annotated[
    str, typer.Option("--model", metavar="lite|full|heavy|PATH", help="Pose model.")
]
PersonChoice = Annotated[
    str,
    typer.Option(
        "--person", metavar="|".join(get_args(Choice)), help="Whom to follow among several."
    ),
]
Rotate = Annotated[
    int | None,
    typer.Option(
        "--rotate", metavar="90|180|270", help="Turn the pictures clockwise, beside their flag."
    ),
]
Slow = Annotated[
    float | None,
    typer.Option("--slow", metavar="N", help="The film is slow motion, N times slower than life."),
]
Jobs = Annotated[
    int, typer.Option("--jobs", metavar="N", min=0, help="Clips at once; 0 = one for each core.")
]

Shared = Annotated[
    bool,
    typer.Option("--shared", help="Let the group see what is written as it may the folder above."),
]


def chosen_person(name: str) -> Choice:
    """Return whom to follow, seen to be a choice.

    Raises:
        InputError: There is no such choice.
    """
    if name not in get_args(Choice):
        raise InputError(f"--person: expected one of {', '.join(get_args(Choice))}; got {name!r}")
    return cast(Choice, name)
